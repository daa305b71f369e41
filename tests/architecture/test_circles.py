"""No two files import each other, straight or round about, also not inside a function."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PRODUCT = Path("studio_app")


def _name(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(tree: ast.AST, modules: set[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                inner = f"{node.module}.{one.name}"
                found.add(inner if inner in modules else node.module)
    return found & modules


def _graph(sources: dict[str, str]) -> dict[str, set[str]]:
    modules = set(sources)
    return {name: _imported(ast.parse(source), modules) - {name} for name, source in sources.items()}


def test_no_file_is_imported_by_what_it_imports():
    sources = {_name(file): file.read_text() for file in PRODUCT.rglob("*.py")}
    assert len(sources) > 300
    TopologicalSorter(_graph(sources)).prepare()  # raises CycleError and names the circle


def test_a_circle_inside_a_function_is_found():
    sources = {"a": "import b", "b": "def call():\n    from a import x"}
    with pytest.raises(CycleError):
        TopologicalSorter(_graph(sources)).prepare()
