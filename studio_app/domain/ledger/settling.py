"""What follows from the ledger: when an invoice is paid, what is due, when the deal is paid."""

from sqlmodel import col, select

from studio_app.domain.contracts.models import Contract
from studio_app.domain.deals.moves import advance_to, get_deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import set_status
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.timeline.events.invoices import InvoicePaid, InvoiceReopened
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def settle(work: Work, invoice: Invoice, *, never_came: bool = False) -> None:
    """Let the status of invoice and deal follow the ledger: paid when covered, whatever goes back later.

    Money that is given back, or that a bank takes, is a fact beside a paid invoice. Only a payment that
    is taken back because it `never_came` makes it open again.

    A void invoice keeps its status; the money on it stays visible. The caller has locked the invoice.
    """
    document = get_document(work, invoice.document_id)
    covered = invoice.paid_amount >= invoice.total_amount
    if covered and document.status is DocumentStatus.PUBLISHED:
        set_status(work, document, DocumentStatus.PAID)
        invoice.paid_at = work.now()
        _tell(work, document, invoice, InvoicePaid)
        if _price_is_covered(work, invoice.deal_id):
            advance_to(work, deal_id=invoice.deal_id, role=StageRole.PAID)
    elif never_came and not covered and document.status is DocumentStatus.PAID:
        set_status(work, document, DocumentStatus.PUBLISHED)
        invoice.paid_at = None
        _tell(work, document, invoice, InvoiceReopened)


def _tell(work: Work, document: Document, invoice: Invoice, settled: type[InvoicePaid | InvoiceReopened]) -> None:
    record(
        work,
        settled(
            deal_id=invoice.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            amount=invoice.paid_amount,
            currency=invoice.currency,
            over=max(0, invoice.paid_amount - invoice.total_amount),
        ),
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
