"""Of which money a letter tells, and whether that is still so: one letter a refund, one for each part of a payment."""

from sqlmodel import col, select

from studio_app.domain.ledger.booking import allocated, deductions, find_entry, get_entry
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.rules import RECEIVED
from studio_app.domain.timeline.events.money import CorrectionRecorded, RefundRecorded
from studio_app.domain.work import Work


def refund_of(work: Work, event: RefundRecorded) -> LedgerEntry | None:
    """The refund that an event tells of; None for money that the payer's bank sent home again."""
    entry = work.session.get(LedgerEntry, event.entry_id)
    return entry if entry is not None and entry.amount < 0 else None


def invoice_of(work: Work, refund: LedgerEntry) -> str:
    """The invoice on which to tell of a refund: the one it took money from, else the first that was paid with it.

    Empty when the money never counted for any.
    """
    parts = (
        select(EntryAllocation.invoice_id)
        .where(col(EntryAllocation.entry_id).in_([refund.id, refund.about_id]))
        .order_by(
            col(EntryAllocation.entry_id) != refund.id, col(EntryAllocation.allocated_at), col(EntryAllocation.id)
        )
    )
    return work.session.exec(parts).first() or ""


def told_of(work: Work, event: CorrectionRecorded) -> Notification | None:
    """The letter by which a client was told of the payment that a correction takes back; None: nobody was told."""
    if not event.document_id:
        return None
    about = get_entry(work, event.entry_id).about_id
    parts = select(EntryAllocation.id).where(
        EntryAllocation.entry_id == about, EntryAllocation.invoice_id == event.document_id
    )
    return work.session.exec(
        select(Notification)
        .where(
            col(Notification.subject_id).in_(parts),
            Notification.rule == RECEIVED,
            col(Notification.sent_at).is_not(None),
        )
        .order_by(col(Notification.sent_at).desc())
    ).first()


def stands(work: Work, refund_id: str) -> bool:
    """Whether the money is still on its way to the payer: not taken back by a person, not refused by their bank."""
    refund = work.session.get(LedgerEntry, refund_id)
    if refund is None or any(one.kind is EntryKind.CORRECTION for one in deductions(work, refund)):
        return False
    home = f"{refund.cause_ref}:failed"
    return find_entry(work, source=refund.cause_source, ref=home, kind=EntryKind.REFUND) is None


def counts(work: Work, allocation_id: str) -> bool:
    """Whether the money of a part still counts for its invoice: not taken back by a person, not moved elsewhere.

    What was given back to the payer has come in all the same: a letter of its own tells of that.
    """
    part = work.session.get(EntryAllocation, allocation_id)
    if part is None:
        return False
    entry = get_entry(work, part.entry_id)
    taken_back = any(one.kind is EntryKind.CORRECTION for one in deductions(work, entry))
    return not taken_back and allocated(work, entry.id).get(part.invoice_id, 0) > 0
