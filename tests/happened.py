"""Events as tests need them: what a test does not name is empty."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from studio_app.domain.timeline.events.base import Event

E = TypeVar("E", bound=Event)


def blank(what: type[E], *, deal_id: str | None = None, **known: Any) -> E:
    """An event of that type with empty fields but those that are `known`."""
    needed = {one.name: one.type for one in fields(what) if one.init and one.default is MISSING}
    told = {"deal_id": deal_id, **known} if "deal_id" in needed else known
    return what(**{name: _empty(hint) for name, hint in needed.items() if name not in told}, **told)


def _empty(hint: Any) -> Any:
    if NoneType in get_args(hint):
        return None
    return {} if get_origin(hint) is Mapping else (get_origin(hint) or hint)()
