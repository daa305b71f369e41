"""Carries a frozen value between processes in parts: no process loads objects from another, and none waits for long."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar, get_type_hints

from pydantic import TypeAdapter, create_model

T = TypeVar("T")
_AT_ONCE = 200  # items of one part: decoding holds everything else in the server up


class InParts(Generic[T]):
    """The dataclass `kind` as JSON; its field `long`, a tuple, travels a part at a time."""

    def __init__(self, kind: type[T], *, long: str) -> None:
        hints = get_type_hints(kind)
        items: Any = hints.pop(long)
        rest: dict[str, Any] = {name: (hint, ...) for name, hint in hints.items()}
        self._kind, self._long = kind, long
        self._rest = create_model(kind.__name__, **rest)
        self._items: TypeAdapter[Any] = TypeAdapter(items)

    def split(self, value: T) -> Iterator[bytes]:
        """The parts, the first one everything but the long field."""
        rest = {name: getattr(value, name) for name in self._rest.model_fields}
        yield self._rest.model_construct(**rest).model_dump_json().encode()
        items = getattr(value, self._long)
        for start in range(0, len(items), _AT_ONCE):
            yield self._items.dump_json(items[start : start + _AT_ONCE])

    def whole(self, parts: Iterator[bytes]) -> T:
        """The value of these parts. Raises ValueError."""
        rest = self._rest.model_validate_json(next(parts))
        items = [item for part in parts for item in self._items.validate_json(part)]
        return self._kind(
            **{name: getattr(rest, name) for name in self._rest.model_fields}, **{self._long: tuple(items)}
        )
