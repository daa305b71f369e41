"""What notifications need from outside: somebody who carries letters, somebody who words them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from studio_app.domain.notifications.schemas import LetterFacts, LetterText


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter ready to go. `message_id` is the same at every try, so receivers fold repeats."""

    message_id: str
    recipient: str
    sender_name: str
    reply_to: str
    text: LetterText
    reminder: bool  # reminders may be declined by the reader, answers to their own steps may not
    by_person: bool = False  # a person has written it, no rule
    thread: tuple[str, ...] = ()  # Message-IDs of what it answers, the oldest first


class MailRefused(Exception):
    """The server will never take this letter: there is no such address, or it is forbidden."""


class MailTrouble(StrEnum):
    """Why no letter gets out, whoever it is for: something between us and the mail server."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    NO_ENCRYPTION = "no_encryption"
    SIGN_IN = "sign_in"
    SENDER = "sender"


class MailNotNow(Exception):
    """The mail server did not take the letter this time; `detail` is what it or the network said."""

    def __init__(self, trouble: MailTrouble, detail: str) -> None:
        super().__init__(f"{trouble.value}: {detail}")
        self.trouble = trouble


class Mailer(Protocol):
    """Sends letters."""

    @property
    def keeps(self) -> bool:
        """Whether letters go nowhere but stay readable in the outbox."""
        ...

    def send(self, envelope: Envelope) -> None:
        """Hand the letter to the mail server. Raises MailRefused, or MailNotNow or anything else to try again later."""
        ...


class LetterWriter(Protocol):
    """Writes the words of letters."""

    def write(self, facts: LetterFacts) -> LetterText:
        """Subject, plain text and HTML in the language of the facts."""
        ...
