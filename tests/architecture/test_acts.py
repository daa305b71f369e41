"""One act of a person is one transaction: a handler or a route has one thing written, whichever way it goes."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FACES = ("workspace", "portal", "api")
_RUNNING = {"run", "run_sync", "insist"}
"""How a use case that writes is handed to the runner."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
Writes = tuple[str, ...]

_PASSWORD = "the try counts even where the password is wrong, and no password is hashed inside a transaction"
_FILE = "the file is read between them, outside of transactions; one that cannot be read is kept with the reason"
_LOST = "where the link opens nothing, a new one is asked for, and nothing else is written"
TWICE: dict[str, str] = {
    "workspace.account.state.AccountState.set_password": _PASSWORD,
    "workspace.confirmation.state.Confirmation.answer": _PASSWORD,
    "workspace.sign_in.routes.first_owner": "the try counts even where the server's code is wrong",
    "workspace.sign_in.routes.sign_in": _PASSWORD,
    "workspace.deal.files.routes.upload": "many files are many acts: one that is refused takes no other with it",
    "workspace.statements.state.StatementsState.answer": _FILE,
    "workspace.statements.state.StatementsState.confirm": _FILE,
    "workspace.statements.state.StatementsState.map_column": _FILE,
    "workspace.statements.state.StatementsState.reopen": _FILE,
    "portal.contracts.sign": _LOST,
    "portal.proposals.accept": "what was chosen is kept where accepting is refused: the page that says why shows it",
}
"""What has more than one thing written, and why that is not one act."""


@dataclass(frozen=True, slots=True)
class Module:
    """A file of a face: its functions and classes, and where what it imports comes from."""

    name: str
    functions: dict[str, Function] = field(default_factory=dict[str, Function])
    classes: dict[str, ast.ClassDef] = field(default_factory=dict[str, ast.ClassDef])
    imported: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


