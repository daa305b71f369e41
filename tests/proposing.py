"""A deal with a finished brief and a proposal made of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import event

from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import content_of as stored
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.pricing.schemas import EstimateLineIn, EstimateView
from studio_app.domain.proposals.changes import publish_proposal_changes
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, start_proposal
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.work import Work


def add_deal(work: Work, *, locale: str = "ru") -> str:
    """A deal of a lead; the reactions of the chain have made what they make."""
    lead = LeadIn(name="Мария Круглова", email="maria@example.com", message=work.new_id(), locale=locale)
    return receive_lead(work, lead=lead).deal_id


def draft(work: Work, *, locale: str = "ru") -> Document:
    """A draft proposal."""
    deal_id = add_deal(work, locale=locale)
    start_estimate(work, deal_id=deal_id)
    return get_document(work, start_proposal(work, deal_id=deal_id))


def published(work: Work, *, locale: str = "ru") -> Document:
    """A proposal the client can open."""
    document = draft(work, locale=locale)
    publish_proposal(work, document_id=document.id)
    return document


def token_of(work: Work, document: Document) -> str:
    """What stands in the client's link."""
    return link_token(work, document)


def change_price(work: Work, deal_id: str, *, factor: int = 2) -> EstimateView:
    """Save the estimate with the first line's quantity multiplied."""
    old = estimate_of(work, deal_id=deal_id)
    lines = [EstimateLineIn(line=item.line, service_key=item.service_key) for item in old.lines]
    first = lines[0].line
    lines[0] = EstimateLineIn(line=replace(first, quantity=first.quantity * Decimal(factor)))
    return save_estimate(work, deal_id=deal_id, version=old.version, lines=lines, tariff=old.tariff)


def publish_changes(work: Work, deal_id: str) -> None:
    """Show the client of the open proposal what was saved in it."""
    document = open_proposal(work, deal_id=deal_id)
    assert document is not None
    publish_proposal_changes(work, document_id=document.id)


def content_of(work: Work, document: Document) -> ProposalContent:
    """What the proposal says to its client now."""
    return ProposalContent.model_validate(stored(work, document))


@contextmanager
def prices_read(work: Work) -> Iterator[list[str]]:
    """The statements meanwhile that read prices of estimates: without them nothing can be priced."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT") and "estimate_line.unit_price_amount" in statement:
            heard.append(statement)

    bind = work.session.get_bind()
    event.listen(bind, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(bind, "before_cursor_execute", hear)
