"""Reads a mailbox by IMAP: each letter once, from the moment on at which it was first looked into."""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.files.store import FileStore, FileTooLarge, FileTypeRefused
from studio_app.adapters.imap.letters import MAX_ATTACHMENTS, Enclosed, Letter, Unreadable, read_letter
from studio_app.domain.files.service import NoRoom, require_room
from studio_app.domain.leads.conversations import LONGEST_TEXT, AttachmentIn, MessageIn, Outcome, take_message
from studio_app.domain.leads.cursors import cursor, move_cursor
from studio_app.domain.leads.models import ConversationKind
from studio_app.domain.notifications.threads import deal_answered
from studio_app.domain.work import SYSTEM, Work

READ_MAILBOX = "read_mailbox"
_EVERY = timedelta(minutes=1)
_TIMEOUT = 30.0  # seconds
_AT_ONCE = 50  # letters in one run
_MAX_BYTES = 25 * 1024 * 1024  # of a whole letter; longer ones are read without their files
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where the mailbox is; `own` are addresses of ours, whose letters are none of a client's."""

    host: str
    port: int
    user: str
    password: str
    tls: str  # tls, starttls, none
    folder: str
    own: tuple[str, ...] = ()


class Mailbox:
    """One folder of one account, opened read-only: what people do in their mail program is left alone."""

    def __init__(self, settings: ImapSettings, *, runner: Runner, files: FileStore) -> None:
        self._settings = settings
        self._runner = runner
        self._files = files
        self._name = f"imap:{settings.user}@{settings.host}/{settings.folder}"[:200]
        self._own = frozenset(address.lower() for address in (settings.user, *settings.own) if address)

    def read(self) -> int:
        """Take in what has arrived; how many letters became leads or joined a deal. A job: plans its own next run."""
        self.plan()
        with self._open() as server:
            validity, following = self._place(server)
            known, _, last = self._runner.read_sync(SYSTEM, cursor, name=self._name).partition(":")
            if known != validity:  # first look, or the server counts anew: from here on
                self._move(validity, following - 1)
                return 0
            taken = 0
            for uid in self._new(server, int(last))[:_AT_ONCE]:
                taken += self._take(server, uid)
                self._move(validity, uid)
        return taken

    def plan(self) -> None:
        """Plan the next look: one a minute, however often this is called."""
        self._runner.run_sync(SYSTEM, _plan)

    def _take(self, server: imaplib.IMAP4, uid: int) -> bool:
        try:
            letter = read_letter(self._fetch(server, uid), own=self._own)
        except Unreadable:
            _log.exception("letter %d of the mailbox makes no sense; it is passed over", uid)
            return False
        if not letter.address or letter.is_automatic or letter.address in self._own:
            _log.info("letter %d of the mailbox is left out: a machine, ourselves or nobody wrote it", uid)
            return False
        ids = letter.answers
        message = MessageIn(
            kind=ConversationKind.MAIL,
            external_id=letter.message_id,
            address=letter.address,
            name=letter.name or letter.address.partition("@")[0],
            subject=letter.subject,
            phone=letter.phone,
            text=letter.text,
            at=letter.at,
            locale="ru" if re.search("[а-яё]", letter.text + letter.subject, re.IGNORECASE) else "en",
            deal_id=self._runner.read_sync(SYSTEM, deal_answered, message_ids=ids) if ids else "",
            thread=ids,
            attachments=self._attachments(letter),
        )
        outcome = self._runner.run_sync(SYSTEM, take_message, message=message)
        if outcome in {Outcome.KNOWN, Outcome.OWN}:
            self._discard(message.attachments)
        return outcome in {Outcome.DEAL, Outcome.LEAD}

    def _attachments(self, letter: Letter) -> tuple[AttachmentIn, ...]:
        # its words end where nobody reads on: whoever does finds them whole
        whole = [Enclosed("letter.txt", letter.text.encode())] if len(letter.text) > LONGEST_TEXT else []
        kept = [self._keep(file) for file in (*whole, *letter.files[:MAX_ATTACHMENTS])]
        more = [AttachmentIn(name=file.name, size=len(file.content)) for file in letter.files[MAX_ATTACHMENTS:]]
        return (*kept, *more)

    def _keep(self, file: Enclosed) -> AttachmentIn:
        try:
            if self._files.quota is not None:
                size = len(file.content)
                self._runner.read_sync(SYSTEM, require_room, deal_id="", size=size, quota=self._files.quota)
            kept = self._files.keep(BytesIO(file.content))
        except (FileTooLarge, FileTypeRefused, NoRoom):  # the letter is taken, its words name the file
            kept = None
        return AttachmentIn(name=file.name, size=len(file.content), kept=kept)

    def _discard(self, attachments: Sequence[AttachmentIn]) -> None:
        for one in attachments:
            if one.kept is not None:
                self._files.discard(one.kept.stored_as)

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        where, context = self._settings, ssl.create_default_context()
        if where.tls == "tls":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=context, timeout=_TIMEOUT)
        else:
            server = imaplib.IMAP4(where.host, where.port, timeout=_TIMEOUT)
        try:
            if where.tls == "starttls":
                server.starttls(context)
            server.login(where.user, where.password)
            _checked(server.select(_quoted(where.folder), readonly=True))
            yield server
        finally:
            try:
                server.logout()
            except (OSError, imaplib.IMAP4.error):
                _log.debug("the mailbox had hung up already")

    def _place(self, server: imaplib.IMAP4) -> tuple[str, int]:
        """UIDVALIDITY and UIDNEXT of the folder."""
        (answer,) = _checked(server.status(_quoted(self._settings.folder), "(UIDVALIDITY UIDNEXT)"))
        text = answer.decode("ascii", "replace")
        found = [re.search(rf"{word} (\d+)", text) for word in ("UIDVALIDITY", "UIDNEXT")]
        if found[0] is None or found[1] is None:
            raise imaplib.IMAP4.error(f"no place in {text!r}")
        return found[0][1], int(found[1][1])

    def _new(self, server: imaplib.IMAP4, last: int) -> list[int]:
        (answer,) = _checked(server.uid("SEARCH", f"UID {last + 1}:*"))
        # "n:*" always names the newest letter, even an old one
        return sorted(uid for uid in map(int, (answer or b"").split()) if uid > last)

    def _fetch(self, server: imaplib.IMAP4, uid: int) -> bytes:
        size = _SIZE.search(_bytes(_checked(server.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
        part = "BODY.PEEK[]" if size and int(size[1]) <= _MAX_BYTES else f"BODY.PEEK[]<0.{_MAX_BYTES}>"
        for item in _checked(server.uid("FETCH", str(uid), f"({part})")):
            if isinstance(item, tuple):
                return item[1]
        return b""  # deleted meanwhile

    def _move(self, validity: str, uid: int) -> None:
        self._runner.run_sync(SYSTEM, move_cursor, name=self._name, value=f"{validity}:{uid}")


def _plan(work: Work) -> None:
    at = work.now().replace(second=0, microsecond=0) + _EVERY
    work.jobs.enqueue(work.session, READ_MAILBOX, key=f"{READ_MAILBOX}:{at:%Y%m%d%H%M}", args={}, at=at)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _checked(answer: tuple[str, Sequence[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"the mailbox answered {status}")
    return list(data)


def _bytes(items: Sequence[Any]) -> bytes:
    return b" ".join(item[0] if isinstance(item, tuple) else item or b"" for item in items)
