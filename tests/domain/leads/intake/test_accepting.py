"""A lead is accepted first, and its deal is made after."""

from dataclasses import replace

import pytest
from sqlmodel import func, select

from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.assignment.workload import StudioNotReady
from studio_app.domain.leads.intake.accepting import accept_lead, waiting_leads
from studio_app.domain.leads.intake.models import Lead, LeadGuard
from studio_app.domain.leads.intake.receiving import open_deal, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

LEAD = LeadIn(name="Мария Белова", email="maria@example.com", message="Нужен сайт", source="telegram", locale="en")


def _deals(work: Work) -> int:
    return work.session.exec(select(func.count()).select_from(Deal)).one()


class TestAcceptLead:
    def test_keeps_the_lead_without_a_deal(self, studio: Work) -> None:
        accepted = accept_lead(studio, lead=LEAD)
        assert accepted.created
        assert waiting_leads(studio) == [accepted.lead_id]
        assert studio.session.get_one(Lead, accepted.lead_id).message == "Нужен сайт"
        assert _deals(studio) == 0

    def test_knows_a_repeated_lead_before_the_first_has_its_deal(self, studio: Work) -> None:
        first = accept_lead(studio, lead=LEAD)
        again = accept_lead(studio, lead=replace(LEAD, idempotency_key="k"))
        assert (again.lead_id, again.created) == (first.lead_id, False)
        assert waiting_leads(studio) == [first.lead_id]

    def test_is_refused_while_nobody_could_take_it(self, work: Work) -> None:
        with pytest.raises(StudioNotReady):
            accept_lead(work, lead=LEAD)

    def test_leaves_nothing_of_the_claim_when_it_is_rolled_back(self, studio: Work) -> None:
        studio.session.commit()
        accept_lead(studio, lead=LEAD)
        studio.session.rollback()
        assert studio.session.exec(select(LeadGuard)).all() == []
        assert accept_lead(studio, lead=LEAD).created


class TestWaitingLeads:
    def test_are_the_oldest_first_without_those_set_aside(self, studio: Work) -> None:
        ids = sorted(accept_lead(studio, lead=replace(LEAD, name=name)).lead_id for name in "ABCD")
        assert waiting_leads(studio) == ids
        assert waiting_leads(studio, besides=frozenset(ids[:1]), limit=2) == ids[1:3]


class TestOpenDeal:
    def test_makes_the_deal_once(self, studio: Work) -> None:
        accepted = accept_lead(studio, lead=LEAD)
        deal_id = open_deal(studio, lead_id=accepted.lead_id)
        assert deal_id is not None
        assert open_deal(studio, lead_id=accepted.lead_id) is None
        assert studio.session.get_one(Lead, accepted.lead_id).deal_id == deal_id
        assert studio.session.get_one(Deal, deal_id).locale == "en"
        assert (_deals(studio), waiting_leads(studio)) == (1, [])

    def test_is_the_clients_doing_in_the_timeline(self, studio: Work) -> None:
        client = Actor(kind=ActorKind.CLIENT, ip="203.0.113.9", user_agent="Firefox")
        accepted = accept_lead(replace(studio, actor=client), lead=LEAD)
        open_deal(studio, lead_id=accepted.lead_id)
        event = studio.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.DEAL_CREATED)).one()
        assert (event.actor_kind, event.ip) == (ActorKind.CLIENT, "203.0.113.9")
        assert event in [one.row for one in studio.events]

    def test_happens_at_once_for_those_who_cannot_wait(self, studio: Work) -> None:
        accepted = accept_lead(studio, lead=LEAD)
        received = receive_lead(studio, lead=LEAD)
        assert (received.lead_id, received.created) == (accepted.lead_id, False)
        assert studio.session.get_one(Deal, received.deal_id).title == "Мария Белова"
