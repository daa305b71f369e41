"""Use case: voiding an invoice. It keeps its number, so the series stays without gaps."""

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.revisions import set_status
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.timeline.events.invoices import InvoiceVoided
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_REASON = 300
"""Characters."""


class InvoiceHasMoney(StudioError):
    """Money has come in for the invoice: it is refunded or credited, never voided."""

    code = "invoice_has_money"
    status = 409


def void_invoice(work: Work, *, document_id: str, reason: str) -> None:
    """Void a draft or an issued invoice that nobody has paid.

    An open checkout is a reason to refuse (a reaction of the payments does): whoever voids, lets
    `OnlinePayments` close it first. Raises InvoiceHasMoney, Invalid without a reason, IllegalTransition.
    """
    require(work, Permission.ISSUE_INVOICES)
    document = get_document(work, document_id, kind=DocumentKind.INVOICE)
    invoice = get_invoice(work, document_id)
    if not reason.strip():
        raise Invalid(field="reason", reason="void_reason")
    if invoice.paid_amount > 0:
        raise InvoiceHasMoney
    set_status(work, document, DocumentStatus.VOID)
    invoice.void_at = work.now()
    invoice.void_reason = limited("reason", reason.strip(), MAX_REASON)
    record(
        work,
        InvoiceVoided(
            deal_id=invoice.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            reason=invoice.void_reason,
        ),
    )
