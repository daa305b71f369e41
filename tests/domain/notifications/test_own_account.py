"""Letters about one's own account: to its person only, in their language, once, and true when they go out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.core.clock import FixedClock
from studio_app.domain.accounts import sign_in_limits, tickets
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import add_person, deactivate, set_password
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.accounts.sign_in import begin_attempt, open_session_on
from studio_app.domain.accounts.tickets import request_reset
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.rules import PRIVATE
from studio_app.domain.notifications.schemas import LetterFacts, Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.work import Work
from tests.selling import make_studio

CHROME = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


@pytest.fixture
def person(work: Work) -> UserView:
    return add_person(work, email="vera@example.com", name="Vera", password_hash="h", role=Role.MANAGER, locale="en")


def letters(work: Work) -> Sequence[Notification]:
    return work.session.exec(select(Notification).where(col(Notification.rule).in_(PRIVATE))).all()


def facts(work: Work) -> LetterFacts:
    """What the only letter says."""
    [row] = letters(work)
    decision = decide(replace(work, actor=SYSTEM), notification_id=row.id)
    assert decision.facts is not None
    return decision.facts


def sign_in(work: Work, person: UserView, *devices: str) -> str:
    here = replace(work, actor=Actor(kind=ActorKind.STAFF, ip="2001:db8::7", network="x", user_agent=CHROME))
    return work.links.sign_device(open_session_on(here, user_id=person.id, devices=devices).device_id)


class TestNewDevice:
    def test_is_told_with_time_browser_and_address(self, work: Work, person: UserView) -> None:
        sign_in(work, person)
        sign_in(work, person)
        told = facts(work)
        assert (told.recipient, told.locale, told.words) == (person.email, "en", "Chrome, Android, 2001:db8::7")
        text = TemplateWriter("https://studio.example").write(told).text
        for said in ("Hello Vera,", "23 Nov 2026, 12:00", "Chrome, Android, 2001:db8::7", "studio.example/account"):
            assert said in text

    def test_is_no_news_at_the_first_sign_in_nor_on_a_known_one(self, work: Work, person: UserView) -> None:
        cookie = sign_in(work, person)
        sign_in(work, person, cookie)
        assert letters(work) == []


class TestManyTries:
    def tries(self, work: Work, email: str, count: int) -> None:
        for number in range(count):
            there = replace(work, actor=Actor(kind=ActorKind.STAFF, network=f"6.6.6.{number}"))
            begin_attempt(there, email=email)

    def test_are_told_to_whom_they_are_about_once_a_day(self, work: Work, person: UserView, clock: FixedClock) -> None:
        self.tries(work, person.email, sign_in_limits.TELL_AFTER - 1)
        assert letters(work) == []
        for _ in range(3):
            self.tries(work, person.email, sign_in_limits.TELL_AFTER)
            clock.advance(sign_in_limits.WINDOW + timedelta(seconds=1))
        assert [row.recipient for row in letters(work)] == [person.email]
        clock.advance(timedelta(days=1))
        self.tries(work, person.email, sign_in_limits.TELL_AFTER)
        assert len(letters(work)) == 2

    def test_of_nobodys_address_are_told_to_nobody(self, work: Work, person: UserView) -> None:
        self.tries(work, "who@example.com", sign_in_limits.TELL_AFTER + 3)
        assert letters(work) == []

    def test_are_told_without_what_was_typed_and_without_a_secret(self, work: Work, person: UserView) -> None:
        self.tries(work, person.email, sign_in_limits.TELL_AFTER)
        told = facts(work)
        assert (told.path, told.words, told.code) == ("/account", "", "")


class TestPasswordReset:
    def test_carries_a_link_that_its_reader_can_use(self, work: Work, person: UserView) -> None:
        request_reset(work, email=person.email)
        path, _, word = facts(work).path.partition("?word=")
        assert path == "/new-password"
        assert tickets.reset_ticket(work, word=word).user_id == person.id

    def test_is_not_sent_once_the_link_is_too_old(self, work: Work, person: UserView, clock: FixedClock) -> None:
        request_reset(work, email=person.email)
        clock.advance(tickets.LINK_LIFE)
        assert decide(work, notification_id=letters(work)[0].id).verdict is Verdict.CANCEL


class TestPasswordChanged:
    def test_is_told_each_time(self, work: Work, person: UserView, clock: FixedClock) -> None:
        for _ in range(2):
            set_password(work, user_id=person.id, password_hash="new")
            clock.advance(timedelta(seconds=1))
        assert [row.rule for row in letters(work)] == ["password_changed"] * 2

    def test_is_not_told_to_who_was_let_go_meanwhile(self, work: Work, person: UserView) -> None:
        set_password(work, user_id=person.id, password_hash="new")
        deactivate(work, user_id=person.id)
        assert work.session.get_one(User, person.id).active is False
        assert decide(work, notification_id=letters(work)[0].id).verdict is Verdict.CANCEL
