"""Whether what a page of the docs names stands in the tree.

The rule. A word between backticks is looked at, outside of blocks of code, when it is

- a path: it has a slash inside or ends like a file of ours. It stands below the root, `studio_app`,
  its `domain` and `workspace`, `tests` or the folder of the page; a bare file name stands anywhere. `*`, `{…}` and
  `<…>` stand for anything, `.py` may be left out, `path::Class` is a class in it, `path.name` something of a module;
- a dotted name: a module below one of these places and what is in it, a class and what is in it, or a word that stands
  as a text in the code (kinds of events, figures of the benchmarks) or as a key in the catalogues;
- a word with an underscore, or of several capitals (`IntakeDefaults`): it stands in the code.

What is others' (a library's, a bank's, a provider's) stands in ELSEWHERE.
"""

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from studio_app.adapters.texts.catalogue import catalogue

ROOT = Path(__file__).parents[2]
PLACES = ("", "studio_app", "studio_app/domain", "studio_app/workspace", "tests")
ELSEWHERE = {
    "DBOS._recover_pending_workflows",
    "DBOSClient.resume_workflows",
    "client_bank_exchange_1c",
    "full_payment",
    "include_router",
    "payment.waiting_for_capture",
    "pg_dump",
    "pydantic.v1",
    "run_backend_prod",
    "rx.call_script",
}
"""Names of others: of libraries that we weighed, of what providers call a thing."""

BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
WORD = re.compile(r"`([^`\n]+)`")
_ENDINGS = "py|po|md|html|css|js|jsx|mjs|ts|json|toml|yaml|txt|mako|ini|sh"
_PATH = re.compile(rf"(?!\./|\d)[\w.<>{{}}*,-]+(/[\w.<>{{}}*,-]+)+/?|[\w*-]+(\.d)?\.({_ENDINGS})|[\w-]+/")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
_NAME = re.compile(r"[a-z]\w*_\w+|_?[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+|[A-Z]+(_[A-Z]+)+")
_SOURCES = ("studio_app", "benchmarks", "tests", "tools", "alembic", "assets")
_LEFT_OUT = {".git", ".venv", ".web", ".states", ".hypothesis", "node_modules", "__pycache__", "data"}
_FILES = (".py", ".js", ".jsx", ".mjs", ".ts", ".css", ".html", ".po")


def names(text: str) -> Iterator[str]:
    """The words between backticks that the rule is about."""
    for word in WORD.findall(BLOCK.sub("", text)):
        bare = word.removesuffix("()")
        path, _, _ = bare.partition("::")
        if path and (_PATH.fullmatch(path) or _DOTTED.fullmatch(bare) or _NAME.fullmatch(bare)):
            yield bare


def known(word: str, page: Path = ROOT / "README.md") -> bool:
    """Whether what the page names is there."""
    if word in ELSEWHERE or word.startswith("STUDIO_"):
        return True
    path, _, inside = word.partition("::")
    if inside:
        return any(inside in _defined(module) for module in _modules(path, page))
    if _PATH.fullmatch(word):
        return _is_there(word, page) or is_in_module(word) or word in _texts()
    if _DOTTED.fullmatch(word):
        return _resolves(word) or word in _texts() or word in catalogue("en")
    return word in _words()


def _is_there(path: str, page: Path) -> bool:
    if "/" not in path.rstrip("/"):
        return any(_tracked_as(name, path) for name in _tree())
    return bool(_modules(path, page)) or any(
        next(base.glob(_pattern(path)), None) or next(base.glob(f"{_pattern(path)}.py"), None)
        for base in (*(ROOT / place for place in PLACES), page.parent)
    )


def _tracked_as(file: Path, name: str) -> bool:
    return file.match(_pattern(name)) or (name.endswith("/") and name.rstrip("/") in file.parts)


def _pattern(path: str) -> str:
    return re.sub(r"<[^>]*>|\{[^}]*\}", "*", path.rstrip("/"))


def _modules(path: str, page: Path) -> list[Path]:
    places = (*(ROOT / place for place in PLACES), page.parent)
    return [found for base in places for end in ("", ".py") if (found := base / f"{path}{end}").is_file()]


def is_in_module(word: str) -> bool:
    """`invoices/owed.gone_back`"""
    path, _, inside = word.rpartition(".")
    return bool(path) and any(inside in _defined(module) for module in _modules(path, ROOT))


def _resolves(word: str) -> bool:
    """Module by module, then name by name; a class or a module may stand at the beginning, wherever it is."""
    first, *rest = word.split(".")
    for start in _starts(first):
        here, left = start, list(rest)
        while left and here.is_dir():
            nearer = here / left[0]
            step = nearer if nearer.is_dir() else nearer.with_suffix(".py")
            if not step.exists():
                break
            here = step
            left.pop(0)
        if not left:
            return True
        if here.is_file() and ".".join(left[:2]) in _defined(here):
            return True
    return word in _defined_anywhere()


def _starts(first: str) -> Iterator[Path]:
    for place in (*PLACES, "studio_app/adapters"):
        for found in (ROOT / place / first, ROOT / place / f"{first}.py"):
            if found.exists():
                yield found
    yield from (file for file in _python() if file.stem == first)


@cache
def _defined(file: Path) -> frozenset[str]:
    """Names of a module, and those in its classes as `Class.name`."""
    found = set[str]()
    for node in ast.parse(file.read_text()).body:
        for name in _bound(node):
            found.add(name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for inner in ast.walk(node) for name in _bound(inner)}
    return frozenset(found)


@cache
def _defined_anywhere() -> frozenset[str]:
    return frozenset[str]().union(*(_defined(file) for file in _python()))


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        case ast.Import(names=imported) | ast.ImportFrom(names=imported):
            yield from (name.asname or name.name for name in imported)


@cache
def _tree() -> tuple[Path, ...]:
    """Every file of ours. Links are not followed: what is installed is somebody else's."""
    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _LEFT_OUT]
        found += [Path(folder) / name for name in files]
    return tuple(found)


@cache
def _python() -> tuple[Path, ...]:
    return tuple(file for file in _tree() if file.suffix == ".py" and file.relative_to(ROOT).parts[0] in _SOURCES)


@cache
def _sources() -> tuple[str, ...]:
    """All code but these tests, which name what is not there, too."""
    code = (file for file in _tree() if file.suffix in _FILES and file.relative_to(ROOT).parts[0] in _SOURCES)
    return tuple(file.read_text() for file in code if file.parent != Path(__file__).parent)


@cache
def _words() -> frozenset[str]:
    return frozenset(word for source in _sources() for word in re.findall(r"\w+", source))


@cache
def _texts() -> frozenset[str]:
    return frozenset(text for source in _sources() for text in re.findall(r"[\"']([\w./-]+)[\"']", source))
