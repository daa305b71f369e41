"""What every event is: a frozen value of plain fields, which the timeline stores as JSON."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from types import NoneType
from typing import Any, ClassVar, NamedTuple, Self, cast, dataclass_transform, get_args

from studio_app.domain.timeline.events.kinds import EventKind

_NOTHING = object()  # equal to no value


class _Stored(NamedTuple):
    name: str
    default: object  # what is not stored
    lacking: object  # what an older row has that lacks it
    has_tuples: bool


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Event:
    """Something that happened: every class below is made a frozen dataclass, whose arguments are named.

    Its fields are the keys of the stored JSON. A field without a default is always stored, one with a default
    where it differs. What a row of an older version lacks has its default, or is None where that may be; asking
    for anything else that it lacks raises AttributeError.
    """

    kind: ClassVar[EventKind]
    deal_id: str | None
    _fields: ClassVar[tuple[_Stored, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Make the class a dataclass, and note once how its fields are stored."""
        super().__init_subclass__()
        dataclass(frozen=True, kw_only=True, eq=False, repr=False)(cls)  # none of what nobody calls: a start waits
        found: list[_Stored] = []
        for one in fields(cls):
            default = _NOTHING if one.default is MISSING else one.default
            lacking = None if default is _NOTHING and NoneType in get_args(one.type) else default
            found.append(_Stored(one.name, default, lacking, "tuple" in str(one.type)))
        cls._fields = tuple(one for one in found if one.name != "deal_id")

    def payload(self) -> dict[str, Any]:
        """The fields as JSON, but the deal, which has a column of its own."""
        told: dict[str, Any] = {}
        for name, default, _, has_tuples in self._fields:
            value = getattr(self, name)
            if value != default:
                told[name] = _as_json(value) if has_tuples else value
        return told

    @classmethod
    def stored(cls, deal_id: str | None, payload: Mapping[str, Any]) -> Self:
        """The event as a row keeps it, without what is no longer known of it."""
        event = object.__new__(cls)
        known = vars(event)
        known["deal_id"] = deal_id
        for name, _, lacking, has_tuples in cls._fields:
            if name in payload:
                known[name] = _as_value(payload[name]) if has_tuples else payload[name]
            elif lacking is not _NOTHING:
                known[name] = lacking
        return event

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and {"deal_id": None, **vars(self)} == {"deal_id": None, **vars(other)}

    def __hash__(self) -> int:
        return hash((type(self), self.deal_id))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


class OnDeal(Event):
    """What happens to a deal, and never to none."""

    deal_id: str


class InStudio(Event):
    """What happens to no deal: to a client, an account, the settings."""

    deal_id: None = field(default=None, init=False)


def _as_json(value: object) -> object:
    if isinstance(value, tuple):
        return [_as_json(one) for one in cast("tuple[object, ...]", value)]
    if isinstance(value, Mapping):
        return {key: _as_json(one) for key, one in cast("Mapping[str, object]", value).items()}
    return value


def _as_value(value: object) -> object:
    if isinstance(value, list):
        return tuple(_as_value(one) for one in cast("list[object]", value))
    if isinstance(value, Mapping):
        return {key: _as_value(one) for key, one in cast("Mapping[str, object]", value).items()}
    return value
