"""Takes raw letters in: reads each in a process of its own, keeps it as it came, makes a message of it or leaves it."""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.files.store import FileStore, FileTooLarge, FileTypeRefused
from studio_app.adapters.imap.in_process import READ_LETTER, read_letter_in_process
from studio_app.adapters.imap.letter import LARGEST, MAX_ATTACHMENTS, AttachedFile, Letter, Unreadable
from studio_app.adapters.processes.pool import ProcessPool
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.core.errors import NotFound, StudioError, Unavailable
from studio_app.domain.actors import SYSTEM, Actor
from studio_app.domain.files.keeping import is_held
from studio_app.domain.files.service import KeptFile, NoRoom
from studio_app.domain.leads.amending import Amended, amend_letter
from studio_app.domain.leads.attachments import AttachmentIn, LeftFile
from studio_app.domain.leads.conversations import LONGEST_TEXT, TAKEN, MessageIn, Outcome, message_known
from studio_app.domain.leads.kinds import ConversationKind, LetterState
from studio_app.domain.leads.letters import (
    LetterIn,
    LetterView,
    leave_letter,
    letter_of,
    take_left_letter,
    take_letter,
)
from studio_app.domain.notifications.threads import deal_answered
from studio_app.domain.studio.current import country

EML = "message/rfc822"


