"""The state of the files kept with the deal. Bytes travel by the routes beside it."""

from dataclasses import dataclass

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import number
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.notes import UNDO_SECONDS
from studio_app.domain.files.service import FileView, files_of, just_removed, remove_file, restore_file
from studio_app.domain.leads.letters import LetterView, letters_of_deal
from studio_app.domain.studio.current import zone
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.deal.part import DealPart
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.letters.rereading import reread
from studio_app.workspace.letters.views import LetterItem, letter_item

_KILO = 1024


@dataclass(frozen=True)
class FileRow:
    """A file in the list; `undo` is the time left to bring a removed one back, such as `10s`."""

    id: str = ""
    name: str = ""
    about: str = ""
    path: str = ""
    undo: str = ""


class FilesState(DealPart, rx.State):
    """The files, and those just removed."""

    files: list[FileRow] = []
    removed: list[FileRow] = []
    letters: list[LetterItem] = []
    megabytes: int = 0

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def remove(self, file_id: str):
        """Take a file off the deal."""
        await services().runner.run(actor(), remove_file, file_id=file_id)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def restore(self, file_id: str):
        """Bring it back."""
        await services().runner.run(actor(), restore_file, file_id=file_id)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def reread(self, letter_id: str, encoding: str):
        """The characters of a letter came out wrong."""
        await reread(actor(), letter_id, encoding)
        await self._show()

    async def _show(self) -> None:
        self._locale, self.megabytes = locale(), services().files.megabytes
        files, removed, letters, reader = await services().runner.read(
            actor(), _load, deal_id=self.deal_id, locale=self._locale
        )
        self.letters = [letter_item(one, locale=reader.locale, timezone=reader.timezone) for one in letters]
        self.files = [_row(one, reader) for one in files]
        self.removed = [_row(one, reader, undo=f"{UNDO_SECONDS}s") for one in removed]


def size_text(size: int, locale: str) -> str:
    """`840 kB`, `2,4 MB`: a number of bytes for people."""
    if size < _KILO * _KILO:
        return translate(locale, "deal.file_kb", size=number(max(1, round(size / _KILO)), locale))
    tenths = round(size * 10 / (_KILO * _KILO))
    whole, rest = divmod(tenths, 10)
    point = "," if locale == "ru" else "."
    return translate(locale, "deal.file_mb", size=f"{whole}{point}{rest}" if rest else str(whole))


def _load(
    work: Work, *, deal_id: str, locale: str
) -> tuple[tuple[FileView, ...], tuple[FileView, ...], tuple[LetterView, ...], Reader]:
    reader = Reader(locale=locale, timezone=zone(work).key, now=work.now())
    removed = just_removed(work, deal_id=deal_id, seconds=UNDO_SECONDS)
    return files_of(work, deal_id=deal_id), removed, letters_of_deal(work, deal_id=deal_id), reader


def _row(file: FileView, reader: Reader, *, undo: str = "") -> FileRow:
    parts = (size_text(file.size, reader.locale), file.user_name, reader.moment(file.added_at))
    return FileRow(
        id=file.id,
        name=file.name,
        about=" · ".join(filter(None, parts)),
        path=paths.deal_file(file.deal_id, file.id),
        undo=undo,
    )
