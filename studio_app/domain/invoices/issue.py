"""Use case: issuing an invoice: its number, its date and its words are final from here on."""

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.core.status import IllegalTransition
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import advance_to
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.numbers import take_number
from studio_app.domain.documents.revisions import publish, save_content
from studio_app.domain.invoices.content import compose
from studio_app.domain.invoices.due import due_day
from studio_app.domain.invoices.lines import entity_of, lines_of, write_lines
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.invoices.sale import SaleLine
from studio_app.domain.invoices.schemas import InvoiceRef
from studio_app.domain.studio.current import today
from studio_app.domain.studio.kinds import EntityKind, StageRole
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.sending import require_set_up
from studio_app.domain.work import Work


def issue_invoice(work: Work, *, document_id: str) -> InvoiceRef:
    """Give the draft its number, freeze what it says and show it to the client; moves the deal to invoice.

    The number is gapless per legal entity and year because it is taken in this transaction.
    Raises IllegalTransition unless it is a draft, NotSetUp, Invalid when it is empty or the seller's
    particulars are missing.
    """
    require(work, Permission.ISSUE_INVOICES)
    document = get_document(work, document_id, kind=DocumentKind.INVOICE)
    invoice = get_invoice(work, document_id)
    if document.status is not DocumentStatus.DRAFT:
        raise IllegalTransition(current=document.status.value, target=DocumentStatus.PUBLISHED.value)
    entity = entity_of(work, invoice)
    require_set_up(work, entity)
    _check(invoice, entity)
    _date(work, document, invoice)
    save_content(work, document, compose(work, document, invoice).model_dump(mode="json"))
    publish(work, document)
    advance_to(work, deal_id=invoice.deal_id, role=StageRole.INVOICE)
    return InvoiceRef(document_id=document.id, number=document.number, path=link_path(work, document))


def _check(invoice: Invoice, entity: LegalEntity) -> None:
    if invoice.total_amount <= 0:
        raise Invalid(field="lines", reason="empty_invoice")
    if entity.kind is not EntityKind.FOREIGN and not (entity.inn and entity.account and entity.bic):
        raise Invalid(field="legal_entity", reason="seller_requisites")


def _date(work: Work, document: Document, invoice: Invoice) -> None:
    on = today(work)
    invoice.issued_at = work.now()
    invoice.due_on = due_day(work, invoice, on)
    # the rate of the day it is issued, which may be another year's than the draft's
    sold = [
        SaleLine(line.name, line.unit, line.quantity, Money(line.total_amount, invoice.currency))
        for line in lines_of(work, invoice)
    ]
    write_lines(work, invoice, parts=sold, on=on)
    invoice.year = on.year
    invoice.sequence = take_number(work, document, entity_of(work, invoice), year=on.year)
