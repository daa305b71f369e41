"""One's own account: the password changed, the sessions seen and ended, the password asked for again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from studio_app.core.clock import FixedClock
from studio_app.core.errors import NotFound, Throttled
from studio_app.domain.accounts import confirming, sign_in_limits
from studio_app.domain.accounts.browsers import browser_name
from studio_app.domain.accounts.confirming import begin_confirmation, confirm, is_fresh
from studio_app.domain.accounts.devices import own_device
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.passwords import change_password
from studio_app.domain.accounts.people import add_person, set_password
from studio_app.domain.accounts.schemas import Opened, SignedIn, UserView
from studio_app.domain.accounts.sessions import (
    end_other_sessions,
    end_session,
    is_stale,
    own_sessions,
    session_user,
    signed_in,
    touch_session,
)
from studio_app.domain.accounts.sign_in import begin_attempt, open_session_on
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.work import Work

By = Callable[[UserView], Work]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0"


def sign_in(work: Work, person: UserView, *, ip: str = "1.1.1.1") -> Opened:
    here = replace(work, actor=Actor(kind=ActorKind.STAFF, ip=ip, network=ip, user_agent=FIREFOX))
    return open_session_on(here, user_id=person.id, devices=())


def session(work: Work, opened: Opened) -> SignedIn:
    found = signed_in(work, token=opened.token)
    assert found is not None
    return found


class TestChangePassword:
    def test_keeps_this_browser_and_signs_out_the_others(self, work: Work, owner: UserView, by: By) -> None:
        here, there = sign_in(work, owner), sign_in(work, owner, ip="2.2.2.2")
        change_password(by(owner), session_id=session(work, here).session_id, password_hash="new")
        assert work.session.get_one(User, owner.id).password_hash == "new"
        assert session_user(work, token=here.token) == owner
        assert session_user(work, token=there.token) is None
        known = [
            own_device(work, user_id=owner.id, cookies=[work.links.sign_device(one.device_id)]) is not None
            for one in (here, there)
        ]
        assert known == [True, False]

    def test_makes_a_given_password_ones_own(self, work: Work, owner: UserView, by: By) -> None:
        given = add_person(
            by(owner), email="vera@example.com", name="Вера", password_hash="h", role=Role.MANAGER, given=True
        )
        opened = sign_in(work, given)
        assert opened.password_is_given
        change_password(by(given), session_id=session(work, opened).session_id, password_hash="own")
        assert not session(work, opened).password_is_given

    def test_by_the_owner_is_a_given_one(self, work: Work, owner: UserView, manager: UserView, by: By) -> None:
        assert not sign_in(work, manager).password_is_given
        set_password(by(owner), user_id=manager.id, password_hash="given")
        assert sign_in(work, manager).password_is_given


class TestOwnSessions:
    def test_are_the_living_ones_of_the_actor_this_one_first(
        self, work: Work, owner: UserView, manager: UserView, by: By, clock: FixedClock
    ) -> None:
        here = sign_in(work, owner)
        clock.advance(timedelta(minutes=1))
        there = sign_in(work, owner, ip="2.2.2.2")
        sign_in(work, manager)
        found = own_sessions(by(owner), session_id=session(work, here).session_id)
        assert [(one.ip, one.is_this) for one in found] == [("1.1.1.1", True), ("2.2.2.2", False)]
        assert found[0].browser == "Firefox, Windows"
        assert session_user(work, token=there.token) == owner

    def test_are_ended_one_by_one_and_their_device_is_forgotten(self, work: Work, owner: UserView, by: By) -> None:
        here, there = sign_in(work, owner), sign_in(work, owner, ip="2.2.2.2")
        end_session(by(owner), session_id=session(work, there).session_id)
        assert session_user(work, token=there.token) is None
        assert session_user(work, token=here.token) == owner
        assert own_device(work, user_id=owner.id, cookies=[work.links.sign_device(there.device_id)]) is None

    def test_of_others_are_not_the_actors_to_end(self, work: Work, owner: UserView, manager: UserView, by: By) -> None:
        hers = session(work, sign_in(work, owner))
        for session_id in (hers.session_id, "no such"):
            with pytest.raises(NotFound):
                end_session(by(manager), session_id=session_id)
        end_other_sessions(by(manager), session_id="no such")
        assert own_sessions(by(owner), session_id=hers.session_id)[0].is_this

    def test_are_ended_all_but_this_one(self, work: Work, owner: UserView, by: By) -> None:
        here, *others = (sign_in(work, owner, ip=f"2.2.2.{number}") for number in range(4))
        end_other_sessions(by(owner), session_id=session(work, here).session_id)
        assert session_user(work, token=here.token) == owner
        assert [session_user(work, token=one.token) for one in others] == [None] * 3

    def test_are_noted_as_used_every_few_minutes(self, work: Work, owner: UserView, by: By, clock: FixedClock) -> None:
        here = sign_in(work, owner)
        assert not is_stale(session(work, here), clock.now())
        clock.advance(timedelta(minutes=6))
        found = session(work, here)
        assert is_stale(found, clock.now())
        touch_session(work, session_id=found.session_id, idle=timedelta(days=1))
        assert session(work, here).last_used_at == clock.now()


class TestConfirm:
    def test_is_fresh_for_a_quarter_of_an_hour(self, work: Work, owner: UserView, clock: FixedClock) -> None:
        here = sign_in(work, owner)
        assert is_fresh(session(work, here), clock.now())
        clock.advance(confirming.FRESH)
        assert not is_fresh(session(work, here), clock.now())
        confirm(work, session_id=session(work, here).session_id)
        assert is_fresh(session(work, here), clock.now())

    def test_gives_the_password_of_the_session_to_check(self, work: Work, owner: UserView, by: By) -> None:
        here = session(work, sign_in(work, owner))
        assert begin_confirmation(by(owner), session_id=here.session_id).password_hash == "hash"

    def test_is_tried_ten_times_at_most_and_locks_nobody_out(self, work: Work, owner: UserView, by: By) -> None:
        here = session(work, sign_in(work, owner))
        for _ in range(sign_in_limits.MAX_PER_DEVICE):
            begin_confirmation(by(owner), session_id=here.session_id)
        with pytest.raises(Throttled):
            begin_confirmation(by(owner), session_id=here.session_id)
        assert begin_attempt(work, email=owner.email).user_id == owner.id

    def test_forgives_the_tries_before_it(self, work: Work, owner: UserView, by: By) -> None:
        here = session(work, sign_in(work, owner))
        for _ in range(3 * sign_in_limits.MAX_PER_DEVICE):
            begin_confirmation(by(owner), session_id=here.session_id)
            confirm(by(owner), session_id=here.session_id)


class TestBrowserName:
    @pytest.mark.parametrize(
        ("user_agent", "name"),
        [
            (FIREFOX, "Firefox, Windows"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1",
                "Safari, iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome, Linux"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, macOS"),
            ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
            ("curl/8.5", ""),
            ("", ""),
        ],
    )
    def test_says_what_people_know(self, user_agent: str, name: str) -> None:
        assert browser_name(user_agent) == name
