"""Letters to addresses that strangers typed are few; what is over is kept and waits for a person."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import select

from studio_app.adapters.visitors import is_within, network_of
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.leads.incoming import accept_lead_as_deal, doubts_of
from studio_app.domain.leads.intake.accepting import accept_lead
from studio_app.domain.leads.intake.first_letters import LetterLimits
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.promises import Follows, masked, promise_of, promises_of
from studio_app.domain.leads.intake.receiving import open_deal
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work

LIMITS = LetterLimits(network=partial(network_of, v4=24))


def send(work: Work, ip: str, email: str = "", limits: LetterLimits = LIMITS) -> Lead:
    """A lead from that address, looked at."""
    visitor = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip=ip))
    address = email or f"{work.new_id()}@example.com"
    lead_id = accept_lead(visitor, lead=LeadIn(name="Купи слона", email=address, message=work.new_id())).lead_id
    open_deal(work, lead_id=lead_id, limits=limits)
    return work.session.get_one(Lead, lead_id)


def states(leads: list[Lead]) -> list[LeadState]:
    return [lead.state for lead in leads]


def letters(work: Work) -> int:
    return len(work.session.exec(select(Notification).where(Notification.rule == "brief_link")).all())


class TestLimits:
    @pytest.mark.parametrize(
        ("ours", "theirs"), [("203.0.113.{}", "198.51.100.{}"), ("2001:db8:1:1::{}", "2001:db8:1:2::{}")]
    )
    def test_let_five_an_hour_through_from_one_network(self, studio: Work, ours: str, theirs: str) -> None:
        leads = [send(studio, ours.format(host)) for host in range(1, 7)]
        assert states(leads) == [LeadState.DEAL] * 5 + [LeadState.INCOMING]
        assert letters(studio) == 5
        assert send(studio, theirs.format(1)).state is LeadState.DEAL

    def test_of_a_clock_that_was_ahead_hold_nobody_up(self, studio: Work, clock: FixedClock) -> None:
        now = clock.now()
        clock.set(now + timedelta(days=1))
        [send(studio, "203.0.113.1") for _ in range(6)]
        clock.set(now)
        assert states([send(studio, "203.0.113.1")]) == states([send(studio, "198.51.100.1")])

    def test_let_twenty_a_day_through_from_one_network(self, studio: Work, clock: FixedClock) -> None:
        leads: list[Lead] = []
        for _ in range(21):
            leads.append(send(studio, "203.0.113.9"))
            clock.advance(timedelta(minutes=13))
        assert states(leads) == [LeadState.DEAL] * 20 + [LeadState.INCOMING]
        clock.advance(timedelta(days=1))
        assert send(studio, "203.0.113.9").state is LeadState.DEAL

    def test_let_the_studio_write_so_many_a_day(self, studio: Work) -> None:
        few = replace(LIMITS, studio_a_day=3)
        leads = [send(studio, f"203.0.{host}.1", limits=few) for host in range(4)]
        assert states(leads) == [LeadState.DEAL] * 3 + [LeadState.INCOMING]

    def test_exempt_whom_the_owner_lists(self, studio: Work) -> None:
        listed = replace(LIMITS, studio_a_day=3, is_exempt=partial(is_within, networks="203.0.113.0/24"))
        leads = [send(studio, "203.0.113.7", limits=listed) for _ in range(12)]
        assert states(leads) == [LeadState.DEAL] * 12
        assert send(studio, "198.51.100.1", limits=listed).state is LeadState.DEAL

    def test_do_not_concern_leads_with_a_phone_only(self, studio: Work) -> None:
        none = replace(LIMITS, an_hour=0)
        visitor = replace(studio, actor=Actor(kind=ActorKind.CLIENT, ip="203.0.113.7"))
        lead_id = accept_lead(visitor, lead=LeadIn(name="Мария", phone="+79161234567")).lead_id
        assert open_deal(studio, lead_id=lead_id, limits=none)


class TestHeldLead:
    def test_is_kept_with_its_reason_until_a_person_releases_its_letter(self, studio: Work) -> None:
        held = send(studio, "203.0.113.7", "maria@example.com", replace(LIMITS, an_hour=0))
        assert [doubt.reason for doubt in doubts_of(held.doubts)] == ["many"]
        assert letters(studio) == 0
        accept_lead_as_deal(studio, lead_id=held.id)
        assert letters(studio) == 1


class TestPromise:
    def test_is_a_letter_to_a_masked_address(self, studio: Work) -> None:
        lead = send(studio, "203.0.113.7", "maria@example.com")
        promise = promise_of(studio, lead_id=lead.id, limits=LIMITS)
        assert (promise.follows, promise.to) == (Follows.LETTER, "m•••@example.com")

    def test_is_the_same_for_a_client_who_is_known(self, studio: Work) -> None:
        new = send(studio, "203.0.113.7", "maria@example.com")
        known = send(studio, "203.0.113.8", "maria@example.com")
        assert known.wrote_at is None
        promises = [promise_of(studio, lead_id=one.id, limits=LIMITS) for one in (new, known)]
        assert promises[0] == promises[1]

    def test_is_a_person_where_the_letter_is_held(self, studio: Work) -> None:
        held = send(studio, "203.0.113.7", limits=replace(LIMITS, an_hour=0))
        assert promise_of(studio, lead_id=held.id, limits=LIMITS).follows is Follows.PERSON

    def test_is_for_each_of_several_what_it_is_for_it_alone(self, studio: Work) -> None:
        few = replace(LIMITS, an_hour=2)
        ids = [send(studio, "203.0.113.7", limits=few).id for _ in range(3)] + ["nobody"]
        ids.append(accept_lead(studio, lead=LeadIn(name="Мария", phone="+79161234567")).lead_id)
        together = promises_of(studio, lead_ids=ids[::-1], limits=few)[::-1]
        assert together == [promise_of(studio, lead_id=one, limits=few) for one in ids]
        assert [one.follows.value for one in together] == ["letter", "letter", "person", "person", "call"]

    def test_tells_nothing_after_an_hour(self, studio: Work, clock: FixedClock) -> None:
        lead = send(studio, "203.0.113.7", "maria@example.com")
        clock.advance(timedelta(hours=2))
        assert promise_of(studio, lead_id=lead.id, limits=LIMITS).to == ""

    def test_masks_all_but_the_first_letter(self) -> None:
        assert masked("a@b.example") == "a•••@b.example"
