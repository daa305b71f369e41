"""What the deal page shows of the deal itself, read in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from studio_app.adapters.pdf.families import drawn_characters
from studio_app.domain.briefs.schemas import BriefPage
from studio_app.domain.briefs.service import brief_of
from studio_app.domain.client_book.listing import ClientDeal, client_deals
from studio_app.domain.deals.details import DealDetails, deal_details
from studio_app.domain.documents.next_step import NextStep, missing_for
from studio_app.domain.documents.summaries import DocumentSummary, documents_of
from studio_app.domain.documents.undrawn import Undrawn, undrawn_documents
from studio_app.domain.invoices.next_step import step_of
from studio_app.domain.invoices.queries import list_invoices
from studio_app.domain.invoices.schemas import InvoiceRow
from studio_app.domain.leads.own_words import own_words
from studio_app.domain.leads.response import ResponseState, minutes_waited, response_state
from studio_app.domain.payments.ends import Ended, ends_of
from studio_app.domain.payments.handing_over import handed_over
from studio_app.domain.pricing.estimate_rows import has_estimate
from studio_app.domain.proposals.queries import choices_made
from studio_app.domain.proposals.schemas import Choice
from studio_app.domain.proposals.wishes import Beyond, offer_beyond
from studio_app.domain.studio.sending import Missing
from studio_app.domain.work import Work

RELATED = 5
"""Other deals of the client that the page of one shows; the client's page has them all."""


@dataclass(frozen=True, slots=True)
class DealPage:
    """The deal with its documents and next step; `to_pay` is the invoice that the step is about."""

    details: DealDetails
    message: str  # what the client wrote when the deal began
    documents: tuple[DocumentSummary, ...]
    ends: Mapping[str, Ended]  # of those of its invoices that have ended
    handed_over: frozenset[str]  # the invoices whose work is handed over
    brief: BriefPage | None
    has_estimate: bool
    step: NextStep
    to_pay: InvoiceRow | None
    response: ResponseState | None
    waited: int  # working minutes until the first answer, or until now
    related: tuple[ClientDeal, ...]  # other deals of the client
    beyond: Beyond  # by how much what is to be sent, or was, is beyond the brief's wishes
    missing: Missing | None  # what has to be set up before the step can be taken
    choices: Mapping[str, Choice]  # made on its proposals, by document
    undrawn: tuple[Undrawn, ...]  # documents with signs that their PDF cannot show
    now: datetime


def load_deal(work: Work, *, deal_id: str) -> DealPage:
    """Read the page of a deal. Raises NotFound."""
    details = deal_details(work, deal_id=deal_id)
    documents = documents_of(work, deal_id=deal_id)
    invoices = list_invoices(work, deal_id=deal_id).rows
    step = step_of(work, deal_id=deal_id)
    response = response_state(work, deal_id=deal_id)
    return DealPage(
        details=details,
        message=own_words(work, deal_id=deal_id),
        documents=documents,
        ends=ends_of(work, invoice_ids=[row.document_id for row in invoices]),
        handed_over=handed_over(work, invoice_ids=[row.document_id for row in invoices]),
        brief=brief_of(work, deal_id=deal_id),
        has_estimate=has_estimate(work, deal_id=deal_id),
        step=step,
        to_pay=next((row for row in invoices if row.document_id == step.document_id), None),
        response=response,
        waited=minutes_waited(work, response) if response else 0,
        related=client_deals(work, client_id=details.client_id, besides=deal_id, limit=RELATED),
        beyond=offer_beyond(work, deal_id=deal_id, step=step.step),
        missing=missing_for(work, step.step),
        choices=choices_made(work, deal_id=deal_id),
        undrawn=undrawn_documents(work, deal_id=deal_id, drawn=drawn_characters()),
        now=work.now(),
    )
