"""Use cases: a draft invoice, by itself after signing or at a person's wish."""

from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import select

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import link_path, new_document
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.invoices.content import compose, write_lines
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.sale import Sale, invoiced, sale_of
from studio_app.domain.invoices.schemas import InvoiceRef
from studio_app.domain.invoices.shares import share_of, spread
from studio_app.domain.studio.current import today
from studio_app.domain.timeline import record
from studio_app.domain.work import Work

_HUNDRED = Decimal(100)


def draft_invoice(work: Work, event: TimelineEvent) -> None:
    """Reaction on `contract.signed`: its first payment stands ready as a draft, once per contract."""
    if event.deal_id is None:
        return
    contract_id = str(event.payload["document_id"])
    if work.session.exec(select(Invoice.document_id).where(Invoice.contract_id == contract_id)).first():
        return
    payments = contract_content(work, document_id=contract_id).payments
    create_invoice(work, deal_id=event.deal_id, share_percent=payments[0].percent if payments else _HUNDRED)


def create_invoice(work: Work, *, deal_id: str, share_percent: Decimal | None = None) -> InvoiceRef:
    """Draft an invoice over a share of the deal's price, or over all that is not invoiced yet.

    Raises Invalid when there is nothing (left) to invoice or the share is more than is left.
    """
    deal = get_deal(work, deal_id)
    sale = sale_of(work, deal)
    left = sale.price - invoiced(work, deal, currency=sale.price.currency)
    if left.amount <= 0:
        raise Invalid(field="share_percent", reason="nothing_to_invoice")
    amount = left if share_percent is None else _within(share_of(sale.price, share_percent), left)
    if not amount:
        raise Invalid(field="share_percent", reason="nothing_to_invoice")
    document = new_document(work, deal_id=deal.id, kind=DocumentKind.INVOICE, title=deal.title, locale=deal.locale)
    invoice = _new_invoice(work, deal, sale, document_id=document.id, amount=amount, share_percent=share_percent)
    save_content(work, document, compose(work, document, invoice).model_dump(mode="json"))
    record(
        work,
        "invoice.drafted",
        deal_id=deal.id,
        document_id=document.id,
        revision=document.revision,
        title=document.title,
        number="",
        amount=invoice.total_amount,
        currency=invoice.currency,
    )
    return InvoiceRef(document_id=document.id, number="", path=link_path(work, document))


def _new_invoice(
    work: Work, deal: Deal, sale: Sale, *, document_id: str, amount: Money, share_percent: Decimal | None
) -> Invoice:
    percent = share_percent
    if percent is None:
        exact = Decimal(amount.amount) * 100 / Decimal(sale.price.amount)
        percent = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    invoice = Invoice(
        document_id=document_id,
        deal_id=deal.id,
        contract_id=sale.contract_id,
        legal_entity_id=sale.legal_entity.id,
        currency=amount.currency,
        share_percent=percent,
    )
    work.session.add(invoice)
    work.session.flush()
    shares = spread([line.total for line in sale.lines], target=amount)
    write_lines(work, invoice, parts=list(zip(sale.lines, shares, strict=True)), on=today(work))
    return invoice


def _within(share: Money, left: Money) -> Money:
    # two halves of an odd sum round up to one kopeck too many: that one is forgiven, more is a mistake
    if share.amount > left.amount + 1:
        raise Invalid(field="share_percent", reason="over_invoiced")
    return min(share, left)
