"""Queries: how money stands, by invoice, deal, client and legal entity, and which invoices are open."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import col, func

from studio_app.core.money import Money
from studio_app.domain.clients.models import Client, Requisites
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.owed import gone_back, owed
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.ledger.booking import get_entry
from studio_app.domain.ledger.kinds import ASIDE, NOT_MONEY, EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.schemas import Balance, InvoiceBalance, InvoiceState, OpenInvoice
from studio_app.domain.studio.current import zone
from studio_app.domain.work import Work

ISSUED = (DocumentStatus.PUBLISHED, DocumentStatus.PAID)
"""An invoice that its client has, paid or not."""


def open_invoices(work: Work) -> tuple[OpenInvoice, ...]:
    """Every issued invoice on which money is due, oldest first."""
    clock = zone(work)
    columns: list[Any] = [
        Invoice.document_id,
        Document.number,
        Invoice.deal_id,
        Deal.client_id,
        Client.name,
        Requisites.inn,
        Invoice.legal_entity_id,
        Invoice.total_amount,
        Invoice.paid_amount,
        Invoice.currency,
        Invoice.issued_at,
    ]
    query = (
        select(*columns)
        .select_from(Invoice)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .join(Deal, col(Deal.id) == col(Invoice.deal_id))
        .join(Client, col(Client.id) == col(Deal.client_id))
        .outerjoin(Requisites, col(Requisites.client_id) == col(Deal.client_id))
        .where(col(Document.status) == DocumentStatus.PUBLISHED, col(Invoice.total_amount) > col(Invoice.paid_amount))
        .order_by(col(Invoice.issued_at), col(Invoice.document_id))
    )
    return tuple(
        OpenInvoice(
            id=row[0],
            number=row[1],
            deal_id=row[2],
            client_id=row[3],
            client_name=row[4],
            client_inn=row[5] or "",
            entity_id=row[6],
            due=Money(row[7] - row[8], row[9]),
            total=Money(row[7], row[9]),
            issued_on=row[10].astimezone(clock).date(),
        )
        for row in work.session.connection().execute(query)
    )


def invoices_for(work: Work, *, entry_id: str, limit: int = 100) -> tuple[OpenInvoice, ...]:
    """Open invoices on which free money of an entry may count: its currency's first, its client's first in each.

    Raises NotFound.
    """
    entry = get_entry(work, entry_id)
    found = sorted(
        open_invoices(work),
        key=lambda one: (one.due.currency != entry.currency, one.client_id != entry.client_id),
    )
    return tuple(found[:limit])


def invoices_for_excess(work: Work, *, invoice_id: str) -> tuple[OpenInvoice, ...]:
    """The same client's other open invoices in its currency. Raises NotFound."""
    document = get_document(work, invoice_id)
    client_id = get_deal(work, document.deal_id).client_id
    currency = get_invoice(work, invoice_id).currency
    return tuple(
        one
        for one in open_invoices(work)
        if one.id != invoice_id and one.client_id == client_id and one.due.currency == currency
    )


def balances(
    work: Work, *, deal_id: str | None = None, client_id: str | None = None, legal_entity_id: str | None = None
) -> tuple[Balance, ...]:
    """How a deal, a client or a legal entity stands (all of the studio: none given), one balance a currency."""
    invoiced = _by_currency(
        work,
        select(col(Invoice.currency), func.sum(col(Invoice.total_amount)))
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .join(Deal, col(Deal.id) == col(Invoice.deal_id))
        .where(col(Document.status).in_(ISSUED), *_of(deal_id, client_id, legal_entity_id))
        .group_by(col(Invoice.currency)),
    )
    covering = (
        select(col(EntryAllocation.currency), func.sum(col(EntryAllocation.amount)))
        .join(Invoice, col(Invoice.document_id) == col(EntryAllocation.invoice_id))
        .join(Deal, col(Deal.id) == col(Invoice.deal_id))
        .where(*_of(deal_id, client_id, legal_entity_id))
        .group_by(col(EntryAllocation.currency))
    )
    allocated = _by_currency(work, covering)
    written = _by_currency(work, covering.where(col(EntryAllocation.is_money).is_(False)))
    free = {} if deal_id else unallocated(work, client_id=client_id, legal_entity_id=legal_entity_id)
    back = _by_currency(
        work,
        select(col(Invoice.currency), func.sum(col(Invoice.total_amount) - col(Invoice.paid_amount)))
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .join(Deal, col(Deal.id) == col(Invoice.deal_id))
        .where(
            col(Document.status) == DocumentStatus.PAID,
            col(Invoice.total_amount) > col(Invoice.paid_amount),
            *_of(deal_id, client_id, legal_entity_id),
        )
        .group_by(col(Invoice.currency)),
    )
    currencies = sorted({*invoiced, *allocated, *free})
    return tuple(
        Balance(*(Money(sums.get(currency, 0), currency) for sums in (invoiced, allocated, free, written, back)))
        for currency in currencies
    )


