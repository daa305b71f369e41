"""Whether what a browser sends fits the handler that it names: anybody who is signed in may send anything."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from studio_app.core.digits import LARGEST
from studio_app.core.errors import StudioError


class Garbled(StudioError):
    """Arguments that no page of ours sends: of a wrong type, too few, too many."""

    code = "garbled"
    status = 422


def checking(handler: Callable[..., Any]) -> Callable[[Mapping[str, Any]], None]:
    """A check of the arguments that `handler` is called with by their names: it raises Garbled for others.

    What the arguments name (a deal, a tariff) is looked up by the handler, which says itself what is not there.
    """
    _, *taken = inspect.signature(handler).parameters.values()
    kinds = {one.name: one.annotation for one in taken}
    needed = {one.name for one in taken if one.default is one.empty}
    for name, kind in kinds.items():
        _require_known(kind, f"{handler.__qualname__}({name})")

    def check(arguments: Mapping[str, Any]) -> None:
        fits = needed <= arguments.keys() <= kinds.keys()
        if not fits or not all(_is(value, kinds[name]) for name, value in arguments.items()):
            raise Garbled

    return check


def _is(value: Any, kind: Any) -> bool:
    if kind is Any:  # a field of a form, a part of a row: one value
        return value is None or isinstance(value, str | bool | int | float)
    if isinstance(kind, UnionType):
        return any(_is(value, one) for one in get_args(kind))
    if kind is int:
        return type(value) is int and -LARGEST <= value <= LARGEST
    if isinstance(value, Mapping):
        return _is_mapping(value, kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is list:
        return isinstance(value, list) and all(_is(one, parts[0]) for one in value)
    return type(value) is kind


def _is_mapping(value: Mapping[Any, Any], kind: Any) -> bool:
    if is_typeddict(kind):
        fields = _fields(kind)
        return value.keys() == fields.keys() and all(_is(one, fields[name]) for name, one in value.items())
    if get_origin(kind) is not dict:
        return False
    names, values = get_args(kind)
    return all(_is(name, names) and _is(one, values) for name, one in value.items())


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _require_known(kind: Any, where: str) -> None:
    parts = _fields(kind).values() if is_typeddict(kind) else get_args(kind)
    if parts:
        for part in parts:
            _require_known(part, where)
    elif kind not in {Any, str, int, bool}:
        raise TypeError(f"{where}: a browser's {kind} cannot be checked")
