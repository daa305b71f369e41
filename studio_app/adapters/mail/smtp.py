"""Letters through a mail server by SMTP."""

import asyncio
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from typing import Literal

import aiosmtplib

from studio_app.domain.notifications.ports import Envelope, MailRefused

_TIMEOUT = 20.0  # seconds for each exchange with the server
_PERMANENT = 500


@dataclass(frozen=True)
class SmtpSettings:
    """Where the mail server is and who we are to it."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "none"]
    user: str
    password: str
    sender: str  # the address that letters come from


class SmtpMailer:
    """Sends each letter over a connection of its own; a lost connection harms one try of one letter."""

    keeps = False

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings

    def send(self, envelope: Envelope) -> None:
        """Hand the letter over. Raises MailRefused where the server says never, other errors where not now."""
        try:
            asyncio.run(self._send(compose(envelope, sender=self._settings.sender)))
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(refused.code >= _PERMANENT for refused in error.recipients):
                raise MailRefused(_told(error.recipients[0])) from error
            raise
        except aiosmtplib.SMTPAuthenticationError:
            raise  # ours to mend in the settings, not the reader's fault
        except aiosmtplib.SMTPResponseException as error:
            if error.code >= _PERMANENT:
                raise MailRefused(_told(error)) from error
            raise

    async def _send(self, message: EmailMessage) -> None:
        ours = self._settings
        await aiosmtplib.send(
            message,
            hostname=ours.host,
            port=ours.port,
            username=ours.user or None,
            password=ours.password or None,
            use_tls=ours.tls == "tls",
            start_tls=ours.tls == "starttls",
            timeout=_TIMEOUT,
        )


class OutboxMailer:
    """Sends nothing: without a mail server the letters stay readable in the outbox."""

    keeps = True

    def send(self, envelope: Envelope) -> None:
        """Leave the letter where it is."""


def compose(envelope: Envelope, *, sender: str) -> EmailMessage:
    """The message: plain text first, HTML as its alternative, headers of automatic mail (RFC 3834)."""
    message = EmailMessage()
    message["From"] = Address(envelope.sender_name, addr_spec=sender)
    message["To"] = envelope.recipient
    if envelope.reply_to:
        message["Reply-To"] = envelope.reply_to
    message["Subject"] = " ".join(envelope.text.subject.split())
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    if envelope.reminder:
        # a reminder may be declined: the answer reaches the manager, who ends it (RFC 2369)
        message["List-Unsubscribe"] = f"<mailto:{envelope.reply_to or sender}?subject=unsubscribe>"
    message.set_content(envelope.text.text)
    message.add_alternative(envelope.text.html, subtype="html")
    return message


def _told(error: aiosmtplib.SMTPResponseException) -> str:
    return f"{error.code} {error.message}"
