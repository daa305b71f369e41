"""Which use case a button of the deal page runs."""

from collections.abc import Callable, Mapping
from typing import Any

from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.documents.summaries import read_summary
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.proposals.draft import publish_proposal
from studio_app.workspace.deal.next_step import Step
from studio_app.workspace.gate import actor

UseCase = Callable[..., Any]

_OF_THE_DEAL: Mapping[str, UseCase] = {
    Step.SEND_BRIEF: send_brief,
    Step.CREATE_INVOICE: create_invoice,
}
_OF_THE_DOCUMENT: Mapping[str, UseCase] = {
    Step.PUBLISH_PROPOSAL: publish_proposal,
    Step.PUBLISH_CONTRACT: publish_contract,
    Step.ISSUE_INVOICE: issue_invoice,
}
_PUBLISH: Mapping[DocumentKind, UseCase] = {
    DocumentKind.PROPOSAL: publish_proposal,
    DocumentKind.CONTRACT: publish_contract,
    DocumentKind.INVOICE: issue_invoice,
}


async def take_step(step: str, *, deal_id: str, document_id: str) -> None:
    """Take the step. Raises what its use case raises; NotFound for a step that is not taken by a button."""
    if step in _OF_THE_DEAL:
        await services().runner.run(actor(), _OF_THE_DEAL[step], deal_id=deal_id)
    elif step in _OF_THE_DOCUMENT:
        await services().runner.run(actor(), _OF_THE_DOCUMENT[step], document_id=document_id)
    else:
        raise NotFound


async def publish_document(document_id: str) -> None:
    """Show a draft to the client, whatever its kind. Raises NotFound, and what its use case raises."""
    document = await services().runner.read(actor(), read_summary, document_id=document_id)
    await services().runner.run(actor(), _PUBLISH[document.kind], document_id=document_id)
