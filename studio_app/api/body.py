"""Reading a JSON body of limited size, and checking its shape."""

import json
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from studio_app.adapters.bodies import read_limited
from studio_app.api.problems import Malformed
from studio_app.core.checking import Checks

MAX_KILOBYTES = 64
M = TypeVar("M", bound=BaseModel)


async def read_json(request: Request, model: type[M], checks: Checks) -> M:
    """The body as `model`, without the fields of another shape, which are noted in `checks`.

    Raises TooLarge as soon as the limit is passed, Malformed.
    """
    raw = await read_limited(request, kilobytes=MAX_KILOBYTES)
    return _shaped(_parsed(raw), model, checks)


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(document, dict):
        raise Malformed
    return document


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity are not JSON


def _shaped(document: dict[str, Any], model: type[M], checks: Checks) -> M:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
    for one in wrong:
        field = ".".join(str(part) for part in one["loc"])
        checks.refuse(field, "required" if one["type"] == "missing" else "type")
    names = {str(one["loc"][0]) for one in wrong}
    kept = {name: value for name, value in document.items() if name not in names}
    return model.model_construct(**{**dict.fromkeys(model.model_fields), **kept})