class NotReadAgain(StudioError):
    """A letter stays as it was read; `reason` is gone (the original is not kept) or unreadable."""

    code = "letter_reread"
    status = 409

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence: one a reason."""
        return f"error.letter_reread.{self.reason}"


class LetterIntake:
    """`own` are addresses of ours, whose letters are none of a client's."""

    def __init__(self, *, runner: Runner, files: FileStore, pool: ProcessPool, own: Collection[str] = ()) -> None:
        self._runner, self._files, self._pool = runner, files, pool
        self._own = frozenset(address.lower() for address in own if address)

    def get_ready(self) -> None:
        """Letters are about to come: the first one need not wait for a process."""
        self._pool.warm(READ_LETTER)

    def take(self, raw: bytes, *, is_cut: bool = False) -> bool:
        """Make a lead of a letter, or let it join its deal; False for one that is left out, or was here before.

        Raises WorkFailed where no process has time: the letter is to be brought again.
        """
        try:
            letter, reason = self._read(raw), ""
        except Unreadable as error:
            letter, reason = _barely(raw), error.reason
        reason = reason or self._why_left(letter)
        if self._runner.read_sync(SYSTEM, message_known, kind=ConversationKind.MAIL, external_id=letter.message_id):
            return False
        came = self._came(raw, letter, reason=reason, is_cut=is_cut)
        with self._nothing_left_behind(came.kept):
            return self._leave(came) if reason else self._take(came, letter, is_cut=is_cut)

    def take_anyway(self, actor: Actor, *, letter_id: str) -> Outcome:
        """What was left out becomes what it would have been; KNOWN where it is that already. Raises NotFound."""
        kept = self._runner.read_sync(actor, letter_of, letter_id=letter_id)
        if kept.state is LetterState.TAKEN:
            return Outcome.KNOWN
        message = self._message(self._again(kept), is_cut=kept.is_cut)
        with self._nothing_left_behind(*(one.kept for one in message.attachments)):
            return self._runner.run_sync(
                actor, take_left_letter, letter_id=letter_id, message=message, quota=self._files.quota
            )

    def reread(self, actor: Actor, *, letter_id: str, encoding: str) -> None:
        """Read a letter in the encoding that a person has chosen. Raises NotFound, NotReadAgain."""
        kept = self._runner.read_sync(actor, letter_of, letter_id=letter_id)
        raw = self.original(kept)
        if encoding not in ENCODINGS:
            raise NotFound
        if not raw:
            raise NotReadAgain("gone")
        try:
            letter = self._read(raw, encoding=encoding)
        except Unreadable:
            raise NotReadAgain("unreadable") from None
        amended = Amended(letter.name, letter.subject, letter.text, encoding)
        self._runner.run_sync(actor, amend_letter, letter_id=letter_id, amended=amended)

    def original(self, kept: LetterView) -> bytes:
        """The letter as it came; empty where it is not here."""
        path = self._files.path(kept.stored_as)
        return path.read_bytes() if kept.stored_as and path.exists() else b""

    def _read(self, raw: bytes, *, encoding: str = "") -> Letter:
        here = self._runner.read_sync(SYSTEM, country)
        return read_letter_in_process(self._pool, raw, own=self._own, encoding=encoding, country=here)

    def _again(self, kept: LetterView) -> Letter:
        raw = self.original(kept)
        try:
            if raw:
                return self._read(raw, encoding=kept.encoding)
        except Unreadable:
            return _barely(raw)
        fields = {"address": kept.address, "name": kept.name, "subject": kept.subject, "at": kept.came_at}
        return replace(_barely(b""), message_id=f"<{kept.id}@kept>", files=(), **fields)

    def _take(self, came: LetterIn, letter: Letter, *, is_cut: bool) -> bool:
        message = self._message(letter, is_cut=is_cut)
        with self._nothing_left_behind(*(one.kept for one in message.attachments)):
            outcome = self._runner.run_sync(SYSTEM, take_letter, letter=came, message=message, quota=self._files.quota)
        if outcome is Outcome.OWN:
            self._leave(came, reason="own")
        return outcome in TAKEN

    def _why_left(self, letter: Letter) -> str:
        if not letter.address:
            return "no_address"
        return "own" if letter.address in self._own else letter.automatic

    def _leave(self, came: LetterIn, *, reason: str = "") -> bool:
        came = replace(came, reason=reason or came.reason)
        self._runner.run_sync(SYSTEM, leave_letter, letter=came, quota=self._files.quota)
        return False

    @contextmanager
    def _nothing_left_behind(self, *kept: KeptFile | None) -> Generator[None]:
        """Bytes that nothing names afterwards go, also where the database took nothing: the letter comes again."""
        try:
            yield
        finally:
            for one in kept:
                if one is not None and not self._runner.read_sync(SYSTEM, is_held, stored_as=one.stored_as):
                    self._files.discard(one.stored_as)

    def _came(self, raw: bytes, letter: Letter, *, reason: str, is_cut: bool) -> LetterIn:
        return LetterIn(
            external_id=letter.message_id,
            address=letter.address,
            name=letter.name,
            subject=letter.subject,
            size=len(raw),
            kept=self._stored(raw),
            reason=reason,
            is_cut=is_cut,
            encoding=letter.encoding,
            is_sure=letter.sure,
        )

    def _message(self, letter: Letter, *, is_cut: bool) -> MessageIn:
        ids = letter.answers
        return MessageIn(
            kind=ConversationKind.MAIL,
            external_id=letter.message_id,
            address=letter.address,
            name=letter.name or letter.address.partition("@")[0] or letter.subject or "—",
            subject=letter.subject,
            phone=letter.phone,
            text=letter.text,
            at=letter.at,
            locale="ru" if re.search("[а-яё]", letter.text + letter.subject, re.IGNORECASE) else "en",
            deal_id=self._runner.read_sync(SYSTEM, deal_answered, message_ids=ids) if ids else "",
            thread=ids,
            attachments=self._attachments(letter, is_cut=is_cut),
        )

    def _attachments(self, letter: Letter, *, is_cut: bool) -> tuple[AttachmentIn, ...]:
        last = len(letter.files) - 1
        made: list[AttachmentIn] = []
        # its words end where nobody reads on: whoever does finds them whole
        if len(letter.text) > LONGEST_TEXT:
            made.append(self._keep(AttachedFile("letter.txt", letter.text.encode())))
        for at, file in enumerate(letter.files):
            if is_cut and at == last:
                made.append(_left(file, LeftFile.CUT))
            else:
                made.append(self._keep(file) if at < MAX_ATTACHMENTS else _left(file, LeftFile.MANY))
        return tuple(made)

    def _keep(self, file: AttachedFile) -> AttachmentIn:
        try:
            known = EML if file.name == "letter.eml" else ""
            kept = self._files.keep(BytesIO(file.content), known=known)
        except FileTooLarge:
            return _left(file, LeftFile.LARGE)
        except FileTypeRefused:
            return _left(file, LeftFile.KIND)
        except (NoRoom, Unavailable):  # of the disk: the letter is taken, its words name the file
            return _left(file, LeftFile.ROOM)
        return AttachmentIn(name=file.name, size=len(file.content), kept=kept)

    def _stored(self, raw: bytes) -> KeptFile | None:
        try:
            return self._files.keep(BytesIO(raw), known=EML, at_most=LARGEST)
        except (FileTooLarge, NoRoom, Unavailable):
            return None


def _left(file: AttachedFile, why: LeftFile) -> AttachmentIn:
    return AttachmentIn(name=file.name, size=len(file.content), problem=why)


def _barely(raw: bytes) -> Letter:
    from studio_app.adapters.imap.letters import barely  # noqa: PLC0415  few letters need it, and no start

    return barely(raw)
