"""The job "send_reply": read, send outside a transaction, mark; by mail or through the bot."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.mail.delivery import NotSent
from studio_app.adapters.telegram.bot import TelegramBot, TelegramRefused
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.leads.replies import (
    ReplyOut,
    note_reply_failure,
    note_reply_sent,
    reply_to_send,
)
from studio_app.domain.notifications.ports import Envelope, Mailer, MailRefused
from studio_app.domain.notifications.schemas import LetterText


@dataclass(frozen=True)
class Replies:
    """Brings an answer to the client; killed between sending and marking it is sent once more, as letters are."""

    runner: Runner
    mailer: Mailer
    bot: TelegramBot | None
    url: str  # of the site: the right side of the Message-ID
    mailbox: str = ""  # the address whose letters are read; empty: the one that letters come from

    def deliver(self, message_id: str) -> None:
        """Send an answer unless it is out. Raises NotSent when another try is to be made."""
        import httpx  # noqa: PLC0415  a start has no use for it

        reply = self.runner.read_sync(SYSTEM, reply_to_send, message_id=message_id)
        if reply is None:
            return
        try:
            external_id = self._by_mail(reply) if reply.kind is ConversationKind.MAIL else self._by_bot(reply)
        except MailRefused as error:
            self._fail(message_id, "refused", str(error), final=True)
        except TelegramRefused as error:
            self._fail(message_id, "blocked" if error.final else "telegram", str(error), final=error.final)
        except httpx.HTTPError as error:  # its words hold the address, and that the token
            self._fail(message_id, "telegram", type(error).__name__, final=False)
        except Exception as error:
            self._fail(message_id, "mail", f"{type(error).__name__}: {error}", final=False)
        else:
            kept = reply.kind is ConversationKind.MAIL and self.mailer.keeps
            self.runner.insist(SYSTEM, note_reply_sent, message_id=message_id, external_id=external_id, kept=kept)

    def _by_mail(self, reply: ReplyOut) -> str:
        message_id = f"<{reply.message_id}@{urlsplit(self.url).hostname or 'localhost'}>"
        self.mailer.send(
            Envelope(
                message_id=message_id,
                recipient=reply.address,
                sender_name=reply.sender,
                reply_to=self.mailbox,  # the thread goes on where letters are read
                text=LetterText(subject=reply.subject, text=reply.text, html=""),
                reminder=False,
                by_person=True,
                thread=reply.thread,
            )
        )
        return message_id

    def _by_bot(self, reply: ReplyOut) -> str:
        if self.bot is None:
            raise TelegramRefused("no token", final=True)
        return self.bot.send(chat_id=reply.address, text=reply.text)

    def _fail(self, message_id: str, problem: str, detail: str, *, final: bool) -> None:
        more = self.runner.run_sync(
            SYSTEM, note_reply_failure, message_id=message_id, problem=problem, detail=detail, final=final
        )
        if more:
            raise NotSent(detail)
