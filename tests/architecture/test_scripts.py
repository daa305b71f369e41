"""The browser's scripts: all of them are linted and type-checked, so they stand in files of their own.

What stands in a template or in a text of Python is seen by neither check. There a script is one expression at most.
"""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECKS = ROOT / "tools" / "browser"
OF_OTHERS = {"node_modules", "external", "data"}
SUFFIXES = {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"}
TYPES_ONLY = ".d.ts"  # nothing in it runs: there is nothing to lint
FOR_SITES_OF_OTHERS = {"following"}
"""Functions that make a line for a page that is not ours."""
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<[a-z][^>]*\son[a-z]+=|javascript:", re.IGNORECASE)
_LEFT_BY_SCRIPTS = re.compile(r"\bwindow\.(studio\w+)")


def _scripts() -> Iterator[Path]:
    for place, folders, names in os.walk(ROOT):
        folders[:] = [one for one in folders if one not in OF_OTHERS and not one.startswith(".")]
        yield from (Path(place) / name for name in sorted(names) if Path(name).suffix in SUFFIXES)


def _matched(patterns: list[str], folder: Path) -> set[Path]:
    """The files that the patterns of a setting name, as the checks understand them."""
    plain = [(folder / pattern).resolve() for pattern in patterns]
    return {path for one in plain for path in ROOT.glob(one.relative_to(ROOT).as_posix())}


def _settings() -> dict[str, list[str]]:
    text = re.sub(r"^\s*//.*$", "", (CHECKS / "tsconfig.json").read_text(), flags=re.MULTILINE)
    return json.loads(text)


def test_each_script_is_type_checked() -> None:
    checked = _matched(_settings()["include"], CHECKS)
    assert [str(path) for path in _scripts() if path not in checked] == []


def test_each_script_is_linted() -> None:
    [given] = re.findall(r"eslint -c \S+ --max-warnings 0 (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    places = [ROOT / place for place in given.split()]
    left = [path for path in _scripts() if not any(path == place or place in path.parents for place in places)]
    assert [str(path) for path in left if not path.name.endswith(TYPES_ONLY)] == []


def test_what_is_written_in_jsx_is_read_as_such() -> None:
    """ESLint reads `.js` and `.mjs` everywhere, and `.jsx` only where its settings say so."""
    assert "assets/**/*.{js,jsx}" in (CHECKS / "eslint.config.js").read_text()
    scripts = [path for path in _scripts() if not path.name.endswith(TYPES_ONLY)]
    assert [str(path) for path in scripts if path.suffix not in {".js", ".jsx", ".mjs"}] == []
    assert {path.relative_to(ROOT).parts[0] for path in scripts if path.suffix == ".jsx"} == {"assets"}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_a_template_has_no_script_of_its_own(path: Path) -> None:
    assert _INLINE.findall(path.read_text()) == []


def _texts(tree: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _told(tree: ast.Module) -> Iterator[str]:
    """What a module has a browser run: the texts, those of its functions and constants that are called so included."""
    named = {
        (one.name if isinstance(one, ast.FunctionDef) else ast.unparse(one.targets[0])): one
        for one in tree.body
        if isinstance(one, ast.FunctionDef | ast.Assign)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("call_script"):
            yield from _texts(call)
            for name in {one.id for one in ast.walk(call) if isinstance(one, ast.Name)} & named.keys():
                yield from _texts(named[name])


PYTHON = sorted((ROOT / "studio_app").rglob("*.py"))


def test_python_has_a_browser_run_one_expression_at_most() -> None:
    told = {path: list(_told(ast.parse(path.read_text()))) for path in PYTHON}
    assert sum(map(bool, told.values())) > 3
    assert {str(path): text for path, texts in told.items() for text in texts if ";" in text} == {}


def test_python_holds_no_script_element() -> None:
    held = [
        (path.name, one.name)
        for path in PYTHON
        for one in ast.walk(ast.parse(path.read_text()))
        if isinstance(one, ast.FunctionDef) and any("<script>" in text for text in _texts(one))
    ]
    assert {name for _, name in held} == FOR_SITES_OF_OTHERS


def test_what_python_calls_is_known_to_the_check() -> None:
    called = {name for path in PYTHON for name in _LEFT_BY_SCRIPTS.findall(path.read_text())}
    declared = set(re.findall(r"^    (studio\w+)\??:", (CHECKS / "types" / "page.d.ts").read_text(), re.MULTILINE))
    assert called
    assert called <= declared
