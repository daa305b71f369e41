"""What a deal is sold for: the lines and the price that its invoices add up to."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, total
from studio_app.domain.contracts.acceptance import signed_contract
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.contracts.schemas import PaymentStep
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.proposals.accepted import AcceptedLine
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.queries import accepted_proposal
from studio_app.domain.studio.current import default_entity
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line item as it was sold; `total` includes the tax and the discount."""

    name: str
    unit: str
    quantity: Decimal
    total: Money


@dataclass(frozen=True, slots=True)
class Sale:
    """The price of a deal and where it was agreed: a contract, an accepted proposal, or the deal alone."""

    lines: tuple[SaleLine, ...]
    price: Money
    legal_entity: LegalEntity
    title: str
    contract_id: str | None = None
    steps: tuple[PaymentStep, ...] = ()  # of the contract's payment plan


def sale_of(work: Work, deal: Deal) -> Sale:
    """What the deal is sold for now. Raises Invalid when it has no price or the studio no legal entity."""
    contract = signed_contract(work, deal_id=deal.id)
    said = contract_content(work, document_id=contract.document_id) if contract else None
    # as it was signed: a contract may say other sums than the proposal it came from
    lines = tuple(_line(line, said.currency) for line in said.lines) if said else _proposed(work, deal)
    lines = lines or (SaleLine(deal.title, "service", Decimal(1), Money(deal.amount, deal.currency)),)
    price = total((line.total for line in lines), currency=lines[0].total.currency)
    if not price:
        raise Invalid(field="amount", reason="nothing_to_invoice")
    if contract is None or said is None:
        return Sale(lines, price, _seller(work), deal.title)
    entity = work.session.get(LegalEntity, contract.legal_entity_id)
    return Sale(lines, price, entity or _seller(work), said.subject, contract.document_id, said.payments)


def invoiced(work: Work, deal: Deal, *, currency: str) -> Money:
    """The sum of the deal's invoices, drafts included, void ones not."""
    rows = work.session.exec(
        select(Invoice.total_amount, Invoice.currency)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .where(Invoice.deal_id == deal.id, Document.status != DocumentStatus.VOID)
    ).all()
    return total((Money(amount, unit) for amount, unit in rows), currency=currency)


def _proposed(work: Work, deal: Deal) -> tuple[SaleLine, ...]:
    proposal = _accepted_proposal(work, deal)
    if proposal is None:
        return ()
    return tuple(_line(AcceptedLine.model_validate(item), proposal.currency) for item in proposal.accepted_lines)


def _accepted_proposal(work: Work, deal: Deal) -> Proposal | None:
    document = accepted_proposal(work, deal_id=deal.id)
    return work.session.get(Proposal, document.id) if document else None


def _seller(work: Work) -> LegalEntity:
    entity = default_entity(work)
    if entity is None:
        raise Invalid(field="legal_entity", reason="legal_entity")
    return entity


def _line(sold: AcceptedLine, currency: str) -> SaleLine:
    return SaleLine(name=sold.name, unit=sold.unit, quantity=sold.quantity, total=Money(sold.total, currency))
