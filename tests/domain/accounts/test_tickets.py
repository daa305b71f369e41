"""One-time tickets: the code of the first owner, the link to a new password."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, NotFound, Throttled
from studio_app.domain.accounts import tickets
from studio_app.domain.accounts.devices import own_device
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import SignInFailure, Ticket, User
from studio_app.domain.accounts.passwords import change_password, reset_password, reset_reader
from studio_app.domain.accounts.people import add_person, create_first_owner, deactivate
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.accounts.sessions import session_user, signed_in
from studio_app.domain.accounts.sign_in import begin_attempt, open_session, open_session_on
from studio_app.domain.accounts.tickets import (
    CodeWrong,
    LinkGone,
    check_owner_code,
    offer_reset,
    owner_code,
    request_reset,
)
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work

By = Callable[[UserView], Work]


def first(work: Work, code: str) -> UserView:
    return create_first_owner(work, email="anna@example.com", name="Анна", password_hash="h", code=code)


def word(work: Work) -> str:
    """The word of the link that was asked for last."""
    row = work.session.exec(select(Ticket).order_by(Ticket.id.desc())).first()  # type: ignore[attr-defined]
    assert row is not None
    return work.links.ticket(row.id)


class TestOwnerCode:
    def test_is_the_same_until_it_is_used(self, work: Work, visitor: Work) -> None:
        code = owner_code(work)
        assert owner_code(work) == code
        first(visitor, code)
        assert owner_code(work) != code

    def test_is_stored_nowhere(self, work: Work) -> None:
        code = owner_code(work).replace("-", "")
        assert code not in str(work.session.exec(select(Ticket)).one().model_dump())

    def test_makes_the_first_owner_however_it_is_typed(self, work: Work, visitor: Work) -> None:
        assert first(visitor, f"  {owner_code(work).lower().replace('-', ' ')} ").role is Role.OWNER

    @pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", "0"])
    def test_is_needed(self, code: str, work: Work, visitor: Work) -> None:
        owner_code(work)
        with pytest.raises(CodeWrong):
            first(visitor, code)
        assert work.session.exec(select(User)).all() == []

    def test_is_none_before_the_server_has_printed_it(self, visitor: Work) -> None:
        with pytest.raises(CodeWrong):
            check_owner_code(visitor, code="")

    def test_is_worth_nothing_once_used(self, work: Work, visitor: Work) -> None:
        code = owner_code(work)
        first(visitor, code)
        with pytest.raises(Forbidden):
            first(visitor, code)
        with pytest.raises(CodeWrong):
            check_owner_code(visitor, code=code)

    def test_is_another_one_under_another_secret_key(self, work: Work) -> None:
        from studio_app.core.tokens import LinkTokens

        code = owner_code(work)
        moved = replace(work, links=LinkTokens(b"another key"))
        fresh = owner_code(moved)
        assert fresh != code
        check_owner_code(moved, code=fresh)


class TestRequestReset:
    def test_makes_a_link_that_works_for_an_hour(
        self, work: Work, owner: UserView, visitor: Work, clock: FixedClock
    ) -> None:
        request_reset(visitor, email=" ANNA@example.com")
        assert reset_reader(visitor, word=word(work)) == owner
        clock.advance(tickets.LINK_LIFE)
        with pytest.raises(LinkGone):
            reset_reader(visitor, word=word(work))

    def test_does_the_same_for_an_address_that_nobody_has(self, work: Work, owner: UserView, visitor: Work) -> None:
        request_reset(visitor, email="who@example.com")
        with pytest.raises(LinkGone):
            reset_reader(visitor, word=word(work))
        for _ in range(tickets.MAX_PER_NETWORK - 1):
            request_reset(visitor, email="who@example.com")
        with pytest.raises(Throttled):
            request_reset(visitor, email="who@example.com")

    def test_writes_three_letters_an_hour_to_one_person_at_most(self, work: Work, owner: UserView) -> None:
        for number in range(tickets.MAX_PER_ACCOUNT + 2):
            elsewhere = replace(work, actor=Actor(kind=ActorKind.STAFF, network=f"6.6.6.{number}"))
            request_reset(elsewhere, email=owner.email)
        asked = [event for event in work.events if event.kind == EventKind.PERSON_RESET_ASKED]
        assert len(asked) == tickets.MAX_PER_ACCOUNT

    def test_forgets_after_a_day_who_has_asked(
        self, work: Work, owner: UserView, visitor: Work, clock: FixedClock
    ) -> None:
        request_reset(visitor, email="who@example.com")
        clock.advance(timedelta(days=1, seconds=1))
        request_reset(visitor, email=owner.email)
        assert [row.email for row in work.session.exec(select(Ticket))] == [owner.email]

    def test_lets_nobody_in_who_was_let_go(self, work: Work, owner: UserView, manager: UserView, by: By) -> None:
        deactivate(by(owner), user_id=manager.id)
        request_reset(work, email=manager.email)
        assert [event for event in work.events if event.kind == EventKind.PERSON_RESET_ASKED] == []


class TestResetPassword:
    @pytest.fixture
    def link(self, work: Work, owner: UserView, visitor: Work) -> str:
        request_reset(visitor, email=owner.email)
        return word(work)

    def test_works_once(self, work: Work, owner: UserView, visitor: Work, link: str) -> None:
        reset_password(visitor, word=link, password_hash="new")
        assert work.session.get_one(User, owner.id).password_hash == "new"
        with pytest.raises(LinkGone):
            reset_password(visitor, word=link, password_hash="newer")
        assert work.session.get_one(User, owner.id).password_hash == "new"

    def test_ends_every_session_and_forgets_every_device(
        self, work: Work, owner: UserView, visitor: Work, link: str
    ) -> None:
        opened = open_session_on(work, user_id=owner.id, devices=())
        device_id = reset_password(visitor, word=link, password_hash="new")
        assert session_user(work, token=opened.token) is None
        cookies = [work.links.sign_device(one) for one in (opened.device_id, device_id)]
        known = own_device(work, user_id=owner.id, cookies=cookies)
        assert known is not None
        assert known.id == device_id

    def test_lets_its_person_in_at_once_whatever_strangers_have_tried(
        self, work: Work, owner: UserView, visitor: Work, link: str
    ) -> None:
        for number in range(50):
            begin_attempt(
                replace(work, actor=Actor(kind=ActorKind.STAFF, network=f"6.6.6.{number}")), email=owner.email
            )
        reset_password(visitor, word=link, password_hash="new")
        assert work.session.exec(select(SignInFailure)).all() == []

    def test_kills_the_other_links(self, work: Work, owner: UserView, visitor: Work, link: str) -> None:
        request_reset(visitor, email=owner.email)
        reset_password(visitor, word=word(work), password_hash="new")
        with pytest.raises(LinkGone):
            reset_reader(visitor, word=link)

    def test_is_not_done_with_the_code_of_the_first_owner(self, work: Work, visitor: Work) -> None:
        code = owner_code(work)
        with pytest.raises(LinkGone):
            reset_reader(visitor, word=code)

    def test_is_too_late_once_the_password_was_changed(
        self, work: Work, owner: UserView, visitor: Work, link: str, by: By
    ) -> None:
        found = signed_in(work, token=open_session(work, user_id=owner.id))
        assert found is not None
        change_password(by(owner), session_id=found.session_id, password_hash="new")
        with pytest.raises(LinkGone):
            reset_reader(visitor, word=link)


class TestOfferReset:
    def test_is_for_the_only_owner(self, work: Work, owner: UserView) -> None:
        assert reset_reader(work, word=offer_reset(work, email="")) == owner

    def test_asks_which_one_of_several(self, work: Work, owner: UserView) -> None:
        other = add_person(work, email="vera@example.com", name="Вера", password_hash="h", role=Role.OWNER)
        with pytest.raises(NotFound):
            offer_reset(work, email="")
        assert reset_reader(work, word=offer_reset(work, email="Vera@example.com")) == other

    def test_is_for_no_manager(self, work: Work, owner: UserView, manager: UserView) -> None:
        with pytest.raises(NotFound):
            offer_reset(work, email=manager.email)