@functools.cache
def modules() -> dict[str, Module]:
    paths = (path for face in FACES for path in (ROOT / "studio_app" / face).rglob("*.py"))
    read = (_module(path) for path in sorted(paths))
    return {one.name: one for one in read}


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text())
    imported = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return Module(
        ".".join(path.relative_to(ROOT).with_suffix("").parts),
        {one.name: one for one in tree.body if isinstance(one, Function)},
        {one.name: one for one in tree.body if isinstance(one, ast.ClassDef)},
        imported,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A function in its module, with the class that it is called on: a method may call what that one overrides."""

    module: Module
    function: Function
    owner: tuple[Module, ast.ClassDef] | None = None


def function_named(module: Module, name: str) -> Place | None:
    if name in module.functions:
        return Place(module, module.functions[name])
    home, original = module.imported.get(name, ("", ""))
    return function_named(modules()[home], original) if home in modules() else None


def class_named(module: Module, name: str) -> tuple[Module, ast.ClassDef] | None:
    if name in module.classes:
        return module, module.classes[name]
    home, original = module.imported.get(name, ("", ""))
    return class_named(modules()[home], original) if home in modules() else None


def line_of(owner: tuple[Module, ast.ClassDef]) -> Iterator[tuple[Module, ast.ClassDef]]:
    """The class and those that it inherits from, as far as they are of a face."""
    yield owner
    for base in owner[1].bases:
        found = class_named(owner[0], base.id) if isinstance(base, ast.Name) else None
        if found is not None:
            yield from line_of(found)


def method_named(owner: tuple[Module, ast.ClassDef], name: str) -> Place | None:
    for home, one in line_of(owner):
        for method in one.body:
            if isinstance(method, Function) and method.name == name:
                return Place(home, method, owner)
    return None


def meant(place: Place, node: ast.AST) -> Place | None:
    """The function of a face that is called, or handed on, by this name; a handler that is fired next is one, too."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return function_named(place.module, node.id)
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    if node.value.id == "self":
        return method_named(place.owner, node.attr) if place.owner else None
    owner = class_named(place.module, node.value.id)
    return method_named(owner, node.attr) if owner else None


def is_write(node: ast.AST) -> bool:
    """Whether a use case is handed to the runner here, or to an adapter that has it run between its own calls."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "to_thread":
        return isinstance(node.args[0], ast.Attribute) and node.args[0].attr != "read"
    return node.func.attr in _RUNNING


@dataclass(frozen=True, slots=True)
class Ways:
    """What is written on the longest way through to the end of a piece of code, and on the longest that leaves it."""

    through: Writes | None = ()
    left: Writes | None = None


def longest(*ways: Writes | None) -> Writes | None:
    return max((one for one in ways if one is not None), key=len, default=None)


class Reader:
    """Follows every way through a function and keeps the one on which most is written: each as its file and line."""

    def __init__(self) -> None:
        self._known: dict[tuple[Function, ast.ClassDef | None], Writes] = {}

    def writes(self, place: Place) -> Writes:
        key = (place.function, place.owner[1] if place.owner else None)
        if key not in self._known:
            self._known[key] = ()  # for one that calls itself
            ways = self._block(place, place.function.body)
            self._known[key] = longest(ways.through, ways.left) or ()
        return self._known[key]

    def _block(self, place: Place, body: list[ast.stmt]) -> Ways:
        way: Writes = ()
        left: Writes | None = None
        for one in body:
            ways = self._statement(place, one)
            if ways.left is not None:
                left = longest(left, way + ways.left)
            if ways.through is None:
                return Ways(None, left)
            way += ways.through
        return Ways(way, left)

    def _statement(self, place: Place, one: ast.stmt) -> Ways:
        match one:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                ways = Ways()  # counted where it is called
            case ast.If():
                ways = self._after(place, [one.test], self._either(place, one.body, one.orelse))
            case ast.Match():
                bodies = [case.body for case in one.cases]
                ways = self._after(place, [one.subject], self._either(place, *bodies, []))
            case ast.For() | ast.AsyncFor() | ast.While():
                head = one.test if isinstance(one, ast.While) else one.iter
                ways = self._after(place, [head], self._again(place, one.body))
            case ast.With() | ast.AsyncWith():
                ways = self._after(place, [item.context_expr for item in one.items], self._block(place, one.body))
            case ast.Try():
                ways = self._tried(place, one)
            case ast.Return() | ast.Raise() | ast.Break() | ast.Continue():
                ways = Ways(None, self._expression(place, one))
            case _:
                ways = Ways(self._expression(place, one))
        return ways

    def _either(self, place: Place, *bodies: list[ast.stmt]) -> Ways:
        ways = [self._block(place, body) for body in bodies]
        return Ways(longest(*(one.through for one in ways)), longest(*(one.left for one in ways)))

    def _again(self, place: Place, body: list[ast.stmt]) -> Ways:
        """A loop: what is written in it is written more than once."""
        ways = self._block(place, body)
        most = longest(ways.through, ways.left) or ()
        return Ways(most + most, ways.left)

    def _tried(self, place: Place, one: ast.Try) -> Ways:
        body = self._block(place, one.body)
        most = longest(body.through, body.left) or ()
        refused = [self._block(place, handler.body) for handler in one.handlers]
        # what raises is rolled back by itself; what was written before it stays
        through = [most[:-1] + ways.through for ways in refused if ways.through is not None]
        left = [most[:-1] + ways.left for ways in refused if ways.left is not None]
        if body.through is not None:
            after = self._block(place, one.orelse)
            through += [body.through + after.through] if after.through is not None else []
            left += [body.through + after.left] if after.left is not None else []
        lastly = self._block(place, one.finalbody).through or ()
        ended = longest(*through)
        return Ways(None if ended is None else ended + lastly, longest(body.left, *left))

    def _after(self, place: Place, first: list[ast.expr], then: Ways) -> Ways:
        written = sum((self._expression(place, one) for one in first), ())
        through = None if then.through is None else written + then.through
        return Ways(through, None if then.left is None else written + then.left)

    def _expression(self, place: Place, node: ast.AST) -> Writes:
        if isinstance(node, ast.Lambda):
            return ()
        written: Writes = ()
        called = meant(place, node)
        if called is not None:
            written = self.writes(called)
        elif is_write(node):
            written = (f"{place.module.name}:{getattr(node, 'lineno', 0)}",)
        return sum((self._expression(place, one) for one in ast.iter_child_nodes(node)), written)


def is_asked(function: Function) -> bool:
    """Whether a person's press, or a request, comes in here: a handler of an event or a route."""
    decorators = (ast.unparse(one) for one in function.decorator_list)
    return any(one.startswith(("rx.event", "router.", "rest.")) for one in decorators)


def asked() -> dict[str, Place]:
    """Every handler and route by its name; a handler that is inherited, once for each state that has it."""
    found: dict[str, Place] = {}
    for name, module in modules().items():
        inside = name.removeprefix("studio_app.")
        found |= {f"{inside}.{key}": Place(module, one) for key, one in module.functions.items() if is_asked(one)}
        for key, state in module.classes.items():
            owner = (module, state)
            methods = {one.name for _, of in line_of(owner) for one in of.body if isinstance(one, Function)}
            for method in methods:
                place = method_named(owner, method)
                if place is not None and is_asked(place.function):
                    found[f"{inside}.{key}.{method}"] = place
    return found


ACTS = asked()
_READER = Reader()
WRITTEN = {name: _READER.writes(place) for name, place in ACTS.items()}


class TestAct:
    def test_is_found_wherever_one_is_asked_for(self) -> None:
        assert len(ACTS) > 250
        assert sum(1 for written in WRITTEN.values() if written) > 120

    def test_is_one_transaction(self) -> None:
        assert {name: written for name, written in WRITTEN.items() if len(written) > 1 and name not in TWICE} == {}

    @pytest.mark.parametrize("name", sorted(TWICE))
    def test_with_two_still_has_them(self, name: str) -> None:
        assert len(WRITTEN[name]) > 1, f"{name} needs no reason any more"
