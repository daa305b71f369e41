"""The glossary and the picture of the house keep up with the rooms and screens that there are."""

import re
import tomllib
from pathlib import Path

from tests.architecture.naming import ROOT, WORD, is_in_module

SCREENS = "studio_app/workspace/screens.py"


class TestGlossary:
    def test_says_where_each_word_lives(self) -> None:
        wrong = [
            (row[0], word)
            for row in _glossary()
            for cell, place in ((row[3], "domain"), (row[4], "workspace"))
            for word in WORD.findall(cell)
            if not any(_stands(ROOT / "studio_app" / base / word) for base in (place, ".")) and not is_in_module(word)
        ]
        assert wrong == []

    def test_has_a_word_in_both_languages_and_a_sentence_for_each(self) -> None:
        assert [row[0] for row in _glossary() if not (re.search("[а-яё]", row[1]) and row[2].endswith("."))] == []

    def test_tells_of_every_room(self) -> None:
        cells = [*(row[3] for row in _glossary()), _house()]
        told = {part for cell in cells for word in WORD.findall(cell) for part in re.split(r"[/.]", word)}
        untold = {name for names in _ladder() for name in names} - told
        assert untold == set(), "each room stands in a row of docs/glossary.md"

    def test_tells_of_every_screen(self) -> None:
        screens = set(re.findall(r"studio_app\.workspace\.(\w+) import", (ROOT / SCREENS).read_text()))
        told = {word.split("/")[0] for row in _glossary() for word in WORD.findall(row[4])}
        assert screens - told == {"not_found"}, "each screen stands in a row of docs/glossary.md, in its last column"


def _glossary() -> list[list[str]]:
    """The rows about words of the business: word, Russian, meaning, room, screen."""
    lines = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows if len(row) == 5 and row[0] != "word"]


def _house() -> str:
    return (ROOT / "docs" / "glossary.md").read_text().partition("## Words of the house")[2]


def _stands(place: Path) -> bool:
    return place.exists() or place.with_name(f"{place.name}.py").exists()


def _ladder() -> list[list[str]]:
    """The rooms of the import contract, from the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers" and ".domain." in one["layers"][0])
    return [[name.rpartition(".")[2] for name in layer.split(" | ")] for layer in layers]


class TestArchitecture:
    def test_draws_the_ladder_of_the_import_contract(self) -> None:
        text = (ROOT / "docs" / "architecture.md").read_text()
        drawn = [re.split(r"\s{2,}", line.strip(" │"))[0] for line in text.splitlines() if line.startswith("   │ ")]
        assert [line.split(" | ") for line in drawn] == _ladder()
