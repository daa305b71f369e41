"""The line items of an invoice: the services sold, or the one payment that is asked for."""

from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice, InvoiceLine
from studio_app.domain.invoices.sale import Sale, SaleLine
from studio_app.domain.pricing.engine import Line, Tax, price
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.taxes import tax_rate
from studio_app.domain.work import Work


def entity_of(work: Work, invoice: Invoice) -> LegalEntity:
    """The seller."""
    return work.session.get_one(LegalEntity, invoice.legal_entity_id)


def lines_of(work: Work, invoice: Invoice) -> list[InvoiceLine]:
    """The line items in order."""
    return list(
        work.session.exec(
            select(InvoiceLine).where(InvoiceLine.invoice_id == invoice.document_id).order_by(col(InvoiceLine.position))
        )
    )


def parts_of(sale: Sale, amount: Money) -> list[SaleLine]:
    """What an invoice over `amount` lists: the services as they were sold where it is the whole price, else one line.

    A part of a price is a payment and not a smaller service: the same service never has another price.
    """
    if amount == sale.price:
        return list(sale.lines)
    return [SaleLine(sale.title, "service", Decimal(1), amount)]


def write_lines(work: Work, invoice: Invoice, *, parts: list[SaleLine], on: date) -> None:
    """Replace the lines by `parts` and set the sums of the invoice.

    The tax is the one of `on`, and it is contained in the sums: the price agreed never moves with the
    rate. Where a sum does not divide by the quantity, the line is one piece, so that
    quantity × price is its sum on paper too.
    """
    for old in lines_of(work, invoice):
        work.session.delete(old)
    regime = entity_of(work, invoice).tax_regime
    tax = Tax(regime, tax_rate(regime, on), included=True)
    invoice.tax_rate = tax.rate
    invoice.tax_amount = invoice.total_amount = 0
    for position, sold in enumerate((part for part in parts if part.total), start=1):
        quantity, unit_price = _divided(sold)
        priced = price(
            Line(key=str(position), name=sold.name, unit=sold.unit, quantity=quantity, unit_price=unit_price), tax
        )
        closing = _closing_tax(work, invoice, sold.total) if len(parts) == 1 else None
        part = priced.tax.amount if closing is None else closing
        work.session.add(
            InvoiceLine(
                id=work.new_id(),
                invoice_id=invoice.document_id,
                position=position,
                name=sold.name,
                unit=sold.unit if quantity == sold.quantity else "service",
                quantity=quantity,
                unit_price_amount=unit_price.amount,
                net_amount=priced.total.amount - part,
                tax_amount=part,
                total_amount=priced.total.amount,
            )
        )
        invoice.tax_amount += part
        invoice.total_amount += priced.total.amount
    work.session.flush()


def _closing_tax(work: Work, invoice: Invoice, amount: Money) -> int | None:
    """The tax of the invoice that completes a contract: what the others have left of the contract's own.

    Each is rounded by itself; only so do they add up to the cent. None for any other invoice, and where the
    rate has changed meanwhile.
    """
    if invoice.contract_id is None:
        return None
    others = work.session.exec(
        select(Invoice)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .where(
            Invoice.contract_id == invoice.contract_id,
            Invoice.document_id != invoice.document_id,
            Document.status != DocumentStatus.VOID,
        )
    ).all()
    said = contract_content(work, document_id=invoice.contract_id)
    rates = {said.tax_rate, invoice.tax_rate, *(one.tax_rate for one in others)}
    if not others or len(rates) > 1 or amount.amount + sum(one.total_amount for one in others) != said.total:
        return None
    left = said.tax - sum(one.tax_amount for one in others)
    return left if 0 <= left <= amount.amount else None


def _divided(sold: SaleLine) -> tuple[Decimal, Money]:
    share = sold.total
    if sold.quantity > 0:
        each = Decimal(share.amount) / sold.quantity
        if each == each.to_integral_value() and each * sold.quantity == share.amount:
            return sold.quantity, Money(int(each), share.currency)
    return Decimal(1), share
