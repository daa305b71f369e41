"""Answers leave through the mail server and the bot; what is refused is said, what is shaky is tried again."""

from dataclasses import dataclass, field, replace

import httpx
import pytest
from sqlmodel import col, select

from studio_app.adapters.mail.delivery import NotSent
from studio_app.adapters.mail.smtp import compose
from studio_app.adapters.replies import Replies
from studio_app.adapters.telegram.bot import TelegramBot
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.leads.models import Conversation, Message
from studio_app.domain.leads.replies import NEW_LETTER, write_reply
from studio_app.domain.notifications.ports import Envelope, MailRefused
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work


@dataclass
class Post:
    """A mail server that keeps what it gets, or does not."""

    keeps: bool = False
    trouble: Exception | None = None
    sent: list[Envelope] = field(default_factory=list[Envelope])

    def send(self, envelope: Envelope) -> None:
        if self.trouble:
            raise self.trouble
        self.sent.append(envelope)


def _deal(work: Work, *, locale: str = "ru") -> str:
    return receive_lead(work, lead=LeadIn(name="Мария", email="maria@example.com", locale=locale)).deal_id


def _named(work: Work) -> None:
    row = work.session.get_one(Studio, THE_STUDIO)
    row.name, row.name_en = "Студия света", "Studio of Light"


def _chat(work: Work, *, deal_id: str) -> str:
    row = Conversation(
        id=work.new_id(), kind=ConversationKind.TELEGRAM, address="77", name="М", deal_id=deal_id, last_at=work.now()
    )
    work.session.add(row)
    return row.id


def _told(work: Work) -> list[tuple[str, str]]:
    rows = work.session.exec(select(TimelineEvent).order_by(col(TimelineEvent.id)))
    return [(row.kind, str(row.payload.get("problem", ""))) for row in rows if row.kind.startswith("message.")]


def _message(work: Work) -> Message:
    return work.session.exec(select(Message)).one()


class Correspondence:
    """Writes an answer and has it delivered."""

    def __init__(self, services: Services, post: Post, bot: TelegramBot | None = None, *, locale: str = "ru") -> None:
        self.runner = services.runner
        self.replies = Replies(
            runner=self.runner, mailer=post, bot=bot, url="https://studio.example", mailbox="in@studio.example"
        )
        self.deal_id = self.runner.run_sync(SYSTEM, _deal, locale=locale)

    def send(self, *, by_bot: bool = False) -> None:
        way = self.runner.run_sync(SYSTEM, _chat, deal_id=self.deal_id) if by_bot else NEW_LETTER
        written = self.runner.run_sync(SYSTEM, write_reply, deal_id=self.deal_id, way=way, text="Ответ")
        self.replies.deliver(written)
        self.replies.deliver(written)  # a job may run more than once

    def told(self) -> list[tuple[str, str]]:
        return self.runner.read_sync(SYSTEM, _told)


def bot(services: Services, answer: httpx.Response) -> TelegramBot:
    transport = httpx.MockTransport(lambda _: answer)
    return TelegramBot("1:x", runner=services.runner, url="u", api_base="https://t.example", transport=transport)


class TestDeliver:
    @pytest.mark.parametrize(("locale", "name"), [("en", "Studio of Light"), ("ru", "Студия света")])
    def test_a_letter_comes_from_the_name_that_the_client_reads_on_the_pages(
        self, services_on_disk: Services, locale: str, name: str
    ) -> None:
        services_on_disk.runner.run_sync(SYSTEM, _named)
        post = Post()
        Correspondence(services_on_disk, post, locale=locale).send()
        assert [envelope.sender_name for envelope in post.sent] == [name]

    def test_sends_a_letter_once_as_a_person_writes_it(self, services_on_disk: Services) -> None:
        post = Post()
        correspondence = Correspondence(services_on_disk, post)
        correspondence.send()
        (envelope,) = post.sent
        assert (envelope.recipient, envelope.reply_to) == ("maria@example.com", "in@studio.example")
        assert correspondence.told() == [(EventKind.MESSAGE_WRITTEN, ""), (EventKind.MESSAGE_SENT, "")]
        assert correspondence.runner.read_sync(SYSTEM, _message).external_id == envelope.message_id

    def test_says_that_there_is_no_mail_server(self, services_on_disk: Services) -> None:
        correspondence = Correspondence(services_on_disk, Post(keeps=True))
        correspondence.send()
        assert correspondence.told() == [(EventKind.MESSAGE_WRITTEN, ""), (EventKind.MESSAGE_FAILED, "no_server")]

    def test_gives_up_on_an_address_that_is_refused(self, services_on_disk: Services) -> None:
        correspondence = Correspondence(services_on_disk, Post(trouble=MailRefused("550")))
        correspondence.send()
        assert correspondence.told()[-1] == (EventKind.MESSAGE_FAILED, "refused")

    def test_tries_again_what_did_not_get_out(self, services_on_disk: Services) -> None:
        correspondence = Correspondence(services_on_disk, Post(trouble=OSError("down")))
        with pytest.raises(NotSent):
            correspondence.send()
        assert correspondence.told() == [(EventKind.MESSAGE_WRITTEN, "")]

    def test_writes_into_the_chat(self, services_on_disk: Services) -> None:
        sent = httpx.Response(200, json={"ok": True, "result": {"message_id": 5}})
        correspondence = Correspondence(services_on_disk, Post(), bot(services_on_disk, sent))
        correspondence.send(by_bot=True)
        assert correspondence.told() == [(EventKind.MESSAGE_WRITTEN, ""), (EventKind.MESSAGE_SENT, "")]
        assert correspondence.runner.read_sync(SYSTEM, _message).external_id == "77/5"

    def test_says_that_the_bot_was_stopped(self, services_on_disk: Services) -> None:
        refused = httpx.Response(403, json={"ok": False, "error_code": 403})
        correspondence = Correspondence(services_on_disk, Post(), bot(services_on_disk, refused))
        correspondence.send(by_bot=True)
        assert correspondence.told()[-1] == (EventKind.MESSAGE_FAILED, "blocked")

    def test_tries_again_when_telegram_is_away(self, services_on_disk: Services) -> None:
        away = httpx.Response(502, json={"ok": False})
        correspondence = Correspondence(services_on_disk, Post(), bot(services_on_disk, away))
        with pytest.raises(NotSent):
            correspondence.send(by_bot=True)


class TestCompose:
    def test_keeps_the_thread_and_is_no_automatic_mail(self, services_on_disk: Services) -> None:
        post = Post()
        Correspondence(services_on_disk, post).send()
        (envelope,) = post.sent
        message = compose(replace(envelope, thread=("<1@a>", "<2@a>")), sender="studio@studio.example")
        assert (message["In-Reply-To"], message["References"]) == ("<2@a>", "<1@a> <2@a>")
        assert message["Auto-Submitted"] is None
        assert message.get_content_type() == "text/plain"
