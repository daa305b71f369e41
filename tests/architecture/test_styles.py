"""The style sheets: one for each screen, no rule for what is not there, colours, sizes and spaces by tokens.

A class is there where a text of Python, a script or a template names it as a whole word. What is put together from
pieces stands below, with the file that does it.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
WORKSPACE = ROOT / "studio_app" / "workspace"
SHEETS = sorted(ASSETS.rglob("*.css"))
TOKENS = ASSETS / "tokens.css"
PAPER = ASSETS / "documents.css"  # goes to WeasyPrint alone: it has tokens of its own, and paper its sizes in points
PALETTES = {TOKENS.name, PAPER.name, "workspace.css", "portal.css", "portal/forms.css"}
"""Where colours have their names; the workspace has its from Radix, and darkens some."""
SHARED = {
    "tokens.css": "every page",
    "workspace.css": "every screen of the workspace",
    "documents.css": "documents, on a screen and on paper",
    "portal.css": "the client's pages and the reference of the API",
    "portal/forms.css": "the lead form and the brief",
    "portal/payments.css": "an invoice that is paid, its receipt, the page of the demo provider",
    "reference.css": "the reference of the API",
}
"""Sheets that are no screen's of the workspace, and what they are for."""
SCREENS: dict[str, tuple[str, ...]] = {
    "account.css": ("confirmation", "shell.py"),
    "board.css": (),
    "calculator.css": (),
    "clients.css": ("contacts", "handover"),
    "dashboard.css": (),
    "deal.css": ("contacts", "contract", "document_editor", "history"),
    "forms.css": (),
    "imports.css": ("uploads",),
    "incoming.css": ("letters",),
    "invoices.css": (),
    "outbox.css": (),
    "payments.css": (),
    "search.css": (),
    "settings.css": (),
    "statements.css": ("uploads",),
    "uploads.css": (),
}
"""The sheet of each screen, and what it draws beside the screen of its name."""
PUT_TOGETHER = {
    "calc-cell-": "studio_app/workspace/calculator/lines.py",
    "calc-head-": "studio_app/workspace/calculator/lines.py",
    "document-": "templates/documents/base.html",
    "offers-": "templates/documents/proposal.html",
    "only-": "templates/portal/actions/contract.html",
    "pay-plan-": "templates/portal/actions/invoice_status.html",
    "pay-status-": "templates/portal/actions/invoice_status.html",
}
OF_LIBRARIES = re.compile(r"rt-|radix-themes$|recharts-")
ALLOWED = {
    "a code is read by machines: dark on white, whatever the theme": {
        ("documents.css", "background: #fff"),
        ("portal/payments.css", "background: #fff"),
    },
    "the margin of a page knows no variables": {
        ("documents.css", "color: #5f636d"),
    },
    "as round as it is high, or as the sign that it makes": {
        ("board.css", "border-radius: 9px"),
        ("portal/forms.css", "border-radius: 22px"),
        ("outbox.css", "border-radius: 16px"),
        ("outbox.css", "border-radius: 20px"),
        ("portal/payments.css", "border-radius: 11px"),
        ("portal/payments.css", "border-radius: 11px 11px 0 0"),
        ("portal/payments.css", "border-radius: 999px"),
    },
    "as far in as the words that it stands under": {
        ("calculator.css", "padding: 0 8px 4px 38px"),
    },
    "room for what lies over it": {
        ("board.css", "padding: 6px 40px 6px 8px"),
        ("portal.css", "padding-bottom: 80px"),
        ("portal/forms.css", "padding-right: 36px !important"),
        ("portal/payments.css", "padding-bottom: 96px"),
    },
    "the middle of a line of words": {
        ("portal/forms.css", "margin-top: 3px"),
    },
    "a line that shows through": {
        ("board.css", "gap: 1px"),
    },
    "a line around or beside, no shadow": {
        ("board.css", "box-shadow: 0 0 0 3px var(--green-4)"),
        ("board.css", "box-shadow: 0 0 0 5px var(--green-3)"),
        ("board.css", "box-shadow: 1px 0 0 var(--gray-4)"),
        ("workspace.css", "box-shadow: inset 0 0 0 1px var(--red-8)"),
    },
}
"""What stands outside of the tokens, by the reason."""
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", re.IGNORECASE)
_SIZED = re.compile(r"font-size|font|border-(\w+-\w+-)?radius|box-shadow")
_LENGTH = re.compile(r"\d(?:px|em|rem|pt|mm)\b")
_SPACED = re.compile(r"(?:margin|padding)(?:-\w+){0,2}|(?:row-|column-)?gap")
_SPACE = re.compile(r"(?:[1-9]\d*|\.\d+)(?:px|em|rem|pt|mm)\b")  # no space needs no token
_RULE = re.compile(r"([^{};]+)\{")
_DECLARATION = re.compile(r"(?<![\w-])(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+)(?=[;}])")
_COMMA = re.compile(r",(?![^(]*\))")
_STEP = re.compile(r"(?:from|to|\d+%)")  # of an animation
_WORDS = re.compile(r"[\w-]+")


