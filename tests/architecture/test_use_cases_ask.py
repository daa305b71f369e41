"""Whatever the people of the studio can have changed asks for a permission itself, not at the face alone."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKING = {"require", "require_refund"}
WITHOUT: dict[str, str] = {
    "mark_read": "does nothing but for the deal's own manager, whoever opens it",
    "set_locale": "one's own account",
    "end_session": "one's own account",
    "end_other_sessions": "one's own account",
    "begin_confirmation": "one's own account: counts the try to type one's password",
    "confirm": "one's own account",
    "change_password": "one's own account: asks for the old password",
    "begin_attempt": "nobody is signed in yet",
    "open_session_on": "nobody is signed in yet: the password was right",
    "count_try": "nobody is signed in yet",
    "request_reset": "nobody is signed in: a letter goes to the address",
    "reset_password": "nobody is signed in: asks for the word of the link",
    "sign_up_first_owner": "nobody is signed in: asks for the server's code",
    "touch_session": "run by the system: a session is in use",
    "start_attempt": "the client pays: asks for the token of the link",
    "close_session": "asks for the session's own token",
}
"""Use cases that ask for none, and why."""


@dataclass(frozen=True, slots=True)
class Module:
    """A file: its functions, and where what it imports comes from."""

    functions: dict[str, ast.FunctionDef]
    imported: dict[str, tuple[str, str]]
    tree: ast.Module


@functools.cache
def module(name: str) -> Module | None:
    path = ROOT / f"{name.replace('.', '/')}.py"
    if not path.exists():
        return None
    tree = ast.parse(path.read_text())
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    imported = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return Module(functions, imported, tree)


def resolve(name: str, where: str) -> tuple[str, ast.FunctionDef] | None:
    """The use case of that name as the module `where` knows it, with the module that it stands in."""
    known = module(where)
    if known is None:
        return None
    home, original = (where, name) if name in known.functions else known.imported.get(name, ("", ""))
    found = module(home)
    function = found.functions.get(original) if found else None
    takes_work = function is not None and bool(function.args.args) and function.args.args[0].arg == "work"
    return (home, function) if function is not None and takes_work else None


def calls(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def asks(home: str, function: ast.FunctionDef) -> bool:
    """Whether it asks for a permission, or hands the work to something that does so at once."""
    called = calls(function)
    if ASKING & called:
        return True
    handed = (resolve(name, home) for name in called)
    return any(one is not None and ASKING & calls(one[1]) for one in handed)


def named(where: str) -> Iterator[str]:
    """The functions that a module hands over to be run, not those that it calls or reads by."""
    known = module(where)
    assert known is not None
    not_run: set[ast.AST] = set()
    for node in ast.walk(known.tree):
        if not isinstance(node, ast.Call):
            continue
        not_run.add(node.func)
        if ast.unparse(node.func).rpartition(".")[2] in {"read", "read_sync"}:
            not_run |= set(node.args)
    for function in ast.walk(known.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            given = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}  # hides what is imported
            not_run |= {one for one in ast.walk(function) if isinstance(one, ast.Name) and one.id in given}
    for node in ast.walk(known.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in not_run:
            yield node.id


def handed_over() -> dict[str, tuple[str, ast.FunctionDef]]:
    """Every use case that the workspace, or an adapter on behalf of a person, has run."""
    found: dict[str, tuple[str, ast.FunctionDef]] = {}
    for path in sorted((ROOT / "studio_app" / "workspace").rglob("*.py")):
        where = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name in named(where):
            use_case = resolve(name, where)
            if use_case is not None:
                found[name] = use_case
    for path in sorted((ROOT / "studio_app" / "adapters").rglob("*.py")):
        where = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        known = module(where)
        assert known is not None
        for node in ast.walk(known.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run_sync":
                who, what = (ast.unparse(one) for one in node.args[:2])
                use_case = resolve(what, where) if who == "actor" else None
                if use_case is not None:
                    found[what] = use_case
    return found


USE_CASES = handed_over()


class TestUseCase:
    def test_is_found_wherever_it_is_handed_over(self) -> None:
        assert len(USE_CASES) > 120

    @pytest.mark.parametrize("name", sorted(USE_CASES.keys() - WITHOUT.keys()))
    def test_asks_for_a_permission(self, name: str) -> None:
        home, function = USE_CASES[name]
        asked = asks(home, function)
        assert asked, f"{home}.{name} lets everybody whom the gate lets through: it calls no require(work, …)"

    @pytest.mark.parametrize("name", sorted(WITHOUT))
    def test_without_one_is_still_there_and_still_asks_for_none(self, name: str) -> None:
        home, function = USE_CASES[name]
        assert not asks(home, function), f"{home}.{name} needs no reason any more"
