"""Query: what a fiscal receipt (54-FZ) must say about paying an invoice through a provider."""

from dataclasses import dataclass
from decimal import Decimal

from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.lines import entity_of
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.payments.attempts import get_attempt
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Fiscal:
    """Who sells, how it is taxed, and where the receipt goes. `whole`: the payment covers the whole price."""

    seller: EntityKind
    rate: Decimal  # of VAT in percent, as the invoice says it; 0: none
    number: str
    title: str
    email: str
    phone: str  # E.164
    whole: bool


def fiscal_of(work: Work, *, attempt_id: str) -> Fiscal:
    """The facts of the attempt's invoice. Raises NotFound."""
    attempt = get_attempt(work, attempt_id)
    invoice = get_invoice(work, attempt.invoice_id)
    document = get_document(work, attempt.invoice_id)
    entity = entity_of(work, invoice)
    contact = work.session.get(Contact, get_deal(work, invoice.deal_id).contact_id)
    return Fiscal(
        seller=entity.kind,
        rate=invoice.tax_rate,
        number=document.number,
        title=document.title,
        email=contact.email if contact else "",
        phone=contact.phone if contact else "",
        whole=attempt.amount == invoice.total_amount and invoice.share_percent == 100,
    )
