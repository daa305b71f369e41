"""The job "send_notification": read, send outside a transaction, mark. See domain/notifications/sending.py."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.notifications.planning import NO_ADDRESS
from studio_app.domain.notifications.ports import Envelope, LetterWriter, Mailer, MailNotNow, MailRefused
from studio_app.domain.notifications.rules import BY_NAME, PRIVATE, RESET
from studio_app.domain.notifications.schemas import LetterFacts, LetterText, Verdict
from studio_app.domain.notifications.sending import (
    decide,
    note_cancelled,
    note_failure,
    note_sent,
    postpone,
)

HIDDEN_CODE = "••••••"
NO_MAIL_SERVER = "no_mail_server"


class NotSent(Exception):
    """This try failed; the queue makes the next one."""


@dataclass(frozen=True)
class Delivery:
    """Sends one planned letter, if it is still to be sent."""

    runner: Runner
    mailer: Mailer
    writer: LetterWriter
    url: str  # of the site: the right side of the Message-ID
    show_codes: bool  # whether a kept letter may show its signing code (never in production)

    def deliver(self, notification_id: str) -> None:
        """Do what is right for the letter now. Raises NotSent when another try is to be made."""
        decision = self.runner.read_sync(SYSTEM, decide, notification_id=notification_id)
        if decision.verdict is Verdict.CANCEL:
            self.runner.run_sync(SYSTEM, note_cancelled, notification_id=notification_id, reason=decision.reason)
        elif decision.verdict is Verdict.POSTPONE:
            self.runner.run_sync(SYSTEM, postpone, notification_id=notification_id)
        elif decision.verdict is Verdict.REFUSE:
            self._fail(notification_id, NO_ADDRESS, final=True)
        elif decision.verdict is Verdict.SEND and decision.facts is not None:
            self._send(decision.facts)

    def _send(self, facts: LetterFacts) -> None:
        # a link to a new password is for its reader's mailbox only: without one there is no letter
        if self.mailer.keeps and (facts.rule == RESET or (facts.code and not self.show_codes)):
            self._fail(facts.notification_id, NO_MAIL_SERVER, final=True)
            return
        message_id = f"<{facts.notification_id}@{urlsplit(self.url).hostname or 'localhost'}>"
        try:
            letter = self.writer.write(facts)
            self.mailer.send(_envelope(facts, letter, message_id))
        except MailRefused as error:
            self._fail(facts.notification_id, str(error), final=True)
            return
        except Exception as error:
            problem = str(error) if isinstance(error, MailNotNow) else f"{type(error).__name__}: {error}"
            if self._fail(facts.notification_id, problem, final=False):
                raise NotSent(problem) from error
            return
        self.runner.insist(  # it has left: forgotten, it would be sent once more
            SYSTEM,
            note_sent,
            notification_id=facts.notification_id,
            recipient=facts.recipient,
            message_id=message_id,
            copy=self._copy(facts, letter),
            kept=self.mailer.keeps,
        )

    def _fail(self, notification_id: str, problem: str, *, final: bool) -> bool:
        return self.runner.run_sync(SYSTEM, note_failure, notification_id=notification_id, problem=problem, final=final)

    def _copy(self, facts: LetterFacts, letter: LetterText) -> LetterText:
        """What the outbox stores, hiding from colleagues a code that was mailed and what concerns one's account."""
        if facts.rule in PRIVATE:
            return LetterText(subject=letter.subject, text="", html="")
        if not facts.code or self.mailer.keeps:
            return letter
        return self.writer.write(replace(facts, code=HIDDEN_CODE))


def _envelope(facts: LetterFacts, letter: LetterText, message_id: str) -> Envelope:
    return Envelope(
        message_id=message_id,
        recipient=facts.recipient,
        sender_name=facts.brand.speaking(facts.locale).name,
        reply_to=facts.reply_to or facts.brand.email,
        text=letter,
        reminder=BY_NAME[facts.rule].is_reminder,
    )
