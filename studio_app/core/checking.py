"""Reads a form to its end before refusing it, so that all that is wrong is said at once."""

from collections.abc import Callable
from typing import Any, TypeVar

from studio_app.core.errors import Invalid, InvalidFields

T = TypeVar("T")


class Checks:
    """The problems found so far, one a field: the first of each."""

    def __init__(self) -> None:
        self._problems: dict[str, Invalid] = {}

    def __bool__(self) -> bool:
        return bool(self._problems)

    def __contains__(self, field: str) -> bool:
        return field in self._problems

    def read(self, reader: Callable[[], T], *, otherwise: T) -> T:
        """What `reader` reads; `otherwise` where it raises Invalid, whose problems are noted."""
        try:
            return reader()
        except Invalid as error:
            for problem in problems_of(error):
                self._problems.setdefault(problem.field, problem)
            return otherwise

    def refuse(self, field: str, reason: str, **params: Any) -> None:
        """Note a problem of `field`."""
        self._problems.setdefault(field, Invalid(field=field, reason=reason, **params))

    def within(self, field: str, text: str, maximum: int) -> None:
        """Note `text` where it is longer than `maximum` characters."""
        if len(text) > maximum:
            self.refuse(field, "too_long", maximum=maximum)

    def done(self) -> None:
        """Raise InvalidFields when anything was noted."""
        if self._problems:
            raise self.refusal()

    def refusal(self) -> InvalidFields:
        """What was noted; there is something."""
        return InvalidFields(list(self._problems.values()))


def limited(field: str, text: str, maximum: int) -> str:
    """`text`, which may have `maximum` characters: what a person typed is refused whole, never cut. Raises Invalid."""
    if len(text) > maximum:
        raise Invalid(field=field, reason="too_long", maximum=maximum)
    return text


def problems_of(error: Invalid) -> tuple[Invalid, ...]:
    """All that `error` tells, one problem a field."""
    return error.problems if isinstance(error, InvalidFields) else (error,)
