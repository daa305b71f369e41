"""Use cases: a draft invoice, by itself after signing or at a person's wish."""

from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import col, select

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.contracts.plan import BALANCE
from studio_app.domain.contracts.schemas import PaymentStep
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import link_path, new_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.invoices.content import compose
from studio_app.domain.invoices.lines import parts_of, write_lines
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.sale import Sale, invoiced, sale_of
from studio_app.domain.invoices.schemas import InvoiceRef
from studio_app.domain.invoices.shares import share_of
from studio_app.domain.studio.current import today
from studio_app.domain.timeline.events.documents import ContractSigned, ContractWorkAccepted
from studio_app.domain.timeline.events.invoices import InvoiceDrafted
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def draft_invoice(work: Work, recorded: Recorded[ContractSigned]) -> None:
    """Reaction on `contract.signed`: its first payment stands ready as a draft, once per contract."""
    contract_id = recorded.event.document_id
    if work.session.exec(select(Invoice.document_id).where(Invoice.contract_id == contract_id)).first():
        return
    payments = contract_content(work, document_id=contract_id).payments
    if not payments or payments[0].key != BALANCE:  # all is paid after the work: there is nothing to ask for yet
        _draft(work, recorded.event.deal_id, None)


def draft_balance(work: Work, recorded: Recorded[ContractWorkAccepted]) -> None:
    """Reaction on `contract.work_accepted`: what is left to pay stands ready as a draft."""
    deal = get_deal(work, recorded.event.deal_id)
    sale = sale_of(work, deal)
    if sale.price > invoiced(work, deal, currency=sale.price.currency):
        _draft(work, deal.id, None)


def create_invoice(work: Work, *, deal_id: str, share_percent: Decimal | None = None) -> InvoiceRef:
    """Draft an invoice over a share of the deal's price, or without one over the next line of the contract's plan.

    Where no plan says it, over all that is not invoiced yet.

    Raises Invalid when there is nothing (left) to invoice or the share is more than is left.
    """
    require(work, Permission.ISSUE_INVOICES)
    return _draft(work, deal_id, share_percent)


def _draft(work: Work, deal_id: str, share_percent: Decimal | None) -> InvoiceRef:
    deal = get_deal(work, deal_id)
    sale = sale_of(work, deal)
    left = sale.price - invoiced(work, deal, currency=sale.price.currency)
    if left.amount <= 0:
        raise Invalid(field="share_percent", reason="nothing_to_invoice")
    step = _next_step(work, sale, share_percent, left)
    amount = _asked(sale, step, share_percent, left)
    if not amount:
        raise Invalid(field="share_percent", reason="nothing_to_invoice")
    document = new_document(work, deal_id=deal.id, kind=DocumentKind.INVOICE, title=deal.title, locale=deal.locale)
    invoice = _new_invoice(work, deal, sale, document_id=document.id, amount=amount, step=step)
    save_content(work, document, compose(work, document, invoice).model_dump(mode="json"))
    record(
        work,
        InvoiceDrafted(
            deal_id=deal.id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number="",
            amount=invoice.total_amount,
            currency=invoice.currency,
        ),
    )
    return InvoiceRef(document_id=document.id, number="", path=link_path(work, document))


def _new_invoice(
    work: Work, deal: Deal, sale: Sale, *, document_id: str, amount: Money, step: PaymentStep | None
) -> Invoice:
    exact = Decimal(amount.amount) * 100 / Decimal(sale.price.amount)
    invoice = Invoice(
        document_id=document_id,
        deal_id=deal.id,
        contract_id=sale.contract_id,
        legal_entity_id=sale.legal_entity.id,
        currency=amount.currency,
        share_percent=step.percent if step else exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP),
        plan_key=step.key if step else "",
    )
    work.session.add(invoice)
    work.session.flush()
    write_lines(work, invoice, parts=parts_of(sale, amount), on=today(work))
    return invoice


def _next_step(work: Work, sale: Sale, share_percent: Decimal | None, left: Money) -> PaymentStep | None:
    """The first line of the plan that no invoice asks for yet, if it is the share that is wished.

    None once invoices have left the plan: then nobody but a person knows what the next one is for.
    """
    taken = set(
        work.session.exec(
            select(Invoice.plan_key)
            .join(Document, col(Document.id) == col(Invoice.document_id))
            .where(Invoice.contract_id == sale.contract_id, Document.status != DocumentStatus.VOID)
        )
    )
    ahead = [step for step in sale.steps if step.key not in taken]
    if not ahead or sum(step.amount for step in ahead) != left.amount:
        return None
    return ahead[0] if share_percent in (None, ahead[0].percent) else None


def _asked(sale: Sale, step: PaymentStep | None, share_percent: Decimal | None, left: Money) -> Money:
    if step is not None:
        return Money(step.amount, left.currency)
    return left if share_percent is None else _within(share_of(sale.price, share_percent), left)


def _within(share: Money, left: Money) -> Money:
    # two halves of an odd sum round up to one kopeck too many: that one is forgiven, more is a mistake
    if share.amount > left.amount + 1:
        raise Invalid(field="share_percent", reason="over_invoiced")
    return min(share, left)
