"""The font families of documents, which characters each can draw, and which of a text none can."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A pinned font: its name in stylesheets and a file by weight."""

    name: str
    files: Mapping[int, str]


def _noto(script: str) -> Family:
    return Family(f"Noto Sans {script}", {400: f"NotoSans{script}-Regular.ttf", 700: f"NotoSans{script}-Bold.ttf"})


FAMILIES = (
    Family("Inter", {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf", 700: "Inter-Bold.ttf"}),
    _noto("Arabic"),
    _noto("Armenian"),
    _noto("Georgian"),
    _noto("Hebrew"),
    Family("Noto Emoji", {400: "NotoEmoji-Regular.ttf"}),
)
"""In the order of the font stack in assets/documents.css; the first one is for every document."""


def families_for(text: str) -> tuple[Family, ...]:
    """The first family, and of the others those that draw what it cannot: loading them all takes time."""
    first, *others = FAMILIES
    missing = set(map(ord, text)) - characters_of(first)
    return (first, *(family for family in others if not missing.isdisjoint(characters_of(family))))


@cache
def characters_of(family: Family) -> frozenset[int]:
    """The code points that the family has a glyph for in every weight, by the tables of its files."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  a tenth of a second, for nothing but the first document

    tables: list[frozenset[int]] = []
    for name in family.files.values():
        with TTFont(FOLDER / name, lazy=True) as font:
            tables.append(frozenset(font.getBestCmap() or ()))
    return frozenset.intersection(*tables)


@cache
def drawn_characters() -> frozenset[int]:
    """All code points that a document can show."""
    return frozenset[int]().union(*(characters_of(family) for family in FAMILIES))
