"""Rights are asked for in one phrasing: a permission of the table. No code compares roles by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio_app.domain.accounts.permissions import Permission

ROOT = Path(__file__).parents[2] / "studio_app"
_ACCOUNTS = ROOT / "domain" / "accounts"  # where a role is given, kept, and turned into what one may
_MAKING = {ROOT / "demo" / "people.py", ROOT / "demo" / "dressing.py", ROOT / "cli" / "owner.py"}
"""Who makes people up, and who helps an owner in again: they name roles and ask for no right."""
FILES = [path for path in sorted(ROOT.rglob("*.py")) if _ACCOUNTS not in path.parents and path not in _MAKING]
_ROLES = {"owner", "manager"}


def compared(source: str) -> Iterator[str]:
    """The places of a file that decide by a role, or by the kind of an actor being staff, what is allowed."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {"is_owner", "require_owner"}:
            yield ast.unparse(node)
        if isinstance(node, ast.If) and "ActorKind." in ast.unparse(node.test) and _refuses(node):
            yield ast.unparse(node.test)
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        words = [side.value for side in sides if isinstance(side, ast.Constant)]
        members = [ast.unparse(part) for side in sides for part in ast.walk(side) if isinstance(part, ast.Attribute)]
        about_role = any(name.endswith(".role") and "tage" not in name for name in members)
        if (about_role and _ROLES & set(words)) or any(name.startswith("Role.") for name in members):
            yield ast.unparse(node)


def _refuses(branch: ast.If) -> bool:
    return any(isinstance(one, ast.Raise) and ast.unparse(one) == "raise Forbidden" for one in branch.body)


class TestRights:
    def test_are_asked_for_by_permissions_alone(self) -> None:
        assert {str(path): found for path in FILES if (found := list(compared(path.read_text())))} == {}

    @pytest.mark.parametrize("permission", Permission)
    def test_hold_no_permission_that_nothing_asks_for(self, permission: Permission) -> None:
        assert any(f"Permission.{permission.name}" in path.read_text() for path in FILES)

    @pytest.mark.parametrize(
        "line",
        [
            "if work.actor.kind is not ActorKind.STAFF: raise Forbidden",
            "if work.actor.is_owner: pass",
            "if actor().role == 'owner': pass",
            "x = rx.cond(Session.role == 'owner', a, b)",
            "if person.role is Role.OWNER: pass",
            "query = select(User).where(User.role == Role.MANAGER)",
            "ok = actor.role in {Role.OWNER, Role.MANAGER}",
        ],
    )
    def test_are_known_in_other_words(self, line: str) -> None:
        assert list(compared(line))

    @pytest.mark.parametrize(
        "line", ["Stage.role == StageRole.LOST", "may(actor(), Permission.REFUND)", "role_may(person.role, needed)"]
    )
    def test_let_other_roles_alone(self, line: str) -> None:
        assert not list(compared(line))