def _plain(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)


def _name(sheet: Path) -> str:
    return sheet.relative_to(ASSETS).as_posix()


def _selectors(sheet: Path) -> list[str]:
    rules = _RULE.findall(re.sub(r"\"[^\"]*\"", "", _plain(sheet)))
    each = [one.strip() for rule in rules if "@" not in rule for one in _COMMA.split(rule)]
    return [one for one in each if not _STEP.fullmatch(one)]


def _classes(sheet: Path) -> set[str]:
    return {name for selector in _selectors(sheet) for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)}


def _texts() -> Iterator[str]:
    for folder in (ROOT / "studio_app", ASSETS, ROOT / "templates"):
        yield from _texts_in(folder)


def _texts_in(*places: Path) -> Iterator[str]:
    for path in (one for place in places for one in ([place] if place.is_file() else place.rglob("*"))):
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
        elif path.suffix in {".js", ".jsx"}:
            code = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(), flags=re.MULTILINE)
            yield from re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", code)
        elif path.suffix == ".html":
            yield from re.findall(r"\"[^\"]*\"|'[^']*'", path.read_text())


@cache
def _named() -> frozenset[str]:
    return frozenset(word for text in _texts() for word in _WORDS.findall(text))


def _named_by(sheet: str) -> frozenset[str]:
    places = [
        place
        for part in (sheet.removesuffix(".css"), *SCREENS[sheet])
        for place in (WORKSPACE / part, ASSETS / part, ASSETS / f"{part}.js")
    ]
    return frozenset(word for text in _texts_in(*places) for word in _WORDS.findall(text))


def _is_known(name: str) -> bool:
    return bool(OF_LIBRARIES.match(name)) or _is_there(name, _named())


def _is_there(name: str, named: frozenset[str]) -> bool:
    if name in named:
        return True
    return any(name.startswith(start) and name.removeprefix(start) in named for start in PUT_TOGETHER)


@pytest.mark.parametrize("sheet", SHEETS, ids=_name)
class TestSheets:
    def test_have_no_rule_for_what_is_not_there(self, sheet: Path) -> None:
        assert sorted(name for name in _classes(sheet) if not _is_known(name)) == []

    def test_take_colours_sizes_corners_shadows_and_spaces_from_tokens(self, sheet: Path) -> None:
        known = set().union(*ALLOWED.values())
        found = {
            (_name(sheet), f"{name}: {value.strip()}")
            for name, value in _DECLARATION.findall(_plain(sheet))
            if not _is_token(sheet, name) and (_COLOUR.search(value) or _is_sized(sheet, name, value))
        }
        assert found - known == set()
        assert {one for one in known if one[0] == _name(sheet)} <= found, "allowed, but not there any more"


def _is_token(sheet: Path, name: str) -> bool:
    return name.startswith("--") and _name(sheet) in PALETTES


def _is_sized(sheet: Path, name: str, value: str) -> bool:
    if sheet == PAPER:
        return False
    length = _LENGTH if _SIZED.fullmatch(name) else _SPACE if _SPACED.fullmatch(name) else None
    return length is not None and length.search(value) is not None


@pytest.mark.parametrize(("start", "file"), PUT_TOGETHER.items())
def test_what_is_put_together_is_put_together_there(start: str, file: str) -> None:
    assert re.search(rf"{start}\{{", (ROOT / file).read_text())


def test_each_token_is_used() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS.read_text()))
    everywhere = "".join(sheet.read_text() for sheet in SHEETS) + "".join(_texts())
    assert {name for name in defined if f"var({name})" not in everywhere} == set()


def test_each_sheet_is_loaded_by_somebody() -> None:
    loaded = set(re.findall(r"/([\w/]+\.css)", "\n".join(_texts())))
    assert {_name(sheet) for sheet in SHEETS} - loaded - {_name(PAPER)} == set()


def test_each_sheet_is_a_screens_or_a_shared_one() -> None:
    assert sorted(map(_name, SHEETS)) == sorted([*SHARED, *SCREENS])


@pytest.mark.parametrize("sheet", SCREENS)
def test_a_screens_sheet_is_about_that_screen(sheet: str) -> None:
    named = _named_by(sheet)
    foreign = [
        selector
        for selector in _selectors(ASSETS / sheet)
        if not any(_is_there(name, named) for name in re.findall(r"[.#](-?[a-zA-Z_][\w-]*)", selector))
    ]
    assert foreign == [], "a shared sheet or another screen's is the place for these"
