"""What a dry run gets to draw, whatever the file holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from studio_app.adapters.texts.catalogue import translate

S = TypeVar("S", bound=StrEnum)
_WIDTH = 40  # characters of a heading to choose


@dataclass(frozen=True)
class Count:
    """How many rows are in a state."""

    state: str
    word: str
    colour: str
    count: int


@dataclass(frozen=True)
class Row:
    """A row of a dry run: whom it is about, and what happens to it."""

    who: str
    detail: str
    word: str
    colour: str
    note: str


@dataclass(frozen=True)
class Column:
    """A thing to be found in the file, and where it is taken from (-1: nowhere)."""

    name: str
    word: str
    at: str


@dataclass(frozen=True)
class Ask:
    """One thing about the file: what was taken, what may be chosen; `sentence` where a person has to."""

    about: str
    word: str
    value: str
    options: list[list[str]]  # value, words
    sentence: str = ""


@dataclass(frozen=True)
class Plan:
    """The dry run of the uploaded file; `problem` in its place when it cannot be read."""

    file_name: str = ""
    digest: str = ""  # of the file, by which it is known again when it is confirmed
    problem: str = ""
    takes: int = 0  # rows that an import would take in
    open: int = 0  # questions that a person has to answer first
    asks: list[Ask] = field(default_factory=list[Ask])
    counts: list[Count] = field(default_factory=list[Count])
    hidden: int = 0
    columns: list[Column] = field(default_factory=list[Column])
    headings: list[list[str]] = field(default_factory=list[list[str]])  # place, words


def count_views(counts: Mapping[S, int], *, words: str, colours: Mapping[S, str], locale: str) -> list[Count]:
    """How many are in each state, in the order of the states; `words` is what the keys of their names begin with."""
    order = {state: at for at, state in enumerate(colours)}
    return [
        Count(state.value, translate(locale, f"{words}.{state.value}"), colours[state], counts[state])
        for state in sorted(counts, key=order.__getitem__)
    ]


def column_views(names: Iterable[str], places: Mapping[str, int], *, words: str, locale: str) -> list[Column]:
    """What is looked for, and where it was found."""
    return [Column(name, translate(locale, f"{words}.{name}"), str(places.get(name, -1))) for name in names]


def heading_views(headings: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> list[list[str]]:
    """The columns to choose from, by their place; an unnamed one shows what is in it."""
    first = rows[0][1] if rows else ()
    width = max(len(headings), len(first))
    names = [*headings, *[""] * (width - len(headings))]
    return [
        [str(at), (name or (first[at] if at < len(first) else "") or str(at + 1))[:_WIDTH]]
        for at, name in enumerate(names)
    ]
