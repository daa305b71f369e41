"""Writes down what an invoice says, from the sale, the parties and its own lines."""

from decimal import Decimal

from studio_app.domain.clients.models import Client, Requisites
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.lines import entity_of, lines_of
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.schemas import Bank, InvoiceContent, InvoicePosition, Party, PlanLine
from studio_app.domain.studio.current import day_of
from studio_app.domain.studio.particulars import particulars
from studio_app.domain.work import Work

_WHOLE = Decimal(100)
_PLANNED = (PlanLine.DEPOSIT, PlanLine.BALANCE)


def compose(work: Work, document: Document, invoice: Invoice) -> InvoiceContent:
    """What the invoice says with the requisites of this moment."""
    entity = entity_of(work, invoice)
    signed = work.session.get(Document, invoice.contract_id) if invoice.contract_id else None
    words, lines = particulars(entity, document.locale), lines_of(work, invoice)
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
        contract_on=contract_content(work, document_id=signed.id).dated if signed else None,
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
            for line in lines
        ],
        currency=invoice.currency,
        net=invoice.total_amount - invoice.tax_amount,
        tax=invoice.tax_amount,
        total=invoice.total_amount,
        tax_regime=entity.tax_regime,
        tax_rate=invoice.tax_rate,
        share_percent=invoice.share_percent,
        plan=_plan(invoice, len(lines)),
    )


def _plan(invoice: Invoice, lines: int) -> PlanLine:
    if lines != 1 or invoice.share_percent == _WHOLE:
        return PlanLine.NONE
    return PlanLine(invoice.plan_key) if invoice.plan_key in _PLANNED else PlanLine.PART


def _buyer(work: Work, invoice: Invoice) -> Party:
    deal = get_deal(work, invoice.deal_id)
    client = work.session.get(Client, deal.client_id)
    name = client.name if client else deal.title
    given = work.session.get(Requisites, deal.client_id)
    if given is None:
        return Party(name=name)
    return Party(name=given.full_name or name, inn=given.inn, kpp=given.kpp, ogrn=given.ogrn, address=given.address)
