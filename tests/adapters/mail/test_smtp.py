"""Letters over SMTP, against a real server on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller

from studio_app.adapters.mail.smtp import SmtpMailer, SmtpSettings, compose
from studio_app.domain.notifications.ports import Envelope, MailNotNow, MailRefused, MailTrouble
from studio_app.domain.notifications.schemas import LetterText

ENVELOPE = Envelope(
    message_id="<0199@studio.example>",
    recipient="client@example.com",
    sender_name="Студия «Север»",
    reply_to="manager@studio.example",
    text=LetterText(subject="Счёт № 7 на оплату", text="Здравствуйте!\n", html="<p>Здравствуйте!</p>"),
    reminder=False,
)


class Server:
    """Keeps what arrives; answers as it is told."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(cast("EmailMessage", message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server() -> Iterator[tuple[Server, SmtpMailer]]:
    port, handler = free_port(), Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings = SmtpSettings(
        host="127.0.0.1", port=port, tls="none", user="", password="", sender="studio@studio.example"
    )
    yield handler, SmtpMailer(settings)
    controller.stop()


class TestCompose:
    def test_says_the_same_in_text_and_html(self) -> None:
        message = compose(ENVELOPE, sender="studio@studio.example")
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]

    def test_is_marked_as_automatic_and_named_for_good(self) -> None:
        message = compose(ENVELOPE, sender="studio@studio.example")
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Message-ID"] == "<0199@studio.example>"
        assert message["Reply-To"] == "manager@studio.example"

    def test_offers_to_stop_reminders_only(self) -> None:
        sender = "studio@studio.example"
        assert compose(ENVELOPE, sender=sender)["List-Unsubscribe"] is None
        reminder = compose(replace(ENVELOPE, reminder=True), sender=sender)
        assert reminder["List-Unsubscribe"] == "<mailto:manager@studio.example?subject=unsubscribe>"

    def test_lets_no_line_break_into_the_headers(self) -> None:
        text = replace(ENVELOPE.text, subject="Счёт\r\nBcc: all@example.com")
        message = compose(replace(ENVELOPE, text=text), sender="studio@studio.example")
        assert message["Bcc"] is None
        assert message["Subject"] == "Счёт Bcc: all@example.com"


@pytest.mark.service
class TestSend:
    def test_arrives_with_its_cyrillic_words(self, server: tuple[Server, SmtpMailer]) -> None:
        handler, mailer = server
        mailer.send(ENVELOPE)
        (message,) = handler.messages
        assert message["Subject"] == "Счёт № 7 на оплату"
        assert message["From"].addresses[0].display_name == "Студия «Север»"
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        assert text is not None
        assert html is not None
        assert text.get_content().strip() == "Здравствуйте!"
        assert "<p>Здравствуйте!</p>" in html.get_content()

    def test_is_refused_for_good_where_the_address_does_not_exist(self, server: tuple[Server, SmtpMailer]) -> None:
        handler, mailer = server
        handler.answer = "550 no such user"
        with pytest.raises(MailRefused, match="550"):
            mailer.send(ENVELOPE)

    def test_may_be_tried_again_where_the_server_is_busy(self, server: tuple[Server, SmtpMailer]) -> None:
        handler, mailer = server
        handler.answer = "451 try again later"
        with pytest.raises(Exception, match="451") as caught:
            mailer.send(ENVELOPE)
        assert not isinstance(caught.value, MailRefused)

    def test_may_be_tried_again_where_nobody_answers(self) -> None:
        settings = SmtpSettings(host="127.0.0.1", port=1, tls="none", user="", password="", sender="a@b.example")
        with pytest.raises(MailNotNow) as caught:
            SmtpMailer(settings).send(ENVELOPE)
        assert caught.value.trouble is MailTrouble.UNREACHABLE

    def test_says_where_the_server_offers_less_than_is_asked_of_it(self, server: tuple[Server, SmtpMailer]) -> None:
        plain = server[1]._settings
        for asked, trouble in (
            (replace(plain, tls="starttls"), MailTrouble.NO_ENCRYPTION),
            (replace(plain, user="studio", password="secret"), MailTrouble.SIGN_IN),
        ):
            with pytest.raises(MailNotNow) as caught:
                SmtpMailer(asked).send(ENVELOPE)
            assert caught.value.trouble is trouble
        assert server[0].messages == []
