"""Use cases: bytes that no deal lists, such as letters: they count for the quota, and go when nothing names them."""

from sqlmodel import col, select

from studio_app.domain.files.models import DealFile, KeptBytes
from studio_app.domain.files.service import DISCARD, Quota, require_room_for_mail
from studio_app.domain.work import Work


def hold_bytes(work: Work, *, stored_as: str, size: int, quota: Quota | None = None) -> None:
    """From now on these bytes count for the share of mail; safe to repeat. Raises NoRoom beyond the quota."""
    if quota is not None:
        require_room_for_mail(work, size=size, quota=quota)
    work.session.merge(KeptBytes(stored_as=stored_as, size=size, since=work.now()))
    work.session.flush()


def give_bytes(work: Work, *, stored_as: str) -> None:
    """A deal's list has them from now on."""
    row = work.session.get(KeptBytes, stored_as)
    if row is not None:
        work.session.delete(row)
        work.session.flush()


def drop_bytes(work: Work, *, stored_as: str) -> None:
    """Nobody wants them: a job deletes them once this has been committed."""
    give_bytes(work, stored_as=stored_as)
    work.jobs.enqueue(work.session, DISCARD, key=f"bytes:{stored_as}", args={"stored_as": stored_as})


def is_held(work: Work, *, stored_as: str) -> bool:
    """Query: whether a deal, or somebody else, still has these bytes."""
    listed = select(DealFile.id).where(DealFile.stored_as == stored_as, col(DealFile.discarded_at).is_(None))
    return work.session.get(KeptBytes, stored_as) is not None or work.session.exec(listed).first() is not None
