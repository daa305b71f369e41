"""Writes assets/board/messages.d.ts and asks.d.ts: the schema of the board's wire, as JavaScript is checked by it.

Run it after a change of studio_app/workspace/board/wire, where the house stands: python -m tools.board_wire
"""

import inspect
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from studio_app.workspace.board.wire import asks, messages, values

BOARD = Path(__file__).parents[1] / "assets" / "board"
TARGETS = {BOARD / "messages.d.ts": (values, messages), BOARD / "asks.d.ts": (asks,)}
"""Each file, and the modules that it is made of."""
_HEAD = """\
// Made by tools/board_wire.py of studio_app/workspace/board/wire, where the words are: nothing is changed here by hand.
"""
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
_COMMENT = re.compile(r"^    (\w+): .*?  # (.+)$", re.MULTILINE)


def declarations(modules: tuple[ModuleType, ...]) -> str:
    """The whole file that is made of these modules."""
    made = [_HEAD]
    seen: dict[Any, str] = {}
    for module in modules:
        for name, kind in _own(module):
            made.append(_declared(name, kind, seen))
            seen[kind] = name
    used = dict.fromkeys(enum for kind in seen if is_typeddict(kind) for enum in _enums(kind))
    made[1:1] = [_alias(enum.__name__, Literal[tuple(enum)], {}) for enum in used]
    return "\n".join(made)


def _declared(name: str, kind: Any, seen: dict[Any, str]) -> str:
    if is_typeddict(kind):
        return _interface(name, kind)
    return _list(name, kind) if isinstance(kind, type) else _alias(name, kind, seen)


def _own(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, kind in vars(module).items():
        own = isinstance(kind, type) and kind.__module__ == module.__name__
        if own or isinstance(kind, UnionType) or get_origin(kind) is Union:
            yield name, kind


def _interface(name: str, kind: Any) -> str:
    source = inspect.getsource(kind)
    comments = dict(_COMMENT.findall(source))
    hints = get_type_hints(kind, include_extras=True)
    above = source[source.index("(") + 1 : source.index(")")].replace("TypedDict", "")
    own = {field: hints[field] for field in re.findall(r"^    (\w+):", source, re.MULTILINE)}
    lines = [_words(kind), f"export interface {name} {f'extends {above} ' if above else ''}{{"]
    for field, hint in own.items():
        optional = get_origin(hint) is NotRequired
        asks = get_origin(hint) is Callable
        told = _asking(hint) if asks else _type(get_args(hint)[0] if optional else hint)
        comment = f" // {comments[field]}" if field in comments else ""
        lines.append(f"  {_camel(field) if asks else field}{'?' if optional else ''}: {told};{comment}")
    return "\n".join([*lines, "}", ""])


def _asking(kind: Any) -> str:
    [[asked], _] = get_args(kind)
    return f"(ask: {_type(asked)}) => void"


def _camel(name: str) -> str:
    """An event of a component, as React calls it."""
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def _list(name: str, kind: Any) -> str:
    fields = ", ".join(f"{field}: {_type(hint)}" for field, hint in get_type_hints(kind).items())
    return f"{_words(kind)}\nexport type {name} = [{fields}];\n"


def _alias(name: str, kind: Any, named: dict[Any, str]) -> str:
    """A name for one of several; those of them that have a name already go by it."""
    left, parts = list(get_args(kind)), []
    for known, short in named.items():
        members = get_args(known)
        if members and set(members) <= set(left):
            left = [one for one in left if one not in members]
            parts.append(short)
    told = " | ".join([*parts, *(f'"{one}"' if isinstance(one, str) else _type(one) for one in left)])
    return f"export type {name} = {told};\n"


def _type(kind: Any) -> str:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, StrEnum | tuple)):
        return str(kind.__name__)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " | ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in parts)
    if origin in {UnionType, Union}:
        return " | ".join(map(_type, parts))
    if origin is list:
        inner = _type(parts[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<{_type(parts[0])}, {_type(parts[1])}>"
    raise TypeError(f"{kind} has no words in JavaScript yet")


def _words(kind: Any) -> str:
    said = inspect.getdoc(kind) or ""
    return (
        f"/** {said} */"
        if "\n" not in said
        else "\n".join(["/**", *(f" * {line}".rstrip() for line in said.splitlines()), " */"])
    )


def _enums(kind: Any) -> Iterator[type[StrEnum]]:
    for hint in get_type_hints(kind).values():
        for one in (hint, *get_args(hint)):
            if isinstance(one, type) and issubclass(one, StrEnum):
                yield one


if __name__ == "__main__":
    for target, modules in TARGETS.items():
        target.write_text(declarations(modules))