def unallocated(work: Work, *, client_id: str | None = None, legal_entity_id: str | None = None) -> dict[str, int]:
    """Money that came in and counts for no invoice, in minor units by currency."""
    where: list[ColumnElement[bool]] = [col(LedgerEntry.kind).not_in(ASIDE)]
    if client_id:
        where.append(col(LedgerEntry.client_id) == client_id)
    if legal_entity_id:
        where.append(col(LedgerEntry.legal_entity_id) == legal_entity_id)
    came = _by_currency(
        work,
        select(col(LedgerEntry.currency), func.sum(col(LedgerEntry.amount)))
        .where(*where)
        .group_by(col(LedgerEntry.currency)),
    )
    used = _by_currency(
        work,
        select(col(LedgerEntry.currency), func.sum(col(EntryAllocation.amount)))
        .join(EntryAllocation, col(EntryAllocation.entry_id) == col(LedgerEntry.id))
        .where(*where)
        .group_by(col(LedgerEntry.currency)),
    )
    left = {currency: amount - used.get(currency, 0) for currency, amount in came.items()}
    return {currency: amount for currency, amount in left.items() if amount}


def uneven_invoices(work: Work, *, limit: int = 50) -> tuple[InvoiceBalance, ...]:
    """Invoices on which there is money, but not what they say: too much, or a part; the newest first."""
    status, total, paid = col(Document.status), col(Invoice.total_amount), col(Invoice.paid_amount)
    columns: list[Any] = [
        Invoice.document_id,
        Document.number,
        Invoice.deal_id,
        Client.name,
        status,
        total,
        paid,
        Invoice.currency,
        _written(),
    ]
    query = (
        select(*columns)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .join(Deal, col(Deal.id) == col(Invoice.deal_id))
        .join(Client, col(Client.id) == col(Deal.client_id))
        .where(
            paid != 0,
            or_(
                (status == DocumentStatus.PUBLISHED) & (paid != total),
                (status == DocumentStatus.PAID) & (paid > total),
                status == DocumentStatus.VOID,
            ),
        )
        .order_by(col(Invoice.issued_at).desc())
        .limit(limit)
    )
    return tuple(
        invoice_standing(
            invoice_id=row[0],
            number=row[1],
            deal_id=row[2],
            client=row[3],
            status=row[4],
            total=Money(row[5], row[7]),
            paid=Money(row[6], row[7]),
            written=Money(int(row[8]), row[7]),
        )
        for row in work.session.connection().execute(query)
    )


def invoice_standing(
    *,
    invoice_id: str,
    number: str,
    deal_id: str,
    client: str,
    status: DocumentStatus,
    total: Money,
    paid: Money,
    written: Money,
) -> InvoiceBalance:
    """How an invoice stands."""
    due = Money(owed(status, total.amount, paid.amount), total.currency)
    if due.amount < 0:
        state = InvoiceState.OVER
    elif due.amount == 0:
        state = InvoiceState.RETURNED if gone_back(status, total.amount, paid.amount) else InvoiceState.EVEN
    else:
        state = InvoiceState.PARTLY if paid.amount > 0 else InvoiceState.OPEN
    return InvoiceBalance(invoice_id, number, deal_id, client, total, paid, due, written, state)


def written_for(work: Work, invoice_id: str) -> int:
    """What covers an invoice and never came: written off, or an exchange difference; in minor units."""
    return int(work.session.scalars(select(_written()).where(col(Invoice.document_id) == invoice_id)).one())


def _written() -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(col(EntryAllocation.amount)), 0))
        .where(col(EntryAllocation.invoice_id) == col(Invoice.document_id), col(EntryAllocation.is_money).is_(False))
        .correlate(Invoice)
        .scalar_subquery()
    )


def income_on(work: Work, invoice_id: str) -> Sequence[LedgerEntry]:
    """The money that counts for an invoice: what came in its own currency first, then exchanged; the newest first."""
    return work.session.scalars(
        select(LedgerEntry)
        .where(is_income_row(), _on(invoice_id))
        .order_by(
            col(LedgerEntry.kind) == EntryKind.EXCHANGE,
            col(LedgerEntry.received_at).desc(),
            col(LedgerEntry.id).desc(),
        )
    ).all()


def written_on(work: Work, invoice_id: str) -> Sequence[LedgerEntry]:
    """The write-offs and exchange differences on an invoice, the newest first."""
    return work.session.scalars(
        select(LedgerEntry)
        .where(col(LedgerEntry.kind).in_(NOT_MONEY), _on(invoice_id))
        .order_by(col(LedgerEntry.received_at).desc(), col(LedgerEntry.id).desc())
    ).all()


def is_income_row() -> ColumnElement[bool]:
    """The condition of `is_income` on the rows of the ledger."""
    kind = col(LedgerEntry.kind)
    return or_(kind == EntryKind.PAYMENT, (kind == EntryKind.EXCHANGE) & (col(LedgerEntry.amount) > 0))


def _on(invoice_id: str) -> ColumnElement[bool]:
    on_it = select(col(EntryAllocation.entry_id)).where(col(EntryAllocation.invoice_id) == invoice_id)
    return col(LedgerEntry.id).in_(on_it)


def _of(deal_id: str | None, client_id: str | None, legal_entity_id: str | None) -> list[ColumnElement[bool]]:
    pairs = (
        (col(Invoice.deal_id), deal_id),
        (col(Deal.client_id), client_id),
        (col(Invoice.legal_entity_id), legal_entity_id),
    )
    return [column == value for column, value in pairs if value]


def _by_currency(work: Work, query: Select[*tuple[Any, ...]]) -> dict[str, int]:
    return {currency: int(amount) for currency, amount in work.session.connection().execute(query)}
