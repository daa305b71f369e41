"""Who may give money back: the table, and the studio's setting on top of it."""

import pytest

from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.studio.refunding import may_refund, require_refund, set_managers_may_refund
from studio_app.domain.work import Work
from tests.rows import acting, add_person

ALLOWED = {
    Role.OWNER: (True, True),
    Role.MANAGER: (False, True),
    Role.LAWYER: (False, False),
    Role.ACCOUNTANT: (False, True),
}
"""Without the setting, and with it."""


class TestMayRefund:
    @pytest.mark.parametrize("allowed", [False, True])
    @pytest.mark.parametrize("role", Role)
    def test_is_what_the_table_says_where_the_setting_lets_them(self, studio: Work, role: Role, allowed: bool) -> None:
        set_managers_may_refund(studio, allowed=allowed)
        asking = acting(studio, add_person(studio, key="vera", role=role))
        assert may_refund(asking) is ALLOWED[role][allowed]
        if not ALLOWED[role][allowed]:
            with pytest.raises(Forbidden):
                require_refund(asking)

    def test_is_for_the_system_and_for_nobody_from_outside(self, studio: Work) -> None:
        set_managers_may_refund(studio, allowed=True)
        kinds = {
            kind: may_refund(acting(studio, Actor(kind=kind))) for kind in ActorKind if kind is not ActorKind.SYSTEM
        }
        assert kinds == dict.fromkeys(kinds, False)
        assert may_refund(acting(studio, SYSTEM))


class TestSetting:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
    def test_is_changed_by_the_owner_alone(self, studio: Work, role: Role) -> None:
        asking = acting(studio, add_person(studio, key="vera", role=role))
        with pytest.raises(Forbidden):
            set_managers_may_refund(asking, allowed=True)
