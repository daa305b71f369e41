"""Queries: the ledger as people read it, an entry a row with its cause, and the balance of one invoice."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, true
from sqlmodel import col, func, select

from studio_app.core.errors import Forbidden
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import DocumentKind, DocumentStatus
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.payments.balances import invoice_standing
from studio_app.domain.payments.ledger import abouts, allocated, available, get_entry, hanging
from studio_app.domain.payments.ledger_models import CauseKind, EntryAllocation, EntryKind, LedgerEntry
from studio_app.domain.payments.receipts import REVERSIBLE
from studio_app.domain.payments.refunds import may_refund, refund_behind, refundable
from studio_app.domain.payments.schemas import BookPage, BookRow, InvoiceBalance, Part
from studio_app.domain.work import ActorKind, Work


class BookFilter(StrEnum):
    """Which entries a list shows."""

    ALL = "all"
    FREE = "free"  # money that counts for no invoice yet
    BACK = "back"  # what went back: refunds, disputes, chargebacks
    FEES = "fees"


_BACK = (EntryKind.REFUND, EntryKind.DISPUTE, EntryKind.CHARGEBACK)


def book_page(
    work: Work, *, only: BookFilter = BookFilter.ALL, invoice_id: str = "", offset: int = 0, limit: int = 50
) -> BookPage:
    """A page of entries, the newest first. Staff only. Raises Forbidden."""
    if work.actor.kind not in {ActorKind.STAFF, ActorKind.SYSTEM}:
        raise Forbidden
    query = select(LedgerEntry).where(_where(only))
    if invoice_id:
        on_it = select(EntryAllocation.entry_id).where(EntryAllocation.invoice_id == invoice_id)
        query = query.where(col(LedgerEntry.id).in_(on_it))
    rows = work.session.exec(
        query.order_by(col(LedgerEntry.received_at).desc(), col(LedgerEntry.id).desc())
        .offset(max(0, offset))
        .limit(limit + 1)
    ).all()
    return BookPage(rows=tuple(book_row(work, row) for row in rows[:limit]), more=len(rows) > limit)


def book_entry(work: Work, *, entry_id: str) -> BookRow:
    """One entry. Raises NotFound."""
    return book_row(work, get_entry(work, entry_id))


def book_row(work: Work, entry: LedgerEntry) -> BookRow:
    """An entry with all that hangs on it."""
    taken = abouts(work, entry)
    is_payment = entry.kind is EntryKind.PAYMENT
    taken_back = any(one.kind is EntryKind.CORRECTION for one in taken)
    nothing = Money.zero(entry.currency)
    free = available(work, entry) if is_payment and not taken_back else nothing
    back = refundable(work, entry) if is_payment and not taken_back and may_refund(work) else nothing
    client = work.session.get(Client, entry.client_id) if entry.client_id else None
    asked = refund_behind(work, entry)
    who = asked.requested_by if asked else entry.recorded_by
    person = work.session.get(User, who) if who else None
    parts = _parts(work, entry)
    from_provider = entry.cause_kind is CauseKind.PROVIDER
    return BookRow(
        id=entry.id,
        kind=entry.kind,
        occurred_on=entry.occurred_on,
        amount=Money(entry.amount, entry.currency),
        free=free,
        refundable=back,
        parts=parts,
        client_id=entry.client_id or "",
        client=client.name if client else "",
        deal_id=get_document(work, parts[0].invoice_id).deal_id if parts else "",
        cause=entry.cause_kind,
        source=entry.cause_source,
        ref=entry.cause_ref,
        person=person.name if person else "",
        note=asked.reason if asked else entry.note,
        live_mode=entry.live_mode,
        taken_back=taken_back,
        can_reverse=entry.kind in REVERSIBLE and not from_provider and not taken_back and _is_free(work, entry),
    )


def _is_free(work: Work, entry: LedgerEntry) -> bool:
    """Whether nothing hangs on an entry; the sides of an exchange hang on each other and go together."""
    return entry.kind is EntryKind.EXCHANGE or not hanging(work, entry)


def invoice_balance(work: Work, *, invoice_id: str) -> InvoiceBalance:
    """How an issued invoice stands, with the state that says what to do next. Raises NotFound."""
    document = get_document(work, invoice_id, kind=DocumentKind.INVOICE)
    invoice = get_invoice(work, invoice_id)
    total, paid = Money(invoice.total_amount, invoice.currency), Money(invoice.paid_amount, invoice.currency)
    owed = Money.zero(invoice.currency) if document.status is DocumentStatus.VOID else total
    client = work.session.get_one(Client, get_deal(work, document.deal_id).client_id)
    return invoice_standing(
        invoice_id=invoice_id,
        number=document.number,
        deal_id=document.deal_id,
        client=client.name,
        owed=owed,
        total=total,
        paid=paid,
    )


def _where(only: BookFilter) -> ColumnElement[bool]:
    kind = col(LedgerEntry.kind)
    match only:
        case BookFilter.ALL:
            return true()
        case BookFilter.BACK:
            return kind.in_(_BACK)
        case BookFilter.FEES:
            return kind == EntryKind.FEE
        case BookFilter.FREE:
            used = func.coalesce(func.sum(col(EntryAllocation.amount)), 0)
            sums = select(used).where(col(EntryAllocation.entry_id) == col(LedgerEntry.id)).scalar_subquery()
            undone = select(LedgerEntry.about_id).where(
                LedgerEntry.kind == EntryKind.CORRECTION, col(LedgerEntry.about_id).is_not(None)
            )
            corrected = select(LedgerEntry.about_id).where(
                col(LedgerEntry.kind).in_([EntryKind.CORRECTION, EntryKind.EXCHANGE]),
                col(LedgerEntry.about_id).is_not(None),
                col(LedgerEntry.id).not_in(undone),
            )
            return (
                (kind == EntryKind.PAYMENT) & (col(LedgerEntry.amount) > sums) & col(LedgerEntry.id).not_in(corrected)
            )


def _parts(work: Work, entry: LedgerEntry) -> Sequence[Part]:
    return tuple(
        Part(invoice_id, get_document(work, invoice_id).number, Money(amount, entry.currency))
        for invoice_id, amount in allocated(work, entry.id).items()
        if amount
    )
