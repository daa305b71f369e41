"""The style sheets: no rule for what is not there, and colours, sizes of text, corners and shadows by tokens.

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
SHEETS = sorted(ASSETS.glob("*.css"))
TOKENS = ASSETS / "tokens.css"
PAPER = ASSETS / "documents.css"  # goes to WeasyPrint alone: it has tokens of its own, and paper its sizes in points
PALETTES = {TOKENS.name, PAPER.name, "workspace.css", "portal.css", "forms.css"}
"""Where colours have their names; the workspace has its from Radix, and darkens some."""
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
        ("payments.css", "background: #fff"),
    },
    "the margin of a page knows no variables": {
        ("documents.css", "color: #5f636d"),
    },
    "as round as it is high, or as the sign that it makes": {
        ("board.css", "border-radius: 9px"),
        ("forms.css", "border-radius: 22px"),
        ("outbox.css", "border-radius: 16px"),
        ("outbox.css", "border-radius: 20px"),
        ("payments.css", "border-radius: 11px"),
        ("payments.css", "border-radius: 11px 11px 0 0"),
        ("payments.css", "border-radius: 999px"),
    },
    "a line around or beside, no shadow": {
        ("board.css", "box-shadow: 0 0 0 3px var(--green-4)"),
        ("board.css", "box-shadow: 0 0 0 5px var(--green-3)"),
        ("board_table.css", "box-shadow: 1px 0 0 var(--gray-4)"),
        ("workspace.css", "box-shadow: inset 0 0 0 1px var(--red-8)"),
    },
}
"""What stands outside of the tokens, by the reason."""
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", re.IGNORECASE)
_SIZED = re.compile(r"font-size|font|border-(\w+-\w+-)?radius|box-shadow")
_LENGTH = re.compile(r"\d(?:px|em|rem|pt|mm)\b")
_RULE = re.compile(r"([^{};]+)\{")
_DECLARATION = re.compile(r"(?<![\w-])(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+)(?=[;}])")
_WORDS = re.compile(r"[\w-]+")


def _plain(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)


def _classes(sheet: Path) -> set[str]:
    selectors = [
        one for one in _RULE.findall(re.sub(r"\"[^\"]*\"", "", _plain(sheet))) if not one.strip().startswith("@")
    ]
    return {name for selector in selectors for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)}


def _texts() -> Iterator[str]:
    for path in (ROOT / "studio_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in [*ASSETS.rglob("*.js"), *ASSETS.rglob("*.jsx")]:
        code = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(), flags=re.MULTILINE)
        yield from re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", code)
    for path in (ROOT / "templates").rglob("*.html"):
        yield from re.findall(r"\"[^\"]*\"|'[^']*'", path.read_text())


@cache
def _named() -> frozenset[str]:
    return frozenset(word for text in _texts() for word in _WORDS.findall(text))


def _is_there(name: str) -> bool:
    if name in _named() or OF_LIBRARIES.match(name):
        return True
    return any(name.startswith(start) and name.removeprefix(start) in _named() for start in PUT_TOGETHER)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
class TestSheets:
    def test_have_no_rule_for_what_is_not_there(self, sheet: Path) -> None:
        assert sorted(name for name in _classes(sheet) if not _is_there(name)) == []

    def test_take_colours_sizes_corners_and_shadows_from_tokens(self, sheet: Path) -> None:
        known = set().union(*ALLOWED.values())
        found = {
            (sheet.name, f"{name}: {value.strip()}")
            for name, value in _DECLARATION.findall(_plain(sheet))
            if not _is_token(sheet, name) and (_COLOUR.search(value) or _is_sized(sheet, name, value))
        }
        assert found - known == set()
        assert {one for one in known if one[0] == sheet.name} <= found, "allowed, but not there any more"


def _is_token(sheet: Path, name: str) -> bool:
    return name.startswith("--") and sheet.name in PALETTES


def _is_sized(sheet: Path, name: str, value: str) -> bool:
    return sheet != PAPER and bool(_SIZED.fullmatch(name) and _LENGTH.search(value))


@pytest.mark.parametrize(("start", "file"), PUT_TOGETHER.items())
def test_what_is_put_together_is_put_together_there(start: str, file: str) -> None:
    assert re.search(rf"{start}\{{", (ROOT / file).read_text())


def test_each_token_is_used() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS.read_text()))
    everywhere = "".join(sheet.read_text() for sheet in SHEETS) + "".join(_texts())
    assert {name for name in defined if f"var({name})" not in everywhere} == set()


def test_each_sheet_is_loaded_by_somebody() -> None:
    loaded = set(re.findall(r"/([\w]+\.css)", "\n".join(_texts())))
    assert {sheet.name for sheet in SHEETS} - loaded - {PAPER.name} == set()
