"""What the pages of the docs name stands in the tree; links lead somewhere; decisions say by which they are superseded.

By which rule a name is known stands in `naming`. Superseded decisions tell of former times and are left out.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.naming import BLOCK, ROOT, WORD, known, names

DECISIONS = ROOT / "docs" / "decisions"
SUPERSEDED = re.compile(r"^\*\*Superseded by \[(?P<number>\d{4})\]\((?P<page>[\w.-]+)\)\.?\*\*", re.MULTILINE)
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if not (page.parent == DECISIONS and SUPERSEDED.search(page.read_text()))
)
_REPLACES = re.compile(r"^Takes the place of (\d{4})", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s#]*)(#[^)\s]*)?\)")


@cache
def _anchors(page: Path) -> frozenset[str]:
    heads = re.findall(r"^#+ (.+)$", BLOCK.sub("", page.read_text()), re.MULTILINE)
    return frozenset("#" + re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)


def _title(page: Path) -> str:
    return str(page.relative_to(ROOT))


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=_title)
    def test_name_what_is_there(self, page: Path) -> None:
        assert [word for word in names(page.read_text()) if not known(word, page)] == []

    @pytest.mark.parametrize("page", PAGES, ids=_title)
    def test_link_to_what_is_there(self, page: Path) -> None:
        lost = []
        for target, anchor in _LINK.findall(WORD.sub("", BLOCK.sub("", page.read_text()))):
            found = (page.parent / target).resolve() if target else page
            if not found.exists() or (anchor and anchor not in _anchors(found)):
                lost.append(target + anchor)
        assert lost == []

    @pytest.mark.parametrize(
        "word",
        [
            "workspace/gone.py",
            "docs/nothing.md",
            "gone.po",
            "invoices/owed.nothing",
            "tests/test_config.py::TestNothing",
            "core.clock.NOTHING",
            "DbosJobs.nothing_of_it",
            "deals.nothing",
            "tests/nowhere/*.py",
        ],
    )
    def test_are_caught_where_it_is_not(self, word: str) -> None:
        assert list(names(f"see `{word}`")) == [word]
        assert not known(word)

    @pytest.mark.parametrize(
        "word",
        [
            "workspace/gate.py",
            "workspace/gate",
            "payments/ends",
            "locales/<language>/contract.po",
            "invoices/owed.gone_back",
            "tests/test_config.py::TestSecretKey",
            "core.clock.SLACK",
            "DbosJobs._hurry",
            "payments.outdated",
            "sign_in.title",
            "accept_lead",
        ],
    )
    def test_may_name_what_is(self, word: str) -> None:
        assert list(names(f"see `{word}`")) == [word]
        assert known(word)

    def test_may_show_what_is_no_name(self) -> None:
        assert list(names("`1e3`, `/d/{token}`, `make test`, `03/10/2026`, `a = b`\n```\n`gone.po`\n```\n")) == []


class TestDecisions:
    def test_are_numbered_without_a_hole_or_a_double(self) -> None:
        numbers = [int(page.name[:4]) for page in DECISIONS.glob("*.md")]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def test_that_are_superseded_and_those_that_take_their_place_name_each_other(self) -> None:
        pages = {page.name[:4]: page for page in DECISIONS.glob("*.md")}
        texts = {number: page.read_text() for number, page in pages.items()}
        by = {number: found["number"] for number, text in texts.items() if (found := SUPERSEDED.search(text))}
        assert {number for number, text in texts.items() if "**Superseded" in text} == set(by)
        assert {(old, new) for new, text in texts.items() for old in _REPLACES.findall(text)} == set(by.items())
        assert all(f"]({pages[new].name})" in texts[old] for old, new in by.items())
