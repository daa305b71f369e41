"""An issued invoice and a sent proposal, for the benchmarks of pages and PDFs."""

from decimal import Decimal

from sqlmodel import select

from studio_app.core.money import Money
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.pricing.engine import Line
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.pricing.schemas import EstimateLineIn
from studio_app.domain.proposals.draft import publish_proposal, start_proposal
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work


def issued_invoice(work: Work, *, client: int = 0) -> tuple[str, str]:
    """Its document id and its path on the portal; another `client`, another deal."""
    entity = work.session.exec(select(LegalEntity)).first()
    if entity is None:
        raise LookupError("the starter pack brings a legal entity")
    entity.inn, entity.bic, entity.account = "7707083893", "044525225", "40702810138000000001"
    entity.bank_name, entity.correspondent_account = "ПАО Сбербанк", "30101810400000000225"
    lead = LeadIn(name="Мария Круглова", email=f"maria{client}@example.com", company=f"ООО «Ромашка {client}»")
    deal_id = receive_lead(work, lead=lead).deal_id
    set_amount(work, deal_id=deal_id, amount=Money(48_250_000, "RUB"))
    document_id = create_invoice(work, deal_id=deal_id).document_id
    issue_invoice(work, document_id=document_id)
    return document_id, link_path(work, get_document(work, document_id))


def sent_proposal(work: Work, *, client: int = 0) -> tuple[str, str]:
    """A proposal of twelve lines: its document id and its path; another `client`, another document."""
    lead = LeadIn(name="Мария Круглова", email=f"anna{client}@example.com", company=f"ООО «Астра {client}»")
    deal_id = receive_lead(work, lead=lead).deal_id
    start_estimate(work, deal_id=deal_id)
    old = estimate_of(work, deal_id=deal_id)
    lines = [
        EstimateLineIn(
            Line(
                f"new-{number}",
                f"Работа {number} для заказчика {client}",
                "hour",
                Decimal(number),
                Money(250_000, "RUB"),
            )
        )
        for number in range(1, 13)
    ]
    save_estimate(work, deal_id=deal_id, version=old.version, lines=lines, tariff=old.tariff)
    document_id = start_proposal(work, deal_id=deal_id)
    publish_proposal(work, document_id=document_id)
    return document_id, link_path(work, get_document(work, document_id))
