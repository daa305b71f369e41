"""A stranger's words never stand in a letter to an address that the stranger has typed."""

import pytest
from sqlmodel import select

from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.domain.briefs.models import Brief
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.leads.intake.accepting import accept_lead
from studio_app.domain.leads.intake.receiving import add_deal_by_hand, open_deal
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import LetterText
from studio_app.domain.notifications.sending import decide, note_sent
from studio_app.domain.work import Work

SPAM = ("Выиграйте миллион", "casino.example", "Позвоните скорее")


def lead(locale: str) -> LeadIn:
    return LeadIn(name=SPAM[0], company=SPAM[1], message=SPAM[2], email="victim@example.com", locale=locale)


def written(work: Work, rule: str) -> LetterText:
    row = work.session.exec(select(Notification).where(Notification.rule == rule)).one()
    facts = decide(work, notification_id=row.id).facts
    assert facts is not None
    return TemplateWriter("https://studio.example").write(facts)


def whole(letter: LetterText) -> str:
    return f"{letter.subject}\n{letter.text}\n{letter.html}"


class TestFirstLetter:
    @pytest.mark.parametrize(("locale", "maybe"), [("ru", "возможно вы"), ("en", "perhaps you")])
    def test_has_the_link_and_no_word_of_the_sender(self, studio: Work, locale: str, maybe: str) -> None:
        lead_id = accept_lead(studio, lead=lead(locale)).lead_id
        open_deal(studio, lead_id=lead_id)
        letter = written(studio, "brief_link")
        assert [word for word in SPAM if word in whole(letter)] == []
        assert maybe in letter.text
        assert maybe in letter.html
        assert "https://studio.example/b/" in letter.text

    def test_is_followed_by_such_reminders(self, studio: Work) -> None:
        open_deal(studio, lead_id=accept_lead(studio, lead=lead("ru")).lead_id)
        first = studio.session.exec(select(Notification).where(Notification.rule == "brief_link")).one()
        note_sent(
            studio,
            notification_id=first.id,
            recipient="",
            message_id="<1@t>",
            copy=LetterText("", "", ""),
            kept=False,
        )
        reminder = studio.session.exec(select(Notification).where(Notification.rule == "brief_reminder")).one()
        studio.clock.advance(reminder.planned_at - studio.now())
        assert [word for word in SPAM if word in whole(written(studio, "brief_reminder"))] == []

    def test_greets_whoever_has_answered(self, studio: Work) -> None:
        open_deal(studio, lead_id=accept_lead(studio, lead=lead("ru")).lead_id)
        studio.session.exec(select(Brief)).one().saved_at = studio.now()
        assert SPAM[0] in written(studio, "brief_link").text

    def test_greets_whom_a_person_of_the_studio_has_entered(self, studio: Work) -> None:
        made = add_deal_by_hand(studio, lead=lead("ru"))
        send_brief(studio, deal_id=made.deal_id)
        assert SPAM[0] in written(studio, "brief_link").text
