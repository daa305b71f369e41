"""Letters through a mail server by SMTP."""

import asyncio
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from typing import Literal

import aiosmtplib

from studio_app.domain.notifications.ports import Envelope, MailNotNow, MailRefused, MailTrouble

_TIMEOUT = 20.0  # seconds for each exchange with the server
_PERMANENT = 500
_SIGN_IN_FIRST = 530
_NOT_OFFERED = {"STARTTLS extension": MailTrouble.NO_ENCRYPTION, "AUTH extension": MailTrouble.SIGN_IN}


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
        """Hand the letter over. Raises MailRefused where the server says never, MailNotNow where not now."""
        try:
            asyncio.run(self._send(compose(envelope, sender=self._settings.sender)))
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(refused.code >= _PERMANENT for refused in error.recipients):
                raise MailRefused(_told(error.recipients[0])) from error
            raise
        except aiosmtplib.SMTPDataError as error:
            if error.code >= _PERMANENT:
                raise MailRefused(_told(error)) from error
            raise
        except (aiosmtplib.SMTPException, OSError) as error:
            # ours to mend in the settings or the server's to get over, never the reader's fault
            trouble = _trouble(error)
            if trouble is None:
                raise
            detail = _told(error) if isinstance(error, aiosmtplib.SMTPResponseException) else str(error)
            raise MailNotNow(trouble, detail) from error

    async def _send(self, message: EmailMessage) -> None:
        ours = self._settings
        connection = _Connection(
            hostname=ours.host,
            port=ours.port,
            username=ours.user or None,
            password=ours.password or None,
            use_tls=ours.tls == "tls",
            start_tls=ours.tls == "starttls",
            timeout=_TIMEOUT,
        )
        async with connection:
            await connection.send_message(message)


class _Connection(aiosmtplib.SMTP):
    """Hangs up at once: nobody waits for the last words of a connection whose loop ends with the letter."""

    def close(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()
        super().close()


class OutboxMailer:
    """Sends nothing: without a mail server the letters stay readable in the outbox."""

    keeps = True

    def send(self, envelope: Envelope) -> None:
        """Leave the letter where it is."""


def compose(envelope: Envelope, *, sender: str) -> EmailMessage:
    """The message: plain text first, HTML as its alternative, headers of threads and of automatic mail (RFC 3834)."""
    message = EmailMessage()
    message["From"] = Address(envelope.sender_name, addr_spec=sender)
    message["To"] = envelope.recipient
    if envelope.reply_to:
        message["Reply-To"] = envelope.reply_to
    message["Subject"] = " ".join(envelope.text.subject.split())
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = envelope.message_id
    if not envelope.by_person:
        message["Auto-Submitted"] = "auto-generated"
    if envelope.thread:
        message["In-Reply-To"] = envelope.thread[-1]
        message["References"] = " ".join(envelope.thread)
    if envelope.reminder:
        # a reminder may be declined: the answer reaches the manager, who ends it (RFC 2369)
        message["List-Unsubscribe"] = f"<mailto:{envelope.reply_to or sender}?subject=unsubscribe>"
    message.set_content(envelope.text.text)
    if envelope.text.html:
        message.add_alternative(envelope.text.html, subtype="html")
    return message


def _told(error: aiosmtplib.SMTPResponseException) -> str:
    return f"{error.code} {error.message}"


def _trouble(error: Exception) -> MailTrouble | None:
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return MailTrouble.CERTIFICATE
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return MailTrouble.NO_ENCRYPTION
    if isinstance(error, aiosmtplib.SMTPResponseException):
        if isinstance(error, aiosmtplib.SMTPAuthenticationError) or error.code == _SIGN_IN_FIRST:
            return MailTrouble.SIGN_IN
        return MailTrouble.SENDER if isinstance(error, aiosmtplib.SMTPSenderRefused) else None
    if isinstance(error, OSError):
        return MailTrouble.UNREACHABLE
    # the library has no class of its own for what a server does not offer
    return next((trouble for words, trouble in _NOT_OFFERED.items() if words in str(error)), None)
