"""How far the offer of a deal is, and sending it."""

from dataclasses import dataclass

from studio_app.core.errors import Stale
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, start_proposal
from studio_app.domain.proposals.queries import accepted_proposal, read_proposal
from studio_app.domain.proposals.schemas import ProposalView
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the offer of a deal is; nothing of it before there is a proposal."""

    published: bool  # the client sees the open proposal: what is saved changes it before their eyes
    accepted: bool  # the client has accepted a proposal, and no other one is open


def proposal_standing(work: Work, *, deal_id: str) -> Standing:
    """Query: how far the offer of the deal is."""
    document = open_proposal(work, deal_id=deal_id)
    return Standing(
        published=document is not None and document.status is DocumentStatus.PUBLISHED,
        accepted=document is None and accepted_proposal(work, deal_id=deal_id) is not None,
    )


def read_open_proposal(work: Work, *, deal_id: str) -> ProposalView | None:
    """Query: the proposal of the deal that can still change; None without one."""
    document = open_proposal(work, deal_id=deal_id)
    return read_proposal(work, document_id=document.id) if document else None


def send_proposal(work: Work, *, deal_id: str) -> None:
    """Use case: publish the proposal of the deal, drafting it where there is none.

    Raises Stale when the client has accepted it meanwhile: another one is started only when asked for. Raises what
    `start_proposal` and `publish_proposal` raise.
    """
    if proposal_standing(work, deal_id=deal_id).accepted:
        raise Stale
    publish_proposal(work, document_id=start_proposal(work, deal_id=deal_id))
