"""Queries about invoices."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, true
from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import find_by_token, get_document, link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.schemas import InvoiceContent, InvoicePage, InvoiceRow
from studio_app.domain.studio.current import today
from studio_app.domain.work import Work


class InvoiceFilter(StrEnum):
    """Which invoices a list shows."""

    ALL = "all"
    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    UNEVEN = "uneven"  # too much, or a part, has come in
    PAID = "paid"
    VOID = "void"


_STATUSES = {
    InvoiceFilter.DRAFT: DocumentStatus.DRAFT,
    InvoiceFilter.OPEN: DocumentStatus.PUBLISHED,
    InvoiceFilter.PAID: DocumentStatus.PAID,
    InvoiceFilter.VOID: DocumentStatus.VOID,
}


def get_invoice(work: Work, document_id: str) -> Invoice:
    """The row of an invoice. Raises NotFound."""
    invoice = work.session.get(Invoice, document_id)
    if invoice is None:
        raise NotFound
    return invoice


def invoice_document(work: Work, document_id: str) -> Document:
    """The document of an invoice. Raises NotFound for any other."""
    return get_document(work, document_id, kind=DocumentKind.INVOICE)


def invoice_at(work: Work, *, token: str) -> Document:
    """The document of the invoice that a client's link opens. Raises NotFound for any other."""
    document = find_by_token(work, token=token)
    if document.kind is not DocumentKind.INVOICE:
        raise NotFound
    return document


def invoice_content(work: Work, *, document_id: str) -> InvoiceContent:
    """What the invoice says now. Raises NotFound."""
    document = work.session.get(Document, document_id)
    if document is None:
        raise NotFound
    return InvoiceContent.model_validate(content_of(work, document))


def list_invoices(
    work: Work, *, only: InvoiceFilter = InvoiceFilter.ALL, deal_id: str | None = None, offset: int = 0, limit: int = 50
) -> InvoicePage:
    """A page of invoices, newest first, with the number of invoices behind every filter."""
    on = today(work)
    scope = [Invoice.deal_id == deal_id] if deal_id else []
    rows = work.session.exec(
        select(Invoice, Document, Deal, Client)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .join(Deal, col(Deal.id) == col(Invoice.deal_id))
        .join(Client, col(Client.id) == col(Deal.client_id))
        .where(_where(only, on), *scope)
        .order_by(func.coalesce(col(Invoice.issued_at), col(Document.created_at)).desc(), col(Document.id).desc())
        .offset(max(offset, 0))
        .limit(min(max(limit, 1), 200))
    ).all()
    return InvoicePage(rows=tuple(_row(work, row, on) for row in rows), counts=_counts(work, scope, on))


def _counts(work: Work, scope: list[bool], on: date) -> dict[str, int]:
    late, uneven = (case((_where(one, on), 1), else_=0) for one in (InvoiceFilter.OVERDUE, InvoiceFilter.UNEVEN))
    grouped = work.session.exec(
        select(Document.status, func.count(), func.sum(late), func.sum(uneven))
        .join(Invoice, col(Document.id) == col(Invoice.document_id))
        .where(*scope)
        .group_by(col(Document.status))
    ).all()
    by_status = {status: count for status, count, *_ in grouped}
    return {
        InvoiceFilter.ALL: sum(by_status.values()),
        InvoiceFilter.DRAFT: by_status.get(DocumentStatus.DRAFT, 0),
        InvoiceFilter.OPEN: by_status.get(DocumentStatus.PUBLISHED, 0),
        InvoiceFilter.OVERDUE: sum(int(count) for _, _, count, _ in grouped),
        InvoiceFilter.UNEVEN: sum(int(count) for *_, count in grouped),
        InvoiceFilter.PAID: by_status.get(DocumentStatus.PAID, 0),
        InvoiceFilter.VOID: by_status.get(DocumentStatus.VOID, 0),
    }


def _where(only: InvoiceFilter, on: date) -> ColumnElement[bool]:
    status = col(Document.status)
    match only:
        case InvoiceFilter.ALL:
            return true()
        case InvoiceFilter.OVERDUE:
            return and_(status == DocumentStatus.PUBLISHED, col(Invoice.due_on) < on)
        case InvoiceFilter.UNEVEN:
            paid, total = col(Invoice.paid_amount), col(Invoice.total_amount)
            part = and_(status == DocumentStatus.PUBLISHED, paid != total)
            over = and_(status == DocumentStatus.PAID, paid > total)
            return and_(paid != 0, or_(part, over, status == DocumentStatus.VOID))
        case _:
            return status == _STATUSES[only]


def _row(work: Work, row: tuple[Invoice, Document, Deal, Client], on: date) -> InvoiceRow:
    invoice, document, deal, client = row
    return InvoiceRow(
        document_id=document.id,
        deal_id=deal.id,
        number=document.number,
        client=client.name,
        deal_title=deal.title,
        status=document.status,
        total=Money(invoice.total_amount, invoice.currency),
        paid=Money(invoice.paid_amount, invoice.currency),
        issued_at=invoice.issued_at,
        due_on=invoice.due_on,
        overdue=document.status is DocumentStatus.PUBLISHED and invoice.due_on is not None and invoice.due_on < on,
        path=link_path(work, document),
    )
