"""A brief is sent, filled in over several visits and submitted once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.briefs.merging import MAX_RIVALS
from studio_app.domain.briefs.models import Brief, Questionnaire
from studio_app.domain.briefs.schemas import Choice, Filled
from studio_app.domain.briefs.service import (
    AlreadySubmitted,
    BriefIncomplete,
    answers_of,
    open_brief,
    save_answers,
    send_brief,
    submit_brief,
)
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.pricing.models import Estimate
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import Stage
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

LEAD = LeadIn(name="Мария", email="maria@example.com", message="Нужен магазин", answers={"pages": "12", "other": "x"})
FULL = {
    "goals": "Больше заявок",
    "site_kind": "shop",
    "pages": "12",
    "languages": ["en", "ru"],
    "design": "custom",
    "content": "client",
    "deadline": "month",
    "budget": "300 000 ₽",
    "sections": "Главная\n\n Каталог \nГлавная",
}


@pytest.fixture
def deal_id(studio: Work) -> str:
    return receive_lead(studio, lead=LEAD).deal_id


@pytest.fixture
def token(studio: Work, deal_id: str) -> str:
    return send_brief(studio, deal_id=deal_id).path.removeprefix("/b/")


def _kinds(work: Work) -> list[str]:
    return [event.kind for event in work.session.exec(select(TimelineEvent)) if event.deal_id is not None]


class TestSendBrief:
    def test_follows_a_lead_with_an_address_by_itself(self, studio: Work, deal_id: str) -> None:
        deal = studio.session.get_one(Deal, deal_id)
        assert _kinds(studio)[:2] == [EventKind.DEAL_CREATED, EventKind.BRIEF_PUBLISHED]
        assert studio.session.get_one(Stage, deal.stage_id).role is StageRole.BRIEF

    def test_waits_for_a_person_when_there_is_no_address(self, studio: Work) -> None:
        deal_id = receive_lead(studio, lead=replace(LEAD, email="", phone="+79161234567")).deal_id
        assert EventKind.BRIEF_PUBLISHED not in _kinds(studio)
        send_brief(studio, deal_id=deal_id)
        assert EventKind.BRIEF_PUBLISHED in _kinds(studio)

    def test_gives_the_same_link_again(self, studio: Work, deal_id: str) -> None:
        assert send_brief(studio, deal_id=deal_id) == send_brief(studio, deal_id=deal_id)

    def test_is_filled_in_with_what_the_lead_told(self, studio: Work, token: str) -> None:
        assert open_brief(studio, token=token).answers == {"goals": "Нужен магазин", "pages": 12}

    def test_keeps_its_questions_when_the_questionnaire_changes(self, studio: Work, token: str) -> None:
        before = open_brief(studio, token=token).questions
        old = studio.session.exec(select(Questionnaire)).one()
        studio.session.add(
            Questionnaire(id="v2", key=old.key, version=2, name_ru="А", name_en="A", questions=old.questions[:1])
        )
        studio.session.flush()
        assert open_brief(studio, token=token).questions == before


class TestSaveAnswers:
    def test_keeps_what_is_usable_and_tells_about_the_rest(self, studio: Work, token: str, deal_id: str) -> None:
        saved = save_answers(studio, token=token, filled=Filled({"design": "custom", "pages": "many", "budget": "-5"}))
        assert [(problem.key, problem.reason) for problem in saved.problems] == [
            ("pages", "number"),
            ("budget", "negative"),
        ]
        assert answers_of(studio, deal_id=deal_id) == {"goals": "Нужен магазин", "pages": 12, "design": "custom"}

    def test_clears_an_answer_that_was_emptied(self, studio: Work, token: str, deal_id: str) -> None:
        save_answers(studio, token=token, filled=Filled({"goals": " "}))
        assert "goals" not in answers_of(studio, deal_id=deal_id)

    def test_keeps_few_answers_of_other_pages_beside_one(self, studio: Work, token: str) -> None:
        """Each save compares all of them while everybody else who writes waits."""
        save_answers(
            studio, token=token, filled=Filled({"goals": "first"}, seen={"goals": "Нужен магазин"}, page="one")
        )
        for number in range(MAX_RIVALS):
            other = Filled({"goals": f"other {number}"}, seen={"goals": ""}, page=f"page {number}")
            assert save_answers(studio, token=token, filled=other).problems
        for text in ("one more", ""):
            with pytest.raises(Invalid, match="elsewhere"):
                save_answers(studio, token=token, filled=Filled({"goals": text}, seen={"goals": "?"}, page="one more"))
        chosen = Filled({}, page="page 1", choices={"goals": Choice("first", ("first", "other 0"))})
        save_answers(studio, token=token, filled=chosen)  # a choice makes room
        save_answers(studio, token=token, filled=Filled({"goals": "one more"}, seen={"goals": "?"}, page="one more"))

    def test_records_one_event_a_visit(self, studio: Work, token: str, clock: FixedClock) -> None:
        for minutes in (0, 1, 5, 40):
            clock.advance(timedelta(minutes=minutes))
            save_answers(studio, token=token, filled=Filled({"goals": f"{minutes}"}))
        assert _kinds(studio).count(EventKind.BRIEF_SAVED) == 2

    def test_finds_nothing_behind_an_unknown_link(self, studio: Work, token: str) -> None:
        with pytest.raises(NotFound):
            save_answers(studio, token=token[:-1] + "!", filled=Filled({}))


class TestSubmitBrief:
    def test_types_the_answers_and_makes_the_estimate_ready(self, studio: Work, token: str, deal_id: str) -> None:
        submit_brief(studio, token=token, filled=Filled(FULL))
        answers = answers_of(studio, deal_id=deal_id)
        assert answers["pages"] == 12
        assert answers["budget"] == 300_000
        assert answers["languages"] == ["ru", "en"]
        assert answers["sections"] == ["Главная", "Каталог"]
        assert studio.session.exec(select(Estimate).where(Estimate.deal_id == deal_id)).one()

    def test_closes_the_document(self, studio: Work, token: str) -> None:
        submit_brief(studio, token=token, filled=Filled(FULL))
        brief = studio.session.exec(select(Brief)).one()
        assert brief.submitted_at == studio.now()
        assert studio.session.get_one(Document, brief.document_id).status is DocumentStatus.ACCEPTED

    def test_names_every_gap_and_mistake(self, studio: Work, token: str) -> None:
        with pytest.raises(BriefIncomplete) as refusal:
            submit_brief(
                studio, token=token, filled=Filled({**FULL, "design": "", "pages": "0", "deadline": "yesterday"})
            )
        assert {(problem.key, problem.reason) for problem in refusal.value.problems} == {
            ("design", "unchosen"),
            ("pages", "between"),
            ("deadline", "choice"),
        }

    def test_changes_nothing_the_second_time(self, studio: Work, token: str, deal_id: str) -> None:
        submit_brief(studio, token=token, filled=Filled(FULL))
        submit_brief(studio, token=token, filled=Filled({**FULL, "goals": "Другое"}))
        assert answers_of(studio, deal_id=deal_id)["goals"] == "Больше заявок"
        assert _kinds(studio).count(EventKind.BRIEF_SUBMITTED) == 1

    def test_lets_nothing_be_saved_afterwards(self, studio: Work, token: str) -> None:
        submit_brief(studio, token=token, filled=Filled(FULL))
        with pytest.raises(AlreadySubmitted):
            save_answers(studio, token=token, filled=Filled({"goals": "Другое"}))
