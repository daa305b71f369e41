"""Events are types: one a kind, each recorded, told or silent, and followed by those who take it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest

from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.domain.deals.history import _KINDS as FILTERS
from studio_app.domain.deals.history import TAKEN_BACK
from studio_app.domain.timeline.events import live
from studio_app.domain.timeline.events.base import Event, InStudio
from studio_app.domain.timeline.events.every import TYPES
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.reactions import reactions
from studio_app.workspace.history.panel import _ICONS as ICONS
from studio_app.workspace.history.sentences import HIDDEN, describe

ROOT = Path(__file__).parents[2]
KINDS = ROOT / "studio_app" / "domain" / "timeline" / "events"
# words of payment providers, which happen to be ours, too
FOREIGN = {
    "studio_app/adapters/payments/demo/play.py",
    "studio_app/adapters/payments/stripe/check.py",
    "tests/adapters/payments/stripe/server.py",
}
COUNTED = {"deal.tasks_along": EventKind.TASK_HANDED_OVER}
"""Sentences that count, so that they stand under another key."""

READING = {"isinstance", "issubclass", "newest", "recorded_as", "recorded_events"}
"""What takes types and records none."""


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text())


def subclasses(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses(one)


def is_silent(what: type[Event]) -> bool:
    """Whether the history of a deal need not tell it."""
    silent = what.kind in HIDDEN or what in TAKEN_BACK or issubclass(what, InStudio)
    return silent or what.__module__ == live.__name__


class TestKinds:
    def test_have_one_type_each(self) -> None:
        owners = [one.kind for one in subclasses(Event) if "kind" in vars(one)]
        assert sorted(owners) == sorted(EventKind)
        assert set(TYPES) == set(EventKind)

    @pytest.mark.parametrize("kind", EventKind)
    def test_name_their_type(self, kind: EventKind) -> None:
        assert TYPES[kind].__name__ == "".join(word.capitalize() for word in kind.replace(".", "_").split("_"))

    def test_are_written_nowhere_else(self) -> None:
        found = [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
            for path, tree in trees("studio_app", "tests", "benchmarks")
            if KINDS not in path.parents and path.relative_to(ROOT).as_posix() not in FOREIGN
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node.value in TYPES
        ]
        assert found == []


class TestTypes:
    def test_are_made_somewhere(self) -> None:
        """As a call, or from a table of types in a module that records them."""
        made: set[str] = set()
        for path, tree in trees("studio_app"):
            if KINDS in path.parents:
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    made.add(node.func.id)
                if isinstance(node, ast.Dict):
                    made |= {one.id for one in node.values if isinstance(one, ast.Name)}
                if isinstance(node, ast.IfExp):
                    made |= {one.id for one in (node.body, node.orelse) if isinstance(one, ast.Name)}
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in READING:
                    given = [*node.args, *(word.value for word in node.keywords)]
                    made |= {one.id for one in given if isinstance(one, ast.Name)}
        never = {one.__name__ for one in TYPES.values()} - made
        assert never == set(), "no use case records them"

    @pytest.mark.parametrize("what", TYPES.values())
    def test_are_told_or_silent(self, what: type[Event]) -> None:
        keys = [f"timeline.{what.kind}", *(key for key, kind in COUNTED.items() if kind is what.kind)]
        words = [key for key in keys for locale in LOCALES if key in catalogue(locale)]
        if is_silent(what):
            assert words == [], "it is among the silent ones, so it has no sentence"
            return
        assert len(words) == len(LOCALES), f"it lacks {keys[0]} in a language, or a place among HIDDEN"
        assert describe.dispatch(what) is not describe.dispatch(Event), "no function of sentences.py tells it"


TOLD = sorted({what.kind.noun for what in TYPES.values() if not is_silent(what)})


class TestHistory:
    @pytest.mark.parametrize("noun", TOLD)
    def test_has_an_icon_for_what_it_tells(self, noun: str) -> None:
        assert noun in dict(ICONS)

    @pytest.mark.parametrize("noun", TOLD)
    def test_finds_by_a_filter_what_it_tells(self, noun: str) -> None:
        assert noun in {kind.noun for kinds in FILTERS.values() for kind in kinds}


class TestSubscriptions:
    @pytest.mark.parametrize("what", reactions())
    def test_are_of_reactions_that_take_the_type(self, what: type[Event]) -> None:
        assert what in TYPES.values()
        for reaction in reactions()[what]:
            hints = get_type_hints(reaction)
            assert "recorded" in hints, f"{reaction} takes work, and recorded: Recorded[…]"
            (taken,) = get_args(hints["recorded"])
            assert issubclass(what, tuple(alternatives(taken))), (reaction, taken)


def alternatives(hint: Any) -> list[type]:
    return [one for one in get_args(hint) or (hint,) if one is not NoneType]
