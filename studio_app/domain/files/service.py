"""Use cases: files of a deal are added, removed, brought back, and in the end discarded."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.files.models import DealFile, KeptBytes
from studio_app.domain.timeline.events.files import FileAdded, FileRemoved, FileRestored
from studio_app.domain.timeline.reading import newest
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

DISCARD = "discard_file"
KEPT_AFTER_REMOVAL = timedelta(days=1)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """Bytes that have been stored: what they are and under which name."""

    stored_as: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a deal; `size` in bytes."""

    id: str
    deal_id: str
    name: str
    media_type: str
    size: int
    stored_as: str
    user_name: str
    added_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many megabytes may be kept: the files of one deal, those of all deals together, and mail beside them.

    `letters` is the share of what strangers can send by themselves: letters as they came, and their files until a
    deal has them. It is no part of `studio`, so nobody outside can use up the room of the studio's own files.
    """

    deal: int
    studio: int
    letters: int


class NoRoom(StudioError):
    """The files would have more bytes than they may; `reason` is deal, studio, letters or disk."""

    code = "file_room"
    status = 507

    def __init__(self, reason: str, *, megabytes: int) -> None:
        super().__init__(reason=reason, megabytes=megabytes)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence: one a reason."""
        return f"error.file_room.{self.reason}"


def require_room(work: Work, *, deal_id: str, size: int, quota: Quota) -> None:
    """See that so many bytes more have their place; removed files count until their bytes are gone. Raises NoRoom."""
    listed = select(func.coalesce(func.sum(DealFile.size), 0)).where(col(DealFile.discarded_at).is_(None))
    if work.session.exec(listed.where(DealFile.deal_id == deal_id)).one() + size > quota.deal << 20:
        raise NoRoom("deal", megabytes=quota.deal)
    if work.session.exec(listed).one() + size > quota.studio << 20:
        raise NoRoom("studio", megabytes=quota.studio)


def require_room_on(work: Work, *, deal_id: str, size: int, quota: Quota | None) -> None:
    """See that the deal is there and so many bytes more have their place, before they come. Raises NotFound, NoRoom."""
    deal = get_deal(work, deal_id)
    if quota is not None:
        require_room(work, deal_id=deal.id, size=size, quota=quota)


def require_room_for_mail(work: Work, *, size: int, quota: Quota) -> None:
    """See that so many bytes more have their place in the share of mail. Raises NoRoom."""
    waiting = work.session.exec(select(func.coalesce(func.sum(KeptBytes.size), 0))).one()
    if waiting + size > quota.letters << 20:
        raise NoRoom("letters", megabytes=quota.letters)


def add_file(work: Work, *, deal_id: str, name: str, kept: KeptFile, quota: Quota | None = None) -> FileView:
    """A person of the studio adds a stored file to the deal. Raises Forbidden and what `note_file` raises."""
    require(work, Permission.EDIT_DEALS)
    return note_file(work, deal_id=deal_id, name=name, kept=kept, quota=quota)


def note_file(work: Work, *, deal_id: str, name: str, kept: KeptFile, quota: Quota | None = None) -> FileView:
    """Note a stored file on the deal, whoever has brought it; records file.added. Raises NotFound, NoRoom."""
    require_room_on(work, deal_id=deal_id, size=kept.size, quota=quota)
    row = DealFile(
        id=work.new_id(),
        deal_id=deal_id,
        name=tidy_name(name),
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        stored_as=kept.stored_as,
        user_id=work.actor.id,
        user_name=work.actor.name,
        added_at=work.now(),
    )
    work.session.add(row)
    record(work, FileAdded(deal_id=deal_id, file_id=row.id, name=row.name, size=row.size, media_type=row.media_type))
    return _view(row)


def remove_file(work: Work, *, file_id: str) -> None:
    """Take a file off the deal; records file.removed, once. Its bytes stay for a day. Raises NotFound."""
    require(work, Permission.EDIT_DEALS)
    row = _get(work, file_id)
    if row.removed_at is None:
        row.removed_at = work.now()
        record(work, FileRemoved(deal_id=row.deal_id, file_id=row.id, name=row.name))
        stamp = row.removed_at.isoformat()
        args = {"file_id": row.id, "removed_at": stamp}
        at = row.removed_at + KEPT_AFTER_REMOVAL
        work.jobs.enqueue(work.session, DISCARD, key=f"file:{row.id}:{stamp}", args=args, at=at)


def restore_file(work: Work, *, file_id: str) -> None:
    """Bring a removed file back; records file.restored, once. Raises NotFound once its bytes are gone."""
    require(work, Permission.EDIT_DEALS)
    row = _get(work, file_id)
    if row.removed_at is not None:
        row.removed_at = None
        removals = newest(work, FileRemoved, deal_id=row.deal_id)
        event_id = next(removal.id for removal in removals if removal.event.file_id == row.id)
        record(work, FileRestored(deal_id=row.deal_id, file_id=row.id, name=row.name, event_id=event_id))


def give_up_files(work: Work, *, deal_id: str, stored_as: Collection[str]) -> list[str]:
    """Leave those of these files that the deal has to somebody else; the names of their bytes."""
    query = select(DealFile).where(DealFile.deal_id == deal_id, col(DealFile.stored_as).in_(stored_as))
    rows = work.session.exec(query.where(col(DealFile.removed_at).is_(None))).all()
    for row in rows:
        work.session.delete(row)
    work.session.flush()  # the next deal keeps the same bytes
    return [row.stored_as for row in rows]


def discard_file(work: Work, *, file_id: str, removed_at: str) -> str | None:
    """The job's use case: the name of the bytes to delete, None if the file was brought back meanwhile."""
    row = work.session.get(DealFile, file_id)
    if row is None or row.removed_at is None or row.removed_at.isoformat() != removed_at:
        return None
    row.discarded_at = row.discarded_at or work.now()
    return row.stored_as


def files_of(work: Work, *, deal_id: str) -> tuple[FileView, ...]:
    """The files of the deal, the newest first."""
    query = select(DealFile).where(DealFile.deal_id == deal_id, col(DealFile.removed_at).is_(None))
    return tuple(_view(row) for row in work.session.exec(query.order_by(col(DealFile.id).desc())))


def just_removed(work: Work, *, deal_id: str, seconds: int) -> tuple[FileView, ...]:
    """The files removed in the last `seconds`, to be brought back."""
    since = work.now() - timedelta(seconds=seconds)
    query = select(DealFile).where(DealFile.deal_id == deal_id, col(DealFile.removed_at) > since)
    return tuple(_view(row) for row in work.session.exec(query.order_by(col(DealFile.id).desc())))


def file_of(work: Work, *, deal_id: str, file_id: str) -> FileView:
    """One file that is there. Raises NotFound."""
    row = _get(work, file_id)
    if row.deal_id != deal_id or row.removed_at is not None:
        raise NotFound
    return _view(row)


def tidy_name(name: str) -> str:
    """The last part of a name without what no file system or screen should meet; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    tidy = " ".join(_NOT_IN_NAMES.sub(" ", last).split()).strip(". ")
    stem, dot, ending = tidy.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: 199 - len(ending)]}.{ending}" if stem else ending
    return tidy[:200] or "file"


def _get(work: Work, file_id: str) -> DealFile:
    row = work.session.get(DealFile, file_id)
    if row is None or row.discarded_at is not None:
        raise NotFound
    return row


def _view(row: DealFile) -> FileView:
    return FileView(
        id=row.id,
        deal_id=row.deal_id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        stored_as=row.stored_as,
        user_name=row.user_name,
        added_at=row.added_at,
        removed_at=row.removed_at,
    )
