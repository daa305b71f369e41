"""Query: the receipt of one payment, behind the link of its invoice."""

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.invoices.owed import owed
from studio_app.domain.invoices.queries import get_invoice, invoice_at
from studio_app.domain.invoices.schemas import InvoiceContent
from studio_app.domain.payments.client.facts import PaymentReceipt
from studio_app.domain.payments.client.payments_made import payments_made
from studio_app.domain.work import Work


def payment_receipt(work: Work, *, token: str, entry_id: str) -> PaymentReceipt:
    """What the receipt of a payment says now, what went back of it included.

    Raises NotFound for a link that opens no invoice and for a payment that never counted for it.
    """
    document = invoice_at(work, token=token)
    made = next((one for one in payments_made(work, invoice_id=document.id) if one.entry_id == entry_id), None)
    if made is None:
        raise NotFound
    invoice = get_invoice(work, document.id)
    return PaymentReceipt(
        token=token,
        locale=document.locale,
        invoice=InvoiceContent.model_validate(content_of(work, document)),
        payment=made,
        due=Money(max(0, owed(document.status, invoice.total_amount, invoice.paid_amount)), invoice.currency),
    )
