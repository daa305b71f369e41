"""Reads a mailbox by IMAP: each letter once, from the moment on at which it was first looked into."""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.imap.letter import LARGEST
from studio_app.adapters.imap.letter_intake import LetterIntake
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.cursors import cursor, move_cursor
from studio_app.domain.work import Work

READ_MAILBOX = "read_mailbox"
_EVERY = timedelta(minutes=1)
_TIMEOUT = 30.0  # seconds
_AT_ONCE = 50  # letters in one run
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where the mailbox is."""

    host: str
    port: int
    user: str
    password: str
    tls: str  # tls, starttls, none
    folder: str


class Mailbox:
    """One folder of one account, opened read-only: what people do in their mail program is left alone."""

    def __init__(self, settings: ImapSettings, *, runner: Runner, intake: LetterIntake) -> None:
        self._settings = settings
        self._runner = runner
        self._intake = intake
        self._name = f"imap:{settings.user}@{settings.host}/{settings.folder}"[:200]

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
            new = self._new(server, int(last))[:_AT_ONCE]
            if new:
                self._intake.get_ready()
            for uid in new:
                raw, is_cut = self._fetch(server, uid)
                taken += bool(raw) and self._intake.take(raw, is_cut=is_cut)
                self._move(validity, uid)
        return taken

    def plan(self) -> None:
        """Plan the next look: one a minute, however often this is called."""
        self._runner.run_sync(SYSTEM, _plan)

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

    def _fetch(self, server: imaplib.IMAP4, uid: int) -> tuple[bytes, bool]:
        """The letter, and whether it is only the beginning of a longer one; nothing where it is deleted meanwhile."""
        size = _SIZE.search(_bytes(_checked(server.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
        is_cut = not size or int(size[1]) > LARGEST
        part = f"BODY.PEEK[]<0.{LARGEST}>" if is_cut else "BODY.PEEK[]"
        for item in _checked(server.uid("FETCH", str(uid), f"({part})")):
            if isinstance(item, tuple):
                return item[1], is_cut
        return b"", False

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
