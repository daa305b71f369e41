"""An answer goes where the client has written, once, and says when it did not get through."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.leads.conversations import MessageIn, Outcome, take_message
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.kinds import ConversationKind, Sending
from studio_app.domain.leads.models import Message
from studio_app.domain.leads.replies import (
    MAX_ATTEMPTS,
    NEW_LETTER,
    SEND_REPLY,
    failed_replies,
    note_reply_failure,
    note_reply_sent,
    reply_to_send,
    reply_ways,
    send_reply_again,
    write_reply,
)
from studio_app.domain.leads.response import response_state
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work


@pytest.fixture
def deal(studio: Work) -> str:
    person = studio.session.exec(select(User).where(User.role == Role.MANAGER)).one()
    received = receive_lead(studio, lead=LeadIn(name="Мария", email="maria@example.com"))
    studio.actor = Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role="manager")
    return received.deal_id


def letter(work: Work, *, number: int = 1, thread: tuple[str, ...] = ()) -> Outcome:
    message = MessageIn(
        kind=ConversationKind.MAIL,
        external_id=f"<{number}@example.com>",
        address="maria@example.com",
        name="Мария",
        subject="Сайт",
        text="Сколько стоит?",
        at=work.now() + timedelta(minutes=number),
        thread=thread,
    )
    return take_message(work, message=message)


def kinds(work: Work, deal_id: str) -> list[str]:
    query = select(TimelineEvent.kind).where(TimelineEvent.deal_id == deal_id)
    return [kind for kind in work.session.exec(query.order_by(col(TimelineEvent.id))) if kind.startswith("message.")]


class TestReplyWays:
    def test_offers_the_conversation_and_else_the_contact(self, studio: Work, deal: str) -> None:
        assert [way.id for way in reply_ways(studio, deal_id=deal)] == [NEW_LETTER]
        letter(studio)
        (way,) = reply_ways(studio, deal_id=deal)
        assert (way.kind, way.address) == (ConversationKind.MAIL, "maria@example.com")
        assert way.id != NEW_LETTER


class TestWriteReply:
    def test_keeps_the_thread(self, studio: Work, deal: str, jobs: RecordingJobs) -> None:
        letter(studio)
        letter(studio, number=2, thread=("<1@example.com>",))
        (way,) = reply_ways(studio, deal_id=deal)
        message_id = write_reply(studio, deal_id=deal, way=way.id, text=" От 200 тысяч. ")
        studio.session.get_one(Message, message_id).at = studio.now() + timedelta(hours=1)
        out = reply_to_send(studio, message_id=message_id)
        assert out is not None
        assert (out.subject, out.text) == ("Re: Сайт", "От 200 тысяч.")
        assert out.thread == ("<1@example.com>", "<2@example.com>")
        assert [job.args for job in jobs.enqueued if job.job == SEND_REPLY] == [{"message_id": message_id}]

    def test_is_answered_in_the_same_deal(self, studio: Work, deal: str) -> None:
        message_id = write_reply(studio, deal_id=deal, way=NEW_LETTER, text="Здравствуйте")
        note_reply_sent(studio, message_id=message_id, external_id="<ours@studio.example>")
        back = MessageIn(
            kind=ConversationKind.MAIL,
            external_id="<b@other.example>",
            address="other@address.example",
            name="Мария с работы",
            text="Да",
            at=studio.now(),
            thread=("<ours@studio.example>",),
        )
        assert take_message(studio, message=back) is Outcome.DEAL
        assert kinds(studio, deal) == [EventKind.MESSAGE_WRITTEN, EventKind.MESSAGE_SENT, EventKind.MESSAGE_RECEIVED]

    @pytest.mark.parametrize("text", ["  ", "x" * 4001])
    def test_refuses_nothing_and_too_much(self, studio: Work, deal: str, text: str) -> None:
        with pytest.raises(Invalid):
            write_reply(studio, deal_id=deal, way=NEW_LETTER, text=text)

    def test_refuses_a_conversation_of_another_deal(self, studio: Work, deal: str) -> None:
        letter(studio)
        (way,) = reply_ways(studio, deal_id=deal)
        other = receive_lead(
            replace(studio, actor=Actor(kind=ActorKind.CLIENT)), lead=LeadIn(name="Олег", email="o@example.org")
        )
        with pytest.raises(NotFound):
            write_reply(studio, deal_id=other.deal_id, way=way.id, text="?")


class TestNoteReplySent:
    def test_stops_the_clock_of_the_answer(self, studio: Work, deal: str) -> None:
        message_id = write_reply(studio, deal_id=deal, way=NEW_LETTER, text="Здравствуйте")
        state = response_state(studio, deal_id=deal)
        assert state is not None
        assert state.is_waiting
        note_reply_sent(studio, message_id=message_id, external_id="<a@b>")
        note_reply_sent(studio, message_id=message_id, external_id="<a@b>")
        state = response_state(studio, deal_id=deal)
        assert state is not None
        assert not state.is_waiting
        assert reply_to_send(studio, message_id=message_id) is None
        assert kinds(studio, deal) == [EventKind.MESSAGE_WRITTEN, EventKind.MESSAGE_SENT]


class TestNoteReplyFailure:
    def test_gives_up_after_the_last_try_and_can_be_sent_again(self, studio: Work, deal: str) -> None:
        message_id = write_reply(studio, deal_id=deal, way=NEW_LETTER, text="Здравствуйте")

        def fail() -> bool:
            return note_reply_failure(studio, message_id=message_id, problem="mail", detail="x", final=False)

        assert [fail() for _ in range(MAX_ATTEMPTS)] == [True] * (MAX_ATTEMPTS - 1) + [False]
        assert [one.message_id for one in failed_replies(studio, deal_id=deal)] == [message_id]
        assert kinds(studio, deal) == [EventKind.MESSAGE_WRITTEN, EventKind.MESSAGE_FAILED]
        send_reply_again(studio, message_id=message_id)
        assert studio.session.get_one(Message, message_id).sending is Sending.PLANNED
        assert failed_replies(studio, deal_id=deal) == ()
