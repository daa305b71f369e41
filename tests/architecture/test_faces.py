"""Faces hold no SQL and no rows: what the import contracts cannot see of it.

The contracts forbid faces to import tables. Here: no face opens the session of a unit of work, and nothing that a face
takes from the domain gives it a row.
"""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FACES = ("workspace", "portal", "api")
WORK = ("studio_app.domain.work", "Work")
"""The unit of work itself has what it recorded; that its session stays shut is looked at apart."""
Names = frozenset[tuple[str, str]]
"""What modules define: each by its module and its name."""


def parsed(path: Path) -> tuple[str, ast.Module]:
    """The dotted name of a file, and what stands in it."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts), ast.parse(path.read_text())


@dataclass(frozen=True, slots=True)
class Room:
    """A module of the domain: what it defines, and what each name in it stands for."""

    name: str
    classes: list[ast.ClassDef]
    functions: list[ast.FunctionDef]
    known: dict[str, tuple[str, str]]


@functools.cache
def domain() -> tuple[Room, ...]:
    return tuple(room(path) for path in sorted((ROOT / "studio_app" / "domain").rglob("*.py")))


def room(path: Path) -> Room:
    name, tree = parsed(path)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return Room(name, classes, functions, imported(tree) | {node.name: (name, node.name) for node in classes})


def faces() -> Iterator[tuple[str, ast.Module]]:
    for face in FACES:
        yield from (parsed(path) for path in sorted((ROOT / "studio_app" / face).rglob("*.py")))


def imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """What each imported name is, by its module and its name there."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def is_table(node: ast.ClassDef) -> bool:
    return any(one.arg == "table" and ast.unparse(one.value) == "True" for one in node.keywords)


@functools.cache
def rows() -> Names:
    """Every class whose values are rows."""
    return frozenset((one.name, node.name) for one in domain() for node in one.classes if is_table(node))


def speaks_of(annotation: ast.expr | None, known: dict[str, tuple[str, str]], wanted: Names) -> bool:
    """Whether a type has one of the wanted ones in it."""
    if annotation is None:
        return False
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    return any(known.get(one.id) in wanted for one in ast.walk(annotation) if isinstance(one, ast.Name))


@functools.cache
def giving_rows() -> Names:
    """Every function that returns rows, or values with rows in them, and the classes of such values."""
    found: set[tuple[str, str]] = set()
    while True:
        wanted, before = rows() | found, len(found)
        for one in domain():
            returning = {node.name for node in one.functions if speaks_of(node.returns, one.known, wanted)}
            holding = {node.name for node in one.classes if not is_table(node) and holds(node, one.known, wanted)}
            found |= {(one.name, name) for name in returning | holding} - {WORK}
        if len(found) == before:
            return frozenset(found)


def holds(node: ast.ClassDef, known: dict[str, tuple[str, str]], wanted: Names) -> bool:
    """Whether a field of the class is of one of the wanted types."""
    return any(speaks_of(one.annotation, known, wanted) for one in node.body if isinstance(one, ast.AnnAssign))


def taken_rows(tree: ast.Module) -> set[str]:
    """The names by which a face takes rows from the domain."""
    return {name for name, origin in imported(tree).items() if origin in giving_rows() | rows()}


def opened_sessions(tree: ast.Module) -> set[int]:
    """The lines in which the session of a unit of work is opened."""
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "session"
        and ast.unparse(node.value).rpartition(".")[2] == "work"
    }


class TestFaces:
    def test_take_no_rows_from_the_domain(self) -> None:
        assert {name: found for name, tree in faces() if (found := taken_rows(tree))} == {}

    def test_open_no_session(self) -> None:
        assert {name: found for name, tree in faces() if (found := opened_sessions(tree))} == {}


class TestThisTest:
    """What it looks for, it finds."""

    def test_knows_the_rows(self) -> None:
        assert ("studio_app.domain.deals.models", "Deal") in rows()
        assert len(rows()) > 50

    @pytest.mark.parametrize(
        "line",
        [
            "from studio_app.domain.deals.models import Deal",
            "from studio_app.domain.deals.moves import get_deal",
            "from studio_app.domain.proposals.queries import accepted_proposal as sold",
            "from studio_app.domain.clients.directory import find_or_add",
        ],
    )
    def test_finds_whoever_takes_a_row(self, line: str) -> None:
        assert taken_rows(ast.parse(line))

    def test_finds_an_opened_session(self) -> None:
        assert opened_sessions(ast.parse("def _names(work):\n    return run.work.session.exec(work.session)")) == {2}

    def test_lets_frozen_values_through(self) -> None:
        assert not taken_rows(ast.parse("from studio_app.domain.deals.details import DealDetails, deal_details"))
