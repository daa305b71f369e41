"""How far the offer of a deal is, and sending it."""

from dataclasses import dataclass

from studio_app.core.errors import Stale
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import working_content
from studio_app.domain.documents.working_copies import find_copy
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.proposals.compose import priced
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, start_proposal, take_prices
from studio_app.domain.proposals.queries import accepted_proposal, read_proposal
from studio_app.domain.proposals.schemas import ProposalContent, ProposalView
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the offer of a deal is; nothing of it before there is a proposal."""

    published: bool  # the client sees the open proposal; what is saved is seen when it is published, too
    accepted: bool  # the client has accepted a proposal, and no other one is open
    document_id: str = ""  # of the open proposal
    changed: bool = False  # something was saved in it that the client does not see yet
    behind: bool = False  # the estimate has other prices than it: its changes were thrown away


def proposal_standing(work: Work, *, deal_id: str) -> Standing:
    """Query: how far the offer of the deal is."""
    document = open_proposal(work, deal_id=deal_id)
    return Standing(
        published=document is not None and document.status is DocumentStatus.PUBLISHED,
        accepted=document is None and accepted_proposal(work, deal_id=deal_id) is not None,
        document_id=document.id if document else "",
        changed=document is not None and find_copy(work, document) is not None,
        behind=document is not None and _is_behind(work, document),
    )


def _is_behind(work: Work, document: Document) -> bool:
    said = ProposalContent.model_validate(working_content(work, document))
    fresh = priced(estimate_of(work, deal_id=document.deal_id))
    advised = {fresh["recommended"], said.tariff_of(fresh["recommended"])}
    copied = ("lines", "currency", "tax_regime", "tax_rate")
    return said.recommended not in advised or any(getattr(said, name) != fresh[name] for name in copied)


def read_open_proposal(work: Work, *, deal_id: str) -> ProposalView | None:
    """Query: the proposal of the deal that can still change; None without one."""
    document = open_proposal(work, deal_id=deal_id)
    return read_proposal(work, document_id=document.id) if document else None


def send_proposal(work: Work, *, deal_id: str) -> None:
    """Use case: publish the proposal of the deal with the prices of its estimate, drafting it where there is none.

    Raises Stale when the client has accepted it meanwhile: another one is started only when asked for. Raises what
    `start_proposal` and `publish_proposal` raise.
    """
    if proposal_standing(work, deal_id=deal_id).accepted:
        raise Stale
    document = get_document(work, start_proposal(work, deal_id=deal_id))
    if document.published_at is not None:  # declined: its changes may have been thrown away since
        take_prices(work, document)
    publish_proposal(work, document_id=document.id)
