"""Queries: the ledger as people read it, an entry a row with its cause, and the balance of one invoice."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.queries import get_invoice, invoice_document
from studio_app.domain.ledger.balances import invoice_standing, is_income_row, written_for
from studio_app.domain.ledger.booking import allocated, available, deductions, get_entry, is_income
from studio_app.domain.ledger.kinds import ASIDE, EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import is_reversible
from studio_app.domain.ledger.schemas import InvoiceBalance, Part
from studio_app.domain.payments.refunds import refund_behind, refundable
from studio_app.domain.payments.schemas import BookPage, BookRow
from studio_app.domain.studio.refunding import may_refund
from studio_app.domain.work import Work


class BookFilter(StrEnum):
    """Which entries a list shows."""

    ALL = "all"
    FREE = "free"  # money that counts for no invoice yet
    BACK = "back"  # what went back: refunds, disputes, chargebacks
    FEES = "fees"  # and what a provider turned into another currency


_BACK = (EntryKind.REFUND, EntryKind.DISPUTE, EntryKind.CHARGEBACK)


def book_page(
    work: Work, *, only: BookFilter = BookFilter.ALL, invoice_id: str = "", offset: int = 0, limit: int = 50
) -> BookPage:
    """A page of entries, the newest first. Raises Forbidden."""
    require(work, Permission.READ_DEALS)
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
    taken = deductions(work, entry)
    taken_back = any(one.kind is EntryKind.CORRECTION for one in taken)
    nothing = Money.zero(entry.currency)
    free = available(work, entry) if is_income(entry) and not taken_back else nothing
    returns = entry.kind is EntryKind.PAYMENT and not taken_back and may_refund(work)
    back = refundable(work, entry) if returns else nothing
    client = work.session.get(Client, entry.client_id) if entry.client_id else None
    refund = refund_behind(work, entry)
    who = refund.requested_by if refund else entry.recorded_by
    person = work.session.get(User, who) if who else None
    parts = _parts(work, entry)
    about = None if parts else _about(work, entry)
    first = parts[0] if parts else about
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
        deal_id=get_document(work, first.invoice_id).deal_id if first else "",
        cause=entry.cause_kind,
        source=entry.cause_source,
        ref=entry.cause_ref,
        person=person.name if person else "",
        note=refund.reason if refund else entry.note,
        live_mode=entry.live_mode,
        taken_back=taken_back,
        can_reverse=is_reversible(work, entry),
        about=about,
        turned=_turned(work, entry),
    )


def _about(work: Work, entry: LedgerEntry) -> Part | None:
    """The first invoice of what an entry without parts is about, or of the side to which it was exchanged."""
    known = entry
    while known.about_id:
        known = get_entry(work, known.about_id)
        if parts := _parts(work, known):
            return parts[0]
    if entry.kind is EntryKind.EXCHANGE:
        return next((parts[0] for one in deductions(work, entry) if (parts := _parts(work, one))), None)
    return None


def _turned(work: Work, entry: LedgerEntry) -> Money | None:
    """Of a side of an exchange or a conversion: the other side, without the sign of its movement."""
    if entry.kind not in {EntryKind.EXCHANGE, EntryKind.CONVERSION}:
        return None
    about = work.session.get(LedgerEntry, entry.about_id) if entry.about_id else None
    if about is not None and about.kind is entry.kind and about.currency != entry.currency:
        return Money(abs(about.amount), about.currency)
    other = work.session.exec(
        select(LedgerEntry).where(LedgerEntry.about_id == entry.id, LedgerEntry.kind == entry.kind)
    ).first()
    return Money(abs(other.amount), other.currency) if other is not None else None


def invoice_balance(work: Work, *, invoice_id: str) -> InvoiceBalance:
    """How an issued invoice stands, with the state that says what to do next. Raises NotFound."""
    document = invoice_document(work, invoice_id)
    invoice = get_invoice(work, invoice_id)
    total, paid = Money(invoice.total_amount, invoice.currency), Money(invoice.paid_amount, invoice.currency)
    client = work.session.get_one(Client, get_deal(work, document.deal_id).client_id)
    return invoice_standing(
        invoice_id=invoice_id,
        number=document.number,
        deal_id=document.deal_id,
        client=client.name,
        status=document.status,
        total=total,
        paid=paid,
        written=Money(written_for(work, invoice_id), invoice.currency),
    )


def _where(only: BookFilter) -> ColumnElement[bool]:
    kind = col(LedgerEntry.kind)
    match only:
        case BookFilter.ALL:
            return true()
        case BookFilter.BACK:
            return kind.in_(_BACK)
        case BookFilter.FEES:
            return kind.in_(ASIDE)
        case BookFilter.FREE:
            return is_income_row() & (_rest(LedgerEntry) > 0) & (_rest(LedgerEntry) + _taken() > 0)


def _rest(one: type[LedgerEntry]) -> ColumnElement[int]:
    """What of an entry counts for no invoice, in minor units."""
    used = select(func.coalesce(func.sum(col(EntryAllocation.amount)), 0)).where(
        col(EntryAllocation.entry_id) == col(one.id)
    )
    return col(one.amount) - used.correlate(one).scalar_subquery()


def _taken() -> ColumnElement[int]:
    """What was taken from free money of an entry, and not taken back: as `available` counts it."""
    took, back, taken = aliased(LedgerEntry), aliased(LedgerEntry), aliased(LedgerEntry)
    away = select(func.coalesce(func.sum(_rest(took)), 0)).where(
        col(took.about_id) == col(LedgerEntry.id),
        col(took.kind).not_in(ASIDE),
        col(took.currency) == col(LedgerEntry.currency),
    )
    home = select(func.coalesce(func.sum(_rest(back)), 0)).where(
        col(back.about_id) == col(taken.id),
        col(back.kind) == EntryKind.CORRECTION,
        col(taken.about_id) == col(LedgerEntry.id),
        col(taken.kind).not_in(ASIDE),
        col(taken.currency) == col(LedgerEntry.currency),
    )
    return away.correlate(LedgerEntry).scalar_subquery() + home.correlate(LedgerEntry).scalar_subquery()


def _parts(work: Work, entry: LedgerEntry) -> Sequence[Part]:
    return tuple(
        Part(invoice_id, get_document(work, invoice_id).number, Money(amount, entry.currency))
        for invoice_id, amount in allocated(work, entry.id).items()
        if amount
    )
