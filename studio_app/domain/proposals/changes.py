"""Use cases: what was changed in a published proposal goes out to the client."""

from studio_app.core.errors import Stale, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.revisions import publish_changes, require_changes
from studio_app.domain.proposals.draft import open_proposal, ready_to_offer, take_prices, write_texts
from studio_app.domain.proposals.schemas import ProposalTexts
from studio_app.domain.work import Work, refusal_of


def publish_proposal_changes(work: Work, *, document_id: str) -> int:
    """Show the client what was saved since the proposal was published; returns the new revision.

    A last day that is over is put off as when it is sent. Records proposal.changed. Raises NotFound, Invalid when
    there is nothing to sell, and what `require_changes` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = get_document(work, document_id, kind=DocumentKind.PROPOSAL)
    require_changes(work, document)
    ready_to_offer(work, document)
    return publish_changes(work, document)


def write_and_publish_texts(
    work: Work, *, document_id: str, read: ProposalTexts, texts: ProposalTexts
) -> StudioError | None:
    """Replace the texts (`write_texts`) and publish them with all that was saved (`publish_proposal_changes`).

    Where that is refused, what was written is kept: the refusal is returned. Raises what `write_texts` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    write_texts(work, document_id=document_id, read=read, texts=texts)
    return refusal_of(work, publish_proposal_changes, document_id=document_id)


def publish_prices(work: Work, *, deal_id: str) -> int:
    """Publish the deal's open proposal with the prices of the estimate, those thrown away in it before too.

    Raises Stale where no proposal can change any more, and what `publish_proposal_changes` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = open_proposal(work, deal_id=deal_id)
    if document is None:
        raise Stale
    take_prices(work, document)
    return publish_proposal_changes(work, document_id=document.id)
