"""Whether a message of the board is one of those that its schema has, with nothing missing and nothing besides."""

import json
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from studio_app.workspace.board.feed import CHANNEL
from studio_app.workspace.board.wire.messages import Message

_MARK = re.compile(rf'"delta": ?{{"{CHANNEL}":')
KINDS = {get_args(get_type_hints(one)["kind"])[0]: one for one in get_args(Message)}


def misfits(message: Any) -> list[str]:
    """What is wrong with a message, as the server makes it or as it came over the wire."""
    kind = KINDS.get(message.get("kind")) if isinstance(message, dict) else None
    return ["a message without a known kind"] if kind is None else list(_misfits(message, kind, kind.__name__))


def misfits_in(frame: str | bytes) -> list[str]:
    """The same for a frame of a socket, which may carry a message of the board or something else."""
    if not isinstance(frame, str) or not _MARK.search(frame):
        return []
    return misfits(json.loads(frame[frame.index("[") :])[1]["delta"][CHANNEL])


Misfits = Iterator[str]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _misfits(value: Any, kind: Any, where: str) -> Misfits:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is not None:
        yield from _CHECKS[origin](value, parts, where)
    elif is_typeddict(kind):
        yield from _fields(value, kind, where)
    elif issubclass(kind, tuple):
        yield from _places(value, kind, where)
    elif value not in list(kind) if issubclass(kind, StrEnum) else type(value) is not kind:
        yield f"{where}: {value!r} is no {kind.__name__}"


def _one_of(value: Any, kinds: tuple[Any, ...], where: str) -> Misfits:
    if all([*_misfits(value, kind, where)] for kind in kinds):
        yield f"{where}: {value!r} is none of {kinds}"


def _named(value: Any, words: tuple[Any, ...], where: str) -> Misfits:
    if value not in words:
        yield f"{where}: {value!r} is none of {words}"


def _items(value: Any, kinds: tuple[Any, ...], where: str) -> Misfits:
    for number, one in enumerate(value):
        yield from _misfits(one, kinds[0], f"{where}[{number}]")


def _values(value: Any, kinds: tuple[Any, ...], where: str) -> Misfits:
    for name, one in value.items():
        yield from _misfits(one, kinds[1], f"{where}[{name}]")


def _places(value: Any, kind: Any, where: str) -> Misfits:
    hints = _hints(kind)
    if len(value) != len(hints):
        yield f"{where}: {value!r} has not {len(hints)} values"
    for (name, hint), one in zip(hints.items(), value, strict=False):
        yield from _misfits(one, hint, f"{where}.{name}")


def _fields(value: Any, kind: Any, where: str) -> Misfits:
    hints = _hints(kind)
    optional = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    if not isinstance(value, dict) or not hints.keys() - optional <= value.keys() <= hints.keys():
        yield f"{where}: {value!r} has not the fields {', '.join(hints)}"
        return
    for name, one in value.items():
        hint = hints[name]
        yield from _misfits(one, get_args(hint)[0] if name in optional else hint, f"{where}.{name}")


_CHECKS: dict[Any, Callable[[Any, tuple[Any, ...], str], Misfits]] = {
    UnionType: _one_of,
    Union: _one_of,
    Literal: _named,
    list: _items,
    dict: _values,
}
