"""How long leads wait, and who hears of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.leads.intake.receiving import add_deal_by_hand, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.response import (
    ESCALATE,
    ResponseStanding,
    ResponseState,
    escalate_unanswered,
    minutes_waited,
    plan_escalation,
    response_state,
    response_states,
)
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.studio.kinds import StageKind, StageRole
from studio_app.domain.studio.models import LostReason, Stage
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import open_tasks
from studio_app.domain.timeline.events.deals import ContactMade
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LEAD = LeadIn(name="Мария Белова", email="maria@example.com")
STAFF = Actor(kind=ActorKind.STAFF, id="m", name="Иван", role="manager")


@pytest.fixture
def deal_id(studio: Work) -> str:
    return receive_lead(studio, lead=LEAD).deal_id


def call(work: Work, deal_id: str, result: ContactResult = ContactResult.REACHED) -> None:
    log_contact(replace(work, actor=STAFF), deal_id=deal_id, channel=ContactChannel.CALL, result=result)


class TestResponseState:
    def test_is_due_after_the_norm_of_working_time(self, studio: Work, deal_id: str, clock: FixedClock) -> None:
        state = response_state(studio, deal_id=deal_id)
        assert state is not None
        assert (state.due_at - clock.now(), state.is_waiting, state.breached) == (timedelta(hours=1), True, False)

    def test_stands_on_the_deal_until_somebody_answers(self, studio: Work, deal_id: str) -> None:
        deal, state = studio.session.get_one(Deal, deal_id), response_state(studio, deal_id=deal_id)
        assert state is not None
        assert (deal.answer_since, deal.answer_by) == (state.since, state.due_at)
        call(studio, deal_id)
        assert (deal.answer_since, deal.answer_by) == (None, None)

    def test_counts_a_lead_of_the_evening_from_the_next_morning(self, studio: Work, clock: FixedClock) -> None:
        clock.advance(timedelta(hours=5, minutes=40))  # 17:40 in Moscow
        deal_id = receive_lead(studio, lead=LEAD).deal_id
        state = response_state(studio, deal_id=deal_id)
        assert state is not None
        assert state.due_at == datetime(2026, 11, 24, 6, 40, tzinfo=UTC)

    def test_lasts_no_minute_of_the_night(self, studio: Work, clock: FixedClock) -> None:
        clock.advance(timedelta(hours=5, minutes=40))  # 17:40 in Moscow
        deal_id = receive_lead(studio, lead=LEAD).deal_id
        clock.advance(timedelta(hours=16))  # 9:40
        state = response_state(studio, deal_id=deal_id)
        assert state is not None
        assert minutes_waited(studio, state) == 60

    def test_ends_with_the_first_contact_of_a_person(self, studio: Work, deal_id: str, clock: FixedClock) -> None:
        client = replace(studio, actor=Actor(kind=ActorKind.CLIENT))
        record(
            client, ContactMade(deal_id=deal_id, channel="call", result="reached", minutes=0, text="", contact_id=None)
        )
        call(studio, deal_id, result=ContactResult.NO_ANSWER)
        assert response_states(studio, deal_ids=[deal_id])[deal_id].is_waiting
        clock.advance(timedelta(minutes=20))
        call(studio, deal_id)
        answered = clock.now()
        clock.advance(timedelta(days=3))
        call(studio, deal_id)
        state = response_state(studio, deal_id=deal_id)
        assert state is not None
        assert (state.answered_at, state.breached) == (answered, False)

    def test_is_none_for_a_deal_entered_by_hand(self, studio: Work) -> None:
        received = add_deal_by_hand(studio, lead=LEAD)
        assert response_state(studio, deal_id=received.deal_id) is None


class TestStanding:
    """How a lead's answer stands, by whether it came, whether it was late, and the stage of its deal."""

    @pytest.mark.parametrize("stage", StageKind)
    @pytest.mark.parametrize("breached", [False, True])
    def test_an_answer_is_told_of_in_every_stage(self, stage: StageKind, breached: bool) -> None:
        told = ResponseStanding.LATE_ANSWERED if breached else ResponseStanding.ANSWERED
        assert self._state(breached, answered=True).standing(stage) is told

    @pytest.mark.parametrize(("breached", "told"), [(False, ResponseStanding.WAITING), (True, ResponseStanding.LATE)])
    def test_nobody_waits_once_the_deal_has_ended(self, breached: bool, told: ResponseStanding) -> None:
        found = {stage: self._state(breached, answered=False).standing(stage) for stage in StageKind}
        assert found == {StageKind.OPEN: told, StageKind.WON: None, StageKind.LOST: None}

    def _state(self, breached: bool, *, answered: bool) -> ResponseState:
        at = datetime(2026, 11, 23, 9, tzinfo=UTC)
        return ResponseState(since=at, due_at=at, answered_at=at if answered else None, breached=breached)


class TestEscalateUnanswered:
    def test_raises_a_task_and_writes_to_the_owner_once(self, studio: Work, deal_id: str, clock: FixedClock) -> None:
        assert escalate_unanswered(studio) == 0
        clock.advance(timedelta(hours=1, minutes=1))
        assert (escalate_unanswered(studio), escalate_unanswered(studio)) == (1, 0)
        assert [task.kind for task in open_tasks(studio, deal_id=deal_id)] == [TaskKind.LEAD_UNANSWERED]
        letter = studio.session.exec(select(Notification).where(Notification.rule == "lead_unanswered")).one()
        decision = decide(studio, notification_id=letter.id)
        assert decision.verdict is Verdict.SEND
        assert decision.facts is not None
        assert (decision.facts.recipient, decision.facts.path) == ("owner@studio.example", f"/deal/{deal_id}")

    def test_takes_the_letter_back_when_somebody_answers_meanwhile(
        self, studio: Work, deal_id: str, clock: FixedClock
    ) -> None:
        clock.advance(timedelta(hours=2))
        escalate_unanswered(studio)
        call(studio, deal_id)
        letter = studio.session.exec(select(Notification).where(Notification.rule == "lead_unanswered")).one()
        assert decide(studio, notification_id=letter.id).verdict is Verdict.CANCEL

    def test_lets_answered_and_ended_deals_be(self, studio: Work, deal_id: str, clock: FixedClock) -> None:
        lost = receive_lead(studio, lead=replace(LEAD, name="Олег", email="oleg@example.com")).deal_id
        stage = studio.session.exec(select(Stage).where(Stage.role == StageRole.LOST)).one()
        reason = studio.session.exec(select(LostReason)).first()
        assert reason is not None
        version = studio.session.get_one(Deal, lost).version
        move(studio, deal_id=lost, stage_id=stage.id, version=version, lost_reason_id=reason.id)
        call(studio, deal_id)
        clock.advance(timedelta(hours=2))
        assert escalate_unanswered(studio) == 0
        assert not studio.session.exec(
            select(TimelineEvent).where(TimelineEvent.kind == EventKind.LEAD_UNANSWERED)
        ).all()


class TestPlanEscalation:
    def test_plans_one_look_in_five_minutes(self, studio: Work, jobs: RecordingJobs) -> None:
        plan_escalation(studio)
        plan_escalation(studio)
        (job,) = [one for one in jobs.enqueued if one.job == ESCALATE]
        assert job.at == datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
