"""Which use case a button of the deal page runs."""

from collections.abc import Mapping

from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.documents.kinds import DocumentStatus, Step
from studio_app.domain.documents.summaries import read_summary
from studio_app.domain.invoices.draft import create_invoice
from studio_app.workspace.document_kinds import SCREENS, UseCase
from studio_app.workspace.gate import actor

_OF_THE_DEAL: Mapping[str, UseCase] = {
    Step.SEND_BRIEF: send_brief,
    Step.CREATE_INVOICE: create_invoice,
}
_OF_THE_DOCUMENT: Mapping[str, UseCase] = {
    kind.steps[DocumentStatus.DRAFT]: one.publish for kind, one in SCREENS.items() if one.publish
}


async def take_step(step: str, *, deal_id: str, document_id: str) -> None:
    """Take the step. Raises what its use case raises; NotFound for a step that is not taken by a button."""
    if step in _OF_THE_DEAL:
        await services().runner.run(actor(), _OF_THE_DEAL[step], deal_id=deal_id)
    elif step in _OF_THE_DOCUMENT:
        await services().runner.run(actor(), _OF_THE_DOCUMENT[step], document_id=document_id)
    elif step == Step.PUBLISH_CHANGES:
        await publish_changes_of(document_id)
    else:
        raise NotFound


async def publish_changes_of(document_id: str) -> None:
    """Show the client what was saved in a document of any kind. Raises NotFound, and what its use case raises."""
    document = await services().runner.read(actor(), read_summary, document_id=document_id)
    publish = SCREENS[document.kind].publish_changes
    if publish is None:
        raise NotFound
    await services().runner.run(actor(), publish, document_id=document_id)


async def publish_document(document_id: str) -> None:
    """Show a draft to the client, whatever its kind. Raises NotFound, and what its use case raises."""
    document = await services().runner.read(actor(), read_summary, document_id=document_id)
    publish = SCREENS[document.kind].publish
    if publish is None:
        raise NotFound
    await services().runner.run(actor(), publish, document_id=document_id)
