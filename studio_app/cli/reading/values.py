"""How `read` answers a single value: the value, the question a person would be asked, or why it is refused."""

from collections.abc import Callable
from typing import Any

from studio_app.adapters.texts.catalogue import translate
from studio_app.core.errors import Invalid
from studio_app.core.numbers import Unclear


def read_or_question(read: Callable[[], dict[str, Any]], language: str) -> dict[str, Any]:
    """`value`, `extension` and what else `read` gives; with a `question` or a `problem` there is no value."""
    nothing: dict[str, Any] = {"value": None, "extension": "", "question": None, "problem": None}
    try:
        return {**nothing, **read()}
    except Invalid as error:
        params = {name: said for name, said in error.params.items() if name not in ("field", "reason")}
        sentence = translate(language, error.message_key, **params)
        kind = "question" if isinstance(error, Unclear) else "problem"
        return {**nothing, kind: sentence, "reason": error.reason}


def required(value: str, *, field: str) -> str:
    """`value`, where there is one. Raises Invalid."""
    if not value:
        raise Invalid(field=field, reason="required")
    return value
