"""The bot: asks Telegram for new messages (long polling), greets once, hands on what people write."""

import hashlib
import logging
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.core.errors import Invalid
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.phones import normal_phone
from studio_app.domain.leads.attachments import AttachmentIn, LeftFile
from studio_app.domain.leads.conversations import MessageIn, take_message
from studio_app.domain.leads.cursors import cursor, move_cursor
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.work import Work

if TYPE_CHECKING:
    import httpx

POLL_TELEGRAM = "poll_telegram"
_SHIFT = 55.0  # seconds that one job listens before the next takes over
_WAIT = 8  # seconds that Telegram holds a question; a stopping server waits no longer
_PAUSE = 5.0  # seconds after trouble
_FILES = ("document", "photo", "voice", "video", "audio", "video_note", "sticker")
_log = logging.getLogger(__name__)


class TelegramRefused(RuntimeError):
    """The Bot API said no; `final` when it will say so again: the chat is gone or the person has stopped the bot."""

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.final = final


class TelegramBot:
    """One bot. Listening is a durable job: one process at a time, since Telegram answers one asker only."""

    def __init__(
        self, token: str, *, runner: Runner, url: str, api_base: str, transport: "httpx.BaseTransport | None" = None
    ) -> None:
        import httpx  # noqa: PLC0415  nobody without a bot needs it

        self._url = url
        self._runner = runner
        self._stopping = threading.Event()
        self._cursor = f"telegram:{hashlib.sha256(token.encode()).hexdigest()[:16]}"
        self._http = httpx.Client(
            base_url=f"{api_base.rstrip('/')}/bot{token}/", timeout=_WAIT + 10, transport=transport
        )

    def listen(self) -> None:
        """Take messages for a minute. A job: plans its own next run first."""
        import httpx  # noqa: PLC0415  as above

        self.plan()
        until = time.monotonic() + _SHIFT
        while time.monotonic() < until and not self._stopping.is_set():
            try:
                self.poll()
            except (httpx.HTTPError, TelegramRefused) as error:
                # the address holds the token: its words must not reach the log
                _log.warning("Telegram does not answer: %s", type(error).__name__)
                self._stopping.wait(_PAUSE)

    def poll(self) -> int:
        """Ask once; how many updates there were."""
        offset = int(self._runner.read_sync(SYSTEM, cursor, name=self._cursor) or 0)
        question = {"offset": offset, "timeout": _WAIT, "allowed_updates": ["message"]}
        updates = self._call("getUpdates", question)
        for update in updates:
            if isinstance(update.get("message"), dict):
                self._take(update["message"])
            self._runner.run_sync(SYSTEM, move_cursor, name=self._cursor, value=str(int(update["update_id"]) + 1))
        return len(updates)

    def send(self, *, chat_id: str, text: str) -> str:
        """Write into a chat; the id of the message. Raises TelegramRefused, httpx.HTTPError."""
        sent = self._call("sendMessage", {"chat_id": int(chat_id), "text": text})
        return f"{chat_id}/{sent['message_id']}"

    def plan(self) -> None:
        """Plan the next minute of listening, however often this is called."""
        self._runner.run_sync(SYSTEM, _plan)

    def close(self) -> None:
        """Stop listening after the question at hand."""
        self._stopping.set()
        self._http.close()

    def _take(self, message: dict[str, Any]) -> None:
        chat, sender = message.get("chat", {}), message.get("from", {})
        if chat.get("type") != "private" or sender.get("is_bot"):
            return  # groups and other bots are no leads
        locale = pick(str(sender.get("language_code") or "ru"))
        greeting = self._greeting(locale)
        text = str(message.get("text") or message.get("caption") or "")
        is_start = text.startswith("/")
        files = tuple(_file(name, message[name]) for name in _FILES if name in message)
        known = self._runner.read_sync(SYSTEM, cursor, name=f"{self._cursor}:{chat['id']}")
        if not known:
            self._greet(int(chat["id"]), greeting)
            self._runner.run_sync(SYSTEM, move_cursor, name=f"{self._cursor}:{chat['id']}", value="greeted")
        if is_start or not (text or files or "contact" in message):
            return
        name = " ".join(filter(None, (sender.get("first_name"), sender.get("last_name"))))
        nick = f"@{sender['username']}" if sender.get("username") else ""
        arrived = MessageIn(
            kind=ConversationKind.TELEGRAM,
            external_id=f"{chat['id']}/{message['message_id']}",
            address=str(chat["id"]),
            name=" ".join(filter(None, (name, nick))) or str(chat["id"]),
            text=text,
            at=datetime.fromtimestamp(int(message["date"]), UTC),
            phone=_phone(message),
            locale=locale,
            consent_version=f"telegram/{locale}/{hashlib.sha256(greeting.encode()).hexdigest()[:40]}",
            attachments=files,
        )
        self._runner.run_sync(SYSTEM, take_message, message=arrived)

    def _greet(self, chat_id: int, greeting: str) -> None:
        """Nobody waits behind somebody who has written, and stopped the bot since: what they wrote is still a lead."""
        try:
            self._call("sendMessage", {"chat_id": chat_id, "text": greeting})
        except TelegramRefused as refused:
            if not refused.final:
                raise

    def _greeting(self, locale: str) -> str:
        studio = self._runner.read_sync(SYSTEM, studio_brand).speaking(locale).name
        return translate(locale, "telegram.greeting", studio=studio, link=f"{self._url}/lead/consent?lang={locale}")

    def _call(self, method: str, values: dict[str, Any]) -> Any:
        answer = self._http.post(method, json=values)
        body = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}
        if answer.status_code == 429:
            self._stopping.wait(min(float(body.get("parameters", {}).get("retry_after", _PAUSE)), 60.0))
        if not body.get("ok"):
            final = answer.status_code in {400, 403}
            raise TelegramRefused(f"{method}: {answer.status_code}", final=final)
        return body["result"]


def _file(kind: str, what: Any) -> AttachmentIn:
    """A photo comes in several sizes, the largest last. Its bytes stay with Telegram."""
    one = what[-1] if isinstance(what, list) else what
    name = str(one.get("file_name") or kind)
    return AttachmentIn(name=name, size=int(one.get("file_size") or 0), problem=LeftFile.ELSEWHERE)


def _phone(message: dict[str, Any]) -> str:
    number = str(message.get("contact", {}).get("phone_number") or "")
    try:
        return normal_phone(number if number.startswith("+") or not number else f"+{number}")
    except Invalid:
        return ""


def _plan(work: Work) -> None:
    at = work.now().timestamp() // 60 * 60 + 60
    moment = datetime.fromtimestamp(at, UTC)
    work.jobs.enqueue(work.session, POLL_TELEGRAM, key=f"{POLL_TELEGRAM}:{moment:%Y%m%d%H%M}", args={}, at=moment)
