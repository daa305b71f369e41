"""Queries: a proposal for the client's page and for the people of the studio."""

from collections.abc import Mapping

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import find_by_token, get_document, link_path
from studio_app.domain.documents.models import Consent, Document
from studio_app.domain.documents.revisions import content_of, working_content
from studio_app.domain.documents.working_copies import find_copy
from studio_app.domain.proposals.chosen import choose, chosen_on
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.schemas import Choice, ProposalContent, ProposalFacts, ProposalView
from studio_app.domain.work import Work

_ANSWERED = (DocumentStatus.ACCEPTED, DocumentStatus.DECLINED)


def proposal_facts(work: Work, *, document_id: str) -> ProposalFacts:
    """What became of the proposal so far. Raises NotFound."""
    document = get_document(work, document_id, kind=DocumentKind.PROPOSAL)
    proposal = work.session.get(Proposal, document_id)
    if proposal is None:
        raise NotFound
    answer = None
    if document.status in _ANSWERED:
        answer = work.session.exec(
            select(Consent).where(Consent.document_id == document_id).order_by(col(Consent.at).desc())
        ).first()
    return ProposalFacts(
        status=document.status,
        expired=proposal.valid_until <= work.now(),
        valid_until=proposal.valid_until,
        chosen=chosen_on(proposal),
        accepted_tariff=proposal.accepted_tariff,
        accepted_options=tuple(proposal.accepted_options),
        answered_by=answer.name if answer else "",
        answered_at=answer.at if answer else None,
        decline_reason=proposal.decline_reason,
    )


def read_proposal(work: Work, *, document_id: str) -> ProposalView:
    """The proposal as the people of the studio write it, drafts and working copies included. Raises NotFound."""
    document = get_document(work, document_id, kind=DocumentKind.PROPOSAL)
    return ProposalView(
        document_id=document.id,
        deal_id=document.deal_id,
        revision=document.revision,
        status=document.status,
        locale=document.locale,
        path=link_path(work, document),
        content=ProposalContent.model_validate(working_content(work, document)),
        changed=find_copy(work, document) is not None,
        facts=proposal_facts(work, document_id=document_id),
    )


def accepted_proposal(work: Work, *, deal_id: str) -> Document | None:
    """The proposal of the deal that the client has accepted, the newest of several."""
    return work.session.exec(
        select(Document)
        .where(
            Document.deal_id == deal_id,
            Document.kind == DocumentKind.PROPOSAL,
            Document.status == DocumentStatus.ACCEPTED,
        )
        .order_by(col(Document.closed_at).desc())
    ).first()


def choice_on(work: Work, document: Document) -> Choice:
    """What the page of the proposal shows as picked: what was accepted, or chosen so far, or else is advised."""
    content = ProposalContent.model_validate(content_of(work, document))
    return choose(content, proposal_facts(work, document_id=document.id), ())


def choices_made(work: Work, *, deal_id: str) -> Mapping[str, Choice]:
    """What was chosen on the deal's proposals, by document; none where nobody has chosen or the answer was no."""
    found = work.session.exec(
        select(Document).where(
            Document.deal_id == deal_id,
            Document.kind == DocumentKind.PROPOSAL,
            col(Document.status).in_((DocumentStatus.PUBLISHED, DocumentStatus.ACCEPTED)),
        )
    )
    choices = {document.id: choice_on(work, document) for document in found.all()}
    return {document_id: choice for document_id, choice in choices.items() if choice.made}


def require_proposal(work: Work, *, token: str) -> Document:
    """The proposal behind a client's link. Raises NotFound, for documents of other kinds too."""
    document = find_by_token(work, token=token)
    if document.kind is not DocumentKind.PROPOSAL:
        raise NotFound
    return document
