"""The table of rights, written out once more for people to read."""

from dataclasses import replace

import pytest

from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.permissions import TABLE, Permission, may, require, rights_of, role_may
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.work import Work

AGREED = """
                  owner manager lawyer accountant
keep_own_account  yes   yes     yes    yes     everybody looks after their own password and sessions
read_deals        yes   yes     yes    yes     who works here sees what is being sold, and what came of it
export_deals      yes   yes     -      -       sellers plan with their own tables; others need no list of all clients
edit_deals        yes   yes     -      -       deals are what sellers work on
send_documents    yes   yes     -      -       what clients are told comes from who talks with them
exceed_discount   yes   -       -      -       a manager's own limit would be none
issue_invoices    yes   yes     -      yes     who has sold asks for the money, and who keeps the books
record_payments   yes   yes     -      yes     who sees the transfer books it
refund            yes   yes     -      yes     where the studio's setting lets others than the owner
write_off         yes   -       -      -       what nobody pays is the owner's loss
keep_books        yes   -       -      yes     bank files are the studio's own papers
read_dashboard    yes   -       -      -       figures about everybody's work
import_lists      yes   -       -      -       hundreds of clients with one click
edit_settings     yes   -       -      -       they hold for everybody
manage_people     yes   -       -      -       else everybody could give themselves the rest
"""


def agreed() -> dict[tuple[str, str], bool]:
    """Whether that role has that permission, as the table above says."""
    head, *rows = [line.split() for line in AGREED.strip().splitlines()]
    return {(row[0], role): row[1 + at] == "yes" for row in rows for at, role in enumerate(head)}


def person(role: str) -> Actor:
    return Actor(kind=ActorKind.STAFF, id="anna", name="Anna", role=role)


class TestTable:
    def test_is_the_one_that_was_agreed_on(self) -> None:
        assert {(one.value, role.value): role in TABLE[one] for one in Permission for role in Role} == agreed()

    def test_gives_the_owner_everything(self) -> None:
        assert set(rights_of(Role.OWNER)) == set(Permission)


class TestMay:
    @pytest.mark.parametrize("permission", Permission)
    def test_lets_the_system_do_everything(self, permission: Permission) -> None:
        assert may(SYSTEM, permission)

    @pytest.mark.parametrize("kind", [ActorKind.CLIENT, ActorKind.PROVIDER])
    @pytest.mark.parametrize("permission", Permission)
    def test_lets_nobody_from_outside_do_anything(self, kind: ActorKind, permission: Permission) -> None:
        assert not may(Actor(kind=kind, role=Role.OWNER.value), permission)

    @pytest.mark.parametrize("role", ["", "boss", "OWNER"])
    def test_lets_nobody_without_a_known_role_do_anything(self, role: str) -> None:
        assert not any(may(person(role), permission) or role_may(role, permission) for permission in Permission)


class TestRequire:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize("permission", Permission)
    def test_refuses_whom_the_table_does_not_name(self, work: Work, role: Role, permission: Permission) -> None:
        asking = replace(work, actor=person(role.value))
        if role in TABLE[permission]:
            require(asking, permission)
        else:
            with pytest.raises(Forbidden):
                require(asking, permission)
