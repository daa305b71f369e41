"""Writes down what an invoice says, from the sale, the parties and its own lines."""

from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.clients.models import Client, Requisites
from studio_app.domain.contracts.models import Contract
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice, InvoiceLine
from studio_app.domain.invoices.sale import SaleLine
from studio_app.domain.invoices.schemas import Bank, InvoiceContent, InvoicePosition, Party
from studio_app.domain.pricing.engine import Line, Tax, price
from studio_app.domain.studio.current import day_of
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.particulars import particulars
from studio_app.domain.studio.taxes import tax_rate
from studio_app.domain.work import Work


def entity_of(work: Work, invoice: Invoice) -> LegalEntity:
    """The seller."""
    entity = work.session.get(LegalEntity, invoice.legal_entity_id)
    assert entity is not None  # noqa: S101  a foreign key
    return entity


def lines_of(work: Work, invoice: Invoice) -> list[InvoiceLine]:
    """The line items in order."""
    return list(
        work.session.exec(
            select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.document_id).order_by(col(InvoiceLine.position))
        )
    )


def write_lines(work: Work, invoice: Invoice, *, parts: list[tuple[SaleLine, Money]], on: date) -> None:
    """Replace the lines by `parts` (what was sold, its share with tax) and set the sums of the invoice.

    The tax is the one of `on`, and it is contained in the sums: the price agreed never moves with the
    rate. Where the share does not divide by the quantity, the line is one piece, so that
    quantity × price is its sum on paper too.
    """
    for old in lines_of(work, invoice):
        work.session.delete(old)
    tax = Tax(entity_of(work, invoice).tax_regime, tax_rate(entity_of(work, invoice).tax_regime, on), included=True)
    invoice.tax_rate = tax.rate
    invoice.tax_amount = invoice.total_amount = 0
    for position, (sold, share) in enumerate((pair for pair in parts if pair[1]), start=1):
        quantity, unit_price = _divided(sold, share)
        priced = price(
            Line(key=str(position), name=sold.name, unit=sold.unit, quantity=quantity, unit_price=unit_price), tax
        )
        work.session.add(
            InvoiceLine(
                id=work.new_id(),
                invoice_id=invoice.document_id,
                position=position,
                name=sold.name,
                unit=sold.unit if quantity == sold.quantity else "service",
                quantity=quantity,
                unit_price_amount=unit_price.amount,
                net_amount=priced.net.amount,
                tax_amount=priced.tax.amount,
                total_amount=priced.total.amount,
            )
        )
        invoice.tax_amount += priced.tax.amount
        invoice.total_amount += priced.total.amount
    work.session.flush()


def compose(work: Work, document: Document, invoice: Invoice) -> InvoiceContent:
    """What the invoice says with the requisites of this moment."""
    entity = entity_of(work, invoice)
    contract = work.session.get(Contract, invoice.contract_id) if invoice.contract_id else None
    signed = work.session.get(Document, invoice.contract_id) if invoice.contract_id else None
    words = particulars(entity, document.locale)
    return InvoiceContent(
        number=document.number,
        issued_on=day_of(work, invoice.issued_at) if invoice.issued_at else None,
        due_on=invoice.due_on,
        title=document.title,
        seller=Party(
            name=words.full_name or words.name,
            inn=entity.inn,
            kpp=entity.kpp,
            ogrn=entity.ogrn,
            address=words.address,
        ),
        seller_kind=entity.kind,
        bank=Bank(
            name=words.bank_name,
            bic=entity.bic,
            account=entity.account,
            correspondent_account=entity.correspondent_account,
            own_name=entity.bank_name,
            payee=entity.full_name or entity.name,
        ),
        signer_name=words.signer_name,
        signer_post=words.signer_post,
        buyer=_buyer(work, invoice),
        contract_number=signed.number if signed else "",
        contract_on=day_of(work, contract.signed_at) if contract and contract.signed_at else None,
        lines=[
            InvoicePosition(
                name=line.name,
                unit=line.unit,
                quantity=line.quantity,
                unit_price=line.unit_price_amount,
                net=line.net_amount,
                tax=line.tax_amount,
                total=line.total_amount,
            )
            for line in lines_of(work, invoice)
        ],
        currency=invoice.currency,
        net=invoice.total_amount - invoice.tax_amount,
        tax=invoice.tax_amount,
        total=invoice.total_amount,
        tax_regime=entity.tax_regime,
        tax_rate=invoice.tax_rate,
        share_percent=invoice.share_percent,
    )


def _divided(sold: SaleLine, share: Money) -> tuple[Decimal, Money]:
    if sold.quantity > 0:
        each = Decimal(share.amount) / sold.quantity
        if each == each.to_integral_value() and each * sold.quantity == share.amount:
            return sold.quantity, Money(int(each), share.currency)
    return Decimal(1), share


def _buyer(work: Work, invoice: Invoice) -> Party:
    deal = get_deal(work, invoice.deal_id)
    client = work.session.get(Client, deal.client_id)
    name = client.name if client else deal.title
    given = work.session.get(Requisites, deal.client_id)
    if given is None:
        return Party(name=name)
    return Party(name=given.full_name or name, inn=given.inn, kpp=given.kpp, ogrn=given.ogrn, address=given.address)
