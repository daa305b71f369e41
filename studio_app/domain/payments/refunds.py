"""Use cases: giving money back, through the provider it came from or by a transfer of our own."""

from datetime import date, timedelta

from sqlmodel import col, select

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.core.money import Money
from studio_app.domain.actors import ActorKind
from studio_app.domain.ledger.bank_transfers import BANK, MAX_REFERENCE
from studio_app.domain.ledger.booking import (
    allocated,
    book,
    find_entry,
    get_entry,
    movements,
    settle_invoices,
    taken_from,
)
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.receipts import MAX_REASON, moment_of
from studio_app.domain.ledger.schemas import Cause
from studio_app.domain.payments.attempts import get_attempt, of_attempt
from studio_app.domain.payments.kinds import REFUND_TRANSITIONS, RefundStatus
from studio_app.domain.payments.models import PaymentRefund
from studio_app.domain.payments.schemas import RefundView
from studio_app.domain.studio.current import today
from studio_app.domain.studio.refunding import require_refund
from studio_app.domain.timeline.events.money import RefundFailed, RefundRequested
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

SEND_REFUND = "send_refund"
_SOON = timedelta(seconds=30)  # the person who asked sends it at once; the job is for a process that dies meanwhile


class NotRefundable(StudioError):
    """The entry is not a payment, or not one of a provider."""

    code = "not_refundable"
    status = 409


def refundable(work: Work, entry: LedgerEntry) -> Money:
    """What of a payment can still be given back: not refunded, disputed, taken back, or on its way back."""
    left = sum(one.amount for one in movements(work, entry))
    return Money(left - sum(row.amount for row in _on_their_way(work, entry)), entry.currency)


def refund_behind(work: Work, entry: LedgerEntry) -> PaymentRefund | None:
    """What a person asked a provider for, of which the entry is the outcome; None for any other entry."""
    if entry.kind is not EntryKind.REFUND or entry.cause_kind is not CauseKind.PROVIDER:
        return None
    return work.session.exec(
        select(PaymentRefund).where(
            PaymentRefund.provider_ref == entry.cause_ref, PaymentRefund.entry_id == entry.about_id
        )
    ).first()


def start_refund(work: Work, *, entry_id: str, amount: Money, reason: str) -> RefundView:
    """The row of a refund that a provider is to be asked for next, after the commit; a job asks if nobody else does.

    Raises Forbidden, NotFound, NotRefundable, Invalid when it is more than is left or has no reason.
    """
    require_refund(work)
    entry = get_entry(work, entry_id, lock=True)
    if entry.kind is not EntryKind.PAYMENT or entry.cause_kind is not CauseKind.PROVIDER or entry.attempt_id is None:
        raise NotRefundable
    _check(work, entry, amount)
    words = _words(reason)
    earlier = work.session.exec(select(PaymentRefund.id).where(PaymentRefund.entry_id == entry.id)).all()
    row = PaymentRefund(
        id=work.new_id(),
        entry_id=entry.id,
        attempt_id=entry.attempt_id,
        amount=amount.amount,
        currency=amount.currency,
        idempotency_key=f"ref:{entry.id}:{len(earlier) + 1}",
        reason=words,
        requested_by=work.actor.id if work.actor.kind is ActorKind.STAFF else "",
        created_at=work.now(),
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row, RefundRequested)
    key = f"{SEND_REFUND}:{row.id}"
    work.jobs.enqueue(work.session, SEND_REFUND, key=key, args={"refund_id": row.id}, at=work.now() + _SOON)
    return refund_view(work, refund_id=row.id)


def fail_refund(work: Work, *, refund_id: str, problem: str) -> None:
    """The provider refused: nothing went back."""
    set_refund_status(work, _row(work, refund_id), RefundStatus.FAILED, problem=problem)


def set_refund_status(
    work: Work, row: PaymentRefund, status: RefundStatus, *, ref: str = "", problem: str = ""
) -> None:
    """Move the refund if that leads forwards, and record what people must know."""
    row.provider_ref = row.provider_ref or ref
    if status not in REFUND_TRANSITIONS[row.status]:
        return
    row.status, row.problem = status, problem[:300]
    if status is not RefundStatus.PENDING:
        row.settled_at = work.now()
    if status is RefundStatus.FAILED:
        _tell(work, row, RefundFailed)


def refund_view(work: Work, *, refund_id: str) -> RefundView:
    """A refund by its id. Raises NotFound."""
    row = _row(work, refund_id)
    attempt = get_attempt(work, row.attempt_id)
    return RefundView(
        id=row.id,
        entry_id=row.entry_id,
        provider=attempt.provider,
        checkout_ref=attempt.provider_ref,
        amount=Money(row.amount, row.currency),
        key=row.idempotency_key,
        status=row.status,
        reason=row.reason,
        problem=row.problem,
        created_at=row.created_at,
    )


def record_refund_paid(work: Work, *, entry_id: str, amount: Money, paid_on: date, reference: str) -> str:
    """Book a transfer by which a person of the studio gave money of a bank payment back; the id of the entry.

    Raises Forbidden, NotFound, NotRefundable (a provider gives it back itself), Invalid.
    """
    require_refund(work)
    entry = get_entry(work, entry_id, lock=True)
    if entry.kind is not EntryKind.PAYMENT or entry.cause_kind is CauseKind.PROVIDER:
        raise NotRefundable
    _check(work, entry, amount)
    words = reference.strip()
    if not words or len(words) > MAX_REFERENCE:
        raise Invalid(field="reference", reason="transfer_reference")
    if paid_on > today(work):
        raise Invalid(field="received_on", reason="transfer_date")
    cause = Cause(CauseKind.PERSON, BANK, f"refund/{entry.id}/{paid_on.isoformat()}/{words.casefold()}")
    if find_entry(work, source=cause.source, ref=cause.ref, kind=EntryKind.REFUND) is not None:
        raise NotRefundable
    first = next(iter(allocated(work, entry.id)), "")
    if first:
        lock_invoice(work, first)
    parts = taken_from(work, entry, -amount, first=first)
    back = NewEntry.after(
        entry,
        kind=EntryKind.REFUND,
        amount=-amount,
        received_at=moment_of(work, paid_on),
        cause=cause,
        allocations=parts,
        note=words,
    )
    refund = book(work, back)
    settle_invoices(work, *parts)
    return refund.id


def _check(work: Work, entry: LedgerEntry, amount: Money) -> None:
    left = refundable(work, entry)
    if amount.currency != left.currency or not 0 < amount.amount <= left.amount:
        raise Invalid(field="amount", reason="refund_amount")


def _words(reason: str) -> str:
    words = limited("reason", " ".join(reason.split()), MAX_REASON)
    if not words:
        raise Invalid(field="reason", reason="reversal_reason")
    return words


def _on_their_way(work: Work, entry: LedgerEntry) -> list[PaymentRefund]:
    rows = work.session.exec(
        select(PaymentRefund).where(
            PaymentRefund.entry_id == entry.id,
            col(PaymentRefund.status).in_([RefundStatus.CREATING, RefundStatus.PENDING]),
        )
    )
    return list(rows)


def _row(work: Work, refund_id: str) -> PaymentRefund:
    row = work.session.get(PaymentRefund, refund_id)
    if row is None:
        raise NotFound
    return row


def _tell(work: Work, row: PaymentRefund, step: type[RefundRequested | RefundFailed]) -> None:
    about = of_attempt(work, get_attempt(work, row.attempt_id))
    record(work, step(**about, refund_id=row.id, amount=row.amount, currency=row.currency, problem=row.problem))
