"""Signing in: throttled by network, account and known device; sessions end when they must."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, Invalid, NotFound, Throttled
from studio_app.domain.accounts import sign_in, sign_in_limits
from studio_app.domain.accounts.devices import DEVICE_LIFETIME
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import SignInFailure, User, UserSession
from studio_app.domain.accounts.people import (
    EmailTaken,
    LastOwner,
    add_person,
    check_password,
    create_first_owner,
    deactivate,
    set_password,
)
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.accounts.sessions import close_session, session_user, signed_in, touch_session
from studio_app.domain.accounts.sign_in import begin_attempt, open_session, open_session_on
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.people import SessionEnded
from studio_app.domain.work import Work


def at(work: Work, ip: str) -> Work:
    return replace(work, actor=Actor(kind=ActorKind.STAFF, ip=ip, network=ip, user_agent="browser"))


def by(work: Work, person: UserView) -> Work:
    return replace(work, actor=Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role=person.role.value))


class TestBeginAttempt:
    def test_finds_the_account_whatever_the_case(self, work: Work, owner: UserView) -> None:
        assert begin_attempt(at(work, "1.1.1.1"), email=" ANNA@example.com").user_id == owner.id

    def test_gives_nobody_for_an_unknown_address(self, work: Work, owner: UserView) -> None:
        candidate = begin_attempt(at(work, "1.1.1.1"), email="who@example.com")
        assert candidate.user_id is None
        assert candidate.password_hash is None

    def test_refuses_the_ninth_try_of_one_person(self, work: Work, owner: UserView) -> None:
        for _ in range(sign_in_limits.MAX_PER_PERSON):
            begin_attempt(at(work, "1.1.1.1"), email=owner.email)
        with pytest.raises(Throttled) as caught:
            begin_attempt(at(work, "1.1.1.1"), email=owner.email.upper())
        assert 0 < caught.value.retry_after <= 901

    def test_does_not_lock_the_owner_out_from_elsewhere(self, work: Work, owner: UserView) -> None:
        for _ in range(sign_in_limits.MAX_PER_PERSON):
            begin_attempt(at(work, "6.6.6.6"), email=owner.email)
        assert begin_attempt(at(work, "1.1.1.1"), email=owner.email).user_id == owner.id

    def test_stops_a_network_that_sprays_over_accounts(self, work: Work, owner: UserView) -> None:
        for number in range(sign_in_limits.MAX_ACCOUNTS):
            begin_attempt(at(work, "6.6.6.6"), email=f"{number}@example.com")
        with pytest.raises(Throttled):
            begin_attempt(at(work, "6.6.6.6"), email=owner.email)

    def test_slows_a_network_that_tries_a_few_accounts_much(self, work: Work) -> None:
        for number in range(sign_in_limits.MAX_PER_NETWORK):
            begin_attempt(at(work, "6.6.6.6"), email=f"{number % 5}@example.com")
        with pytest.raises(Throttled):
            begin_attempt(at(work, "6.6.6.6"), email="0@example.com")

    def test_stops_a_network_that_sprays_slowly(self, work: Work, clock: FixedClock) -> None:
        for number in range(sign_in_limits.MAX_PER_NETWORK_A_DAY):
            begin_attempt(at(work, "6.6.6.6"), email=f"{number}@example.com")
            clock.advance(timedelta(minutes=2))
        with pytest.raises(Throttled):
            begin_attempt(at(work, "6.6.6.6"), email="fresh@example.com")

    def test_slows_many_addresses_that_try_one_account(self, work: Work, owner: UserView) -> None:
        for number in range(sign_in_limits.MAX_PER_ACCOUNT):
            begin_attempt(at(work, f"6.6.6.{number}"), email=owner.email)
        with pytest.raises(Throttled):
            begin_attempt(at(work, "7.7.7.7"), email=owner.email)

    def test_forgets_tries_after_the_window(self, work: Work, owner: UserView, clock: FixedClock) -> None:
        for _ in range(sign_in_limits.MAX_PER_PERSON):
            begin_attempt(at(work, "1.1.1.1"), email=owner.email)
        clock.advance(sign_in_limits.WINDOW + timedelta(seconds=1))
        assert begin_attempt(at(work, "1.1.1.1"), email=owner.email).user_id == owner.id
        clock.advance(sign_in_limits.DAY + timedelta(seconds=1))
        begin_attempt(at(work, "1.1.1.1"), email=owner.email)
        assert len(work.session.exec(select(SignInFailure)).all()) == 1

    def test_gives_a_deactivated_person_nothing(self, work: Work, owner: UserView, manager: UserView) -> None:
        deactivate(by(work, owner), user_id=manager.id)
        assert begin_attempt(at(work, "1.1.1.1"), email=manager.email).user_id is None


class TestKnownDevice:
    def device(self, work: Work, person: UserView) -> str:
        """The cookie of a browser in which the person has signed in."""
        return work.links.sign_device(open_session_on(work, user_id=person.id, devices=()).device_id)

    def besiege(self, work: Work, email: str) -> None:
        """What locks an account for everybody who is not known."""
        for number in range(sign_in_limits.MAX_PER_ACCOUNT):
            begin_attempt(at(work, f"6.6.6.{number}"), email=email)
        with pytest.raises(Throttled):
            begin_attempt(at(work, "1.1.1.1"), email=email)

    def test_lets_its_person_try_while_strangers_are_locked_out(self, work: Work, owner: UserView) -> None:
        cookie = self.device(work, owner)
        self.besiege(work, owner.email)
        candidate = begin_attempt(at(work, "1.1.1.1"), email=owner.email, devices=[cookie])
        assert candidate.user_id == owner.id
        assert candidate.device_id

    def test_has_a_limit_of_its_own(self, work: Work, owner: UserView) -> None:
        cookie = self.device(work, owner)
        for number in range(sign_in_limits.MAX_PER_DEVICE):
            begin_attempt(at(work, f"1.1.1.{number}"), email=owner.email, devices=[cookie])
        with pytest.raises(Throttled):
            begin_attempt(at(work, "1.1.1.99"), email=owner.email, devices=[cookie])

    def test_does_not_use_up_the_tries_of_others(self, work: Work, owner: UserView) -> None:
        cookie = self.device(work, owner)
        for _ in range(sign_in_limits.MAX_PER_DEVICE):
            begin_attempt(at(work, "1.1.1.1"), email=owner.email, devices=[cookie])
        assert begin_attempt(at(work, "1.1.1.1"), email=owner.email).user_id == owner.id

    def test_is_of_one_account_only(self, work: Work, owner: UserView, manager: UserView) -> None:
        cookie = self.device(work, manager)
        self.besiege(work, owner.email)
        with pytest.raises(Throttled):
            begin_attempt(at(work, "1.1.1.1"), email=owner.email, devices=[cookie])

    @pytest.mark.parametrize("change", [lambda cookie: cookie[:-1] + "~", lambda cookie: "x" + cookie, lambda _: "a.b"])
    def test_is_believed_by_our_signature_only(self, change: Callable[[str], str], work: Work, owner: UserView) -> None:
        cookie = self.device(work, owner)
        assert begin_attempt(at(work, "1.1.1.1"), email=owner.email, devices=[change(cookie)]).device_id == ""

    def test_is_forgotten_with_a_new_password_by_the_owner(
        self, work: Work, owner: UserView, manager: UserView
    ) -> None:
        cookie = self.device(work, manager)
        set_password(by(work, owner), user_id=manager.id, password_hash="new")
        assert begin_attempt(at(work, "1.1.1.1"), email=manager.email, devices=[cookie]).device_id == ""

    def test_is_forgotten_after_half_a_year(self, work: Work, owner: UserView, clock: FixedClock) -> None:
        cookie = self.device(work, owner)
        clock.advance(DEVICE_LIFETIME)
        assert begin_attempt(at(work, "1.1.1.1"), email=owner.email, devices=[cookie]).device_id == ""

    def test_is_the_same_one_at_the_next_sign_in(self, work: Work, owner: UserView) -> None:
        cookie = self.device(work, owner)
        again = open_session_on(work, user_id=owner.id, devices=[cookie])
        assert work.links.sign_device(again.device_id) == cookie


class TestOpenSession:
    def test_lets_the_token_in_and_keeps_only_its_hash(self, work: Work, owner: UserView) -> None:
        token = open_session(work, user_id=owner.id)
        assert session_user(work, token=token) == owner
        row = work.session.exec(select(UserSession)).one()
        assert token not in (row.token_hash, row.id)

    def test_forgives_the_tries_before_it(self, work: Work, owner: UserView) -> None:
        here = at(work, "1.1.1.1")
        for _ in range(sign_in_limits.MAX_PER_PERSON - 1):
            begin_attempt(here, email=owner.email)
        open_session(here, user_id=owner.id)
        assert begin_attempt(here, email=owner.email).user_id == owner.id

    def test_refuses_somebody_deactivated_while_the_password_was_checked(
        self, work: Work, owner: UserView, manager: UserView
    ) -> None:
        deactivate(by(work, owner), user_id=manager.id)
        with pytest.raises(NotFound):
            open_session(work, user_id=manager.id)

    def test_ends_the_session_of_who_was_signed_in_there(self, work: Work, owner: UserView, manager: UserView) -> None:
        former = open_session(work, user_id=manager.id)
        opened = open_session_on(work, user_id=owner.id, devices=(), former=former)
        assert (session_user(work, token=former), session_user(work, token=opened.token)) == (None, owner)

    def test_ends_none_where_none_is_opened(self, work: Work, owner: UserView, manager: UserView) -> None:
        former = open_session(work, user_id=owner.id)
        deactivate(by(work, owner), user_id=manager.id)
        with pytest.raises(NotFound):
            open_session_on(work, user_id=manager.id, devices=(), former=former)
        assert session_user(work, token=former) == owner


class TestSessionUser:
    def test_is_nobody_for_an_unknown_token(self, work: Work, owner: UserView) -> None:
        assert session_user(work, token="guess") is None

    def test_is_nobody_after_signing_out(self, work: Work, owner: UserView) -> None:
        token = open_session(work, user_id=owner.id)
        close_session(work, token=token)
        assert session_user(work, token=token) is None

    def test_ends_with_an_event_once(self, work: Work, owner: UserView) -> None:
        token = open_session(work, user_id=owner.id)
        for _ in range(2):
            close_session(work, token=token)
        set_password(by(work, owner), user_id=owner.id, password_hash="new")  # no session is left to end
        assert [one.event for one in work.events if one.kind == EventKind.SESSION_ENDED] == [
            SessionEnded(user_id=owner.id)
        ]

    def test_is_nobody_after_fourteen_days_without_use(self, work: Work, owner: UserView, clock: FixedClock) -> None:
        token = open_session(work, user_id=owner.id)
        clock.advance(sign_in.SESSION_IDLE - timedelta(seconds=1))
        assert session_user(work, token=token) == owner
        clock.advance(timedelta(seconds=1))
        assert session_user(work, token=token) is None

    def test_is_nobody_after_ninety_days_however_much_it_is_used(
        self, work: Work, owner: UserView, clock: FixedClock
    ) -> None:
        token = open_session(work, user_id=owner.id)
        for _ in range(9):
            found = signed_in(work, token=token)
            assert found is not None
            touch_session(work, session_id=found.session_id, idle=sign_in.SESSION_IDLE)
            clock.advance(timedelta(days=10))
        assert session_user(work, token=token) is None

    def test_is_nobody_after_a_new_password(self, work: Work, owner: UserView) -> None:
        token = open_session(work, user_id=owner.id)
        set_password(by(work, owner), user_id=owner.id, password_hash="new")
        assert session_user(work, token=token) is None

    def test_is_nobody_once_deactivated(self, work: Work, owner: UserView, manager: UserView) -> None:
        token = open_session(work, user_id=manager.id)
        deactivate(by(work, owner), user_id=manager.id)
        assert session_user(work, token=token) is None


class TestPeople:
    def test_keep_at_least_one_owner(self, work: Work, owner: UserView) -> None:
        with pytest.raises(LastOwner):
            deactivate(by(work, owner), user_id=owner.id)

    def test_let_one_of_two_owners_go(self, work: Work, owner: UserView) -> None:
        other = add_person(by(work, owner), email="vera@example.com", name="Вера", password_hash="h", role=Role.OWNER)
        deactivate(by(work, owner), user_id=other.id)
        assert work.session.get(User, other.id).active is False  # type: ignore[union-attr]

    def test_are_the_owner_s_business_only(self, work: Work, manager: UserView, owner: UserView) -> None:
        hers = by(work, manager)
        with pytest.raises(Forbidden):
            add_person(hers, email="x@example.com", name="X", password_hash="h", role=Role.OWNER)
        with pytest.raises(Forbidden):
            deactivate(hers, user_id=owner.id)
        with pytest.raises(Forbidden):
            set_password(hers, user_id=owner.id, password_hash="h")

    def test_have_one_account_per_address(self, work: Work, owner: UserView) -> None:
        with pytest.raises(EmailTaken):
            add_person(by(work, owner), email="ANNA@example.com", name="A", password_hash="h", role=Role.MANAGER)

    @pytest.mark.parametrize("email", ["", "anna", "a@b", "a b@example.com", "a@example..com", "a@b@example.com"])
    def test_have_a_usable_address(self, work: Work, email: str) -> None:
        with pytest.raises(Invalid):
            create_first_owner(work, email=email, name="A", password_hash="h")


class TestCreateFirstOwner:
    def test_is_refused_once_there_is_one(self, work: Work, owner: UserView) -> None:
        with pytest.raises(Forbidden):
            create_first_owner(work, email="b@example.com", name="B", password_hash="h")


class TestCheckPassword:
    @pytest.mark.parametrize("password", ["", "short", "123456789", "x" * 1001])
    def test_refuses_a_short_or_an_absurd_one(self, password: str) -> None:
        with pytest.raises(Invalid):
            check_password(password)

    def test_takes_a_sentence(self) -> None:
        check_password("correct horse battery")
