"""Use cases: a proposal is drafted from the estimate, kept in step with it, edited and published."""

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import advance_to, get_deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, new_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import DocumentEdited, publish, save_content, working_content
from studio_app.domain.pricing.estimate_rows import doubtful_lines, find_estimate
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.proposals.compose import compose, new_last_day, priced
from studio_app.domain.proposals.left_over import take_left_over
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.schemas import ProposalContent, ProposalTexts
from studio_app.domain.studio.current import default_entity, end_of_day, today, zone
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.sending import require_set_up
from studio_app.domain.timeline.events.documents import ProposalDrafted
from studio_app.domain.timeline.events.estimates import EstimateChanged, EstimatePrepared
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work, refusal_of

_LIVE = (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED, DocumentStatus.DECLINED)


def draft_proposal(work: Work, recorded: Recorded[EstimatePrepared]) -> None:
    """Reaction to estimate.prepared: a draft stands ready, once a deal."""
    _open_or_draft(work, recorded.event.deal_id)


def start_proposal(work: Work, *, deal_id: str) -> str:
    """Draft the proposal of a deal and return its document id; the one still open if there is one.

    Records proposal.drafted. Raises NotFound without an estimate.
    """
    require(work, Permission.SEND_DOCUMENTS)
    return _open_or_draft(work, deal_id)


def _open_or_draft(work: Work, deal_id: str) -> str:
    existing = open_proposal(work, deal_id=deal_id)
    if existing is not None:
        return existing.id
    deal, estimate = get_deal(work, deal_id), find_estimate(work, deal_id)
    if estimate is None:
        raise NotFound
    content = take_left_over(work, deal_id=deal_id, content=compose(work, deal_id=deal_id))
    document = new_document(work, deal_id=deal_id, kind=DocumentKind.PROPOSAL, title=deal.title, locale=deal.locale)
    document.number = str(deal.number)
    work.session.add(
        Proposal(
            document_id=document.id,
            estimate_id=estimate.id,
            valid_until=end_of_day(content.valid_until, zone(work)),
            currency=content.currency,
        )
    )
    save_content(work, document, content.model_dump(mode="json"))
    record(
        work,
        ProposalDrafted(
            deal_id=deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
        ),
    )
    return document.id


def follow_estimate(work: Work, recorded: Recorded[EstimateChanged]) -> None:
    """Reaction to estimate.changed: the open proposal says the new prices, a published one in its working copy."""
    document = open_proposal(work, deal_id=recorded.event.deal_id)
    if document is not None:
        take_prices(work, document)


def take_prices(work: Work, document: Document) -> None:
    """Put the prices of the estimate into a proposal that can still change."""
    old = ProposalContent.model_validate(working_content(work, document))
    fresh = priced(estimate_of(work, deal_id=document.deal_id))
    if any(phase.title for phase in old.timeline):
        del fresh["timeline"]  # a person has planned it
    save_content(work, document, old.model_copy(update=fresh).model_dump(mode="json"))


def save_proposal(work: Work, *, document_id: str, content: ProposalContent) -> int:
    """Replace what the proposal says and return its revision; of a published one the client sees nothing yet.

    Prices stay those of the estimate: lines are edited there. Raises NotFound, DocumentFrozen, Invalid.
    """
    document = get_document(work, document_id, kind=DocumentKind.PROPOSAL)
    old = ProposalContent.model_validate(working_content(work, document))
    if content.valid_until < today(work) and content.valid_until != old.valid_until:
        raise Invalid(field="valid_until", reason="past_date")
    kept = {
        "lines": old.lines,
        "currency": old.currency,
        "tax_regime": old.tax_regime,
        "tax_rate": old.tax_rate,
        "recommended": content.tariff_of(content.recommended),
    }
    saved = content.model_copy(update=kept)
    if document.published_at is None:
        proposal_row(work, document_id).valid_until = end_of_day(saved.valid_until, zone(work))
    return save_content(work, document, saved.model_dump(mode="json"))


def write_texts(work: Work, *, document_id: str, read: ProposalTexts, texts: ProposalTexts) -> int:
    """Replace the texts that were `read` by `texts` and return the revision; prices changed meanwhile stay.

    Raises DocumentEdited when the texts are no longer those that were read, and what `save_proposal` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = get_document(work, document_id, kind=DocumentKind.PROPOSAL)
    said = ProposalContent.model_validate(working_content(work, document))
    if said.texts not in (read, texts):
        raise DocumentEdited
    # not dumped: the pages stay values of their own class
    update = {name: getattr(texts, name) for name in ProposalTexts.model_fields}
    return save_proposal(work, document_id=document_id, content=said.model_copy(update=update))


def write_and_send_texts(
    work: Work, *, document_id: str, read: ProposalTexts, texts: ProposalTexts
) -> StudioError | None:
    """Replace the texts (`write_texts`) and send the proposal with them (`publish_proposal`).

    Where sending is refused, what was written is kept: the refusal is returned. Raises what `write_texts` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    write_texts(work, document_id=document_id, read=read, texts=texts)
    return refusal_of(work, publish_proposal, document_id=document_id)


def publish_proposal(work: Work, *, document_id: str) -> None:
    """Send the proposal: visible at its link from now on, valid for the studio's number of days at least.

    One that was declined goes out with all that was saved since.
    Records proposal.published. Raises NotFound, NotSetUp, Invalid when there is nothing to sell, IllegalTransition.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = get_document(work, document_id, kind=DocumentKind.PROPOSAL)
    require_set_up(work, default_entity(work))
    ready_to_offer(work, document)
    proposal_row(work, document_id).decline_reason = ""
    publish(work, document)
    advance_to(work, deal_id=document.deal_id, role=StageRole.PROPOSAL)


def ready_to_offer(work: Work, document: Document) -> None:
    """Before what was saved goes out: prices that can be asked, and a last day that is not over.

    Raises Invalid when there is nothing to sell.
    """
    content = ProposalContent.model_validate(working_content(work, document))
    if doubts := doubtful_lines(work, deal_id=document.deal_id):
        raise Invalid(field="lines", reason="doubtful_lines", count=doubts)
    if not content.offers():
        raise Invalid(field="lines", reason="empty_proposal")
    if content.valid_until < today(work):
        content = content.model_copy(update={"valid_until": new_last_day(work)})
        save_content(work, document, content.model_dump(mode="json"))
    proposal_row(work, document.id).valid_until = end_of_day(content.valid_until, zone(work))


def open_proposal(work: Work, *, deal_id: str) -> Document | None:
    """The proposal of the deal that can still change, newest first."""
    return work.session.exec(
        select(Document)
        .where(Document.deal_id == deal_id, Document.kind == DocumentKind.PROPOSAL, col(Document.status).in_(_LIVE))
        .order_by(col(Document.created_at).desc())
    ).first()


def proposal_row(work: Work, document_id: str) -> Proposal:
    """The row of a proposal. Raises NotFound."""
    row = work.session.get(Proposal, document_id)
    if row is None:
        raise NotFound
    return row
