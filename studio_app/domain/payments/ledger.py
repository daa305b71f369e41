"""The ledger and what follows from it: what is paid, what is due, when the deal is paid."""

from datetime import datetime

from sqlmodel import col, func, select

from studio_app.core.money import Money
from studio_app.domain.contracts.models import Contract
from studio_app.domain.deals.moves import advance_to, get_deal
from studio_app.domain.deals.timeline import record
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document, DocumentStatus
from studio_app.domain.documents.revisions import set_status
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.payments.models import AttemptStatus, EntryKind, LedgerEntry, PaymentAttempt
from studio_app.domain.studio.models import StageRole
from studio_app.domain.work import ActorKind, Work

_EVENTS = {
    EntryKind.PAYMENT: "payment.recorded",
    EntryKind.BANK_TRANSFER: "payment.recorded",
    EntryKind.REFUND: "refund.recorded",
    EntryKind.DISPUTE: "dispute.recorded",
}


def has_entry(work: Work, *, provider: str, ref: str, kind: EntryKind) -> bool:
    """Whether that movement is booked already."""
    return (
        work.session.exec(
            select(LedgerEntry.id).where(
                LedgerEntry.provider == provider, LedgerEntry.provider_ref == ref, LedgerEntry.kind == kind
            )
        ).first()
        is not None
    )


def book(
    work: Work,
    invoice: Invoice,
    *,
    provider: str,
    ref: str,
    kind: EntryKind,
    amount: Money,
    received_at: datetime,
    attempt_id: str | None = None,
    note: str = "",
) -> LedgerEntry:
    """Append an entry, bring the cached sum up to date and record the event. The caller settles."""
    entry = LedgerEntry(
        id=work.new_id(),
        invoice_id=invoice.document_id,
        deal_id=invoice.deal_id,
        attempt_id=attempt_id,
        kind=kind,
        provider=provider,
        provider_ref=ref,
        amount=amount.amount,
        currency=amount.currency,
        received_at=received_at,
        recorded_at=work.now(),
        recorded_by=work.actor.id if work.actor.kind is ActorKind.STAFF else "",
        note=note[:300],
    )
    work.session.add(entry)
    work.session.flush()
    invoice.paid_amount = _sum(work, invoice)
    record(
        work,
        _EVENTS[kind],
        deal_id=invoice.deal_id,
        document_id=invoice.document_id,
        number=get_document(work, invoice.document_id).number,
        entry_id=entry.id,
        entry_kind=kind.value,
        provider=provider,
        amount=amount.amount,
        currency=amount.currency,
        due=invoice.total_amount - invoice.paid_amount,
    )
    return entry


def settle(work: Work, *, invoice_id: str) -> None:
    """Let the status of invoice and deal follow the ledger: paid when covered, reopened when not any more.

    Sets `paid_amount` to the sum of the entries. A void invoice keeps its status; the money on it
    stays visible. An open checkout over another sum than what is due now is closed by a job.
    """
    invoice = work.session.get(Invoice, invoice_id)
    assert invoice is not None  # noqa: S101  the caller has locked it
    document = get_document(work, invoice_id)
    invoice.paid_amount = _sum(work, invoice)
    covered = invoice.paid_amount >= invoice.total_amount
    if covered and document.status is DocumentStatus.PUBLISHED:
        set_status(work, document, DocumentStatus.PAID)
        invoice.paid_at = work.now()
        _tell(work, document, invoice, "invoice.paid")
        if _price_is_covered(work, invoice.deal_id):
            advance_to(work, deal_id=invoice.deal_id, role=StageRole.PAID)
    elif not covered and document.status is DocumentStatus.PAID:
        set_status(work, document, DocumentStatus.PUBLISHED)
        invoice.paid_at = None
        _tell(work, document, invoice, "invoice.reopened")
    _close_outdated(work, invoice)


def _sum(work: Work, invoice: Invoice) -> int:
    return int(
        work.session.exec(
            select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(LedgerEntry.invoice_id == invoice.document_id)
        ).one()
    )


def _tell(work: Work, document: Document, invoice: Invoice, kind: str) -> None:
    record(
        work,
        kind,
        deal_id=invoice.deal_id,
        document_id=document.id,
        revision=document.revision,
        title=document.title,
        number=document.number,
        amount=invoice.paid_amount,
        currency=invoice.currency,
        over=max(0, invoice.paid_amount - invoice.total_amount),
    )


def _price_is_covered(work: Work, deal_id: str) -> bool:
    """Whether the issued invoices make up the price of the deal and every one of them is paid."""
    issued = work.session.exec(
        select(Invoice.total_amount, Document.status)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .where(
            Invoice.deal_id == deal_id,
            col(Document.status).in_([DocumentStatus.PUBLISHED, DocumentStatus.PAID]),
        )
    ).all()
    contract = work.session.exec(
        select(Contract.total_amount)
        .join(Document, col(Document.id) == col(Contract.document_id))
        .where(Document.deal_id == deal_id, Document.status == DocumentStatus.SIGNED)
        .order_by(col(Contract.signed_at).desc())
    ).first()
    price = contract if contract is not None else get_deal(work, deal_id).amount
    return all(status is DocumentStatus.PAID for _, status in issued) and sum(total for total, _ in issued) >= price


def _close_outdated(work: Work, invoice: Invoice) -> None:
    due = invoice.total_amount - invoice.paid_amount
    attempt = work.session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.invoice_id == invoice.document_id, PaymentAttempt.status == AttemptStatus.OPEN
        )
    ).first()
    if attempt is not None and attempt.amount != due:
        work.jobs.enqueue(
            work.session,
            "close_checkout",
            key=f"close_checkout:{attempt.id}:{invoice.paid_amount}",
            args={"attempt_id": attempt.id},
        )
