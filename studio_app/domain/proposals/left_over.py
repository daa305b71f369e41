"""What was written into a proposal and not published before the client accepted it goes into the next one."""

from sqlmodel import col, select

from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document, WorkingCopy
from studio_app.domain.documents.working_copies import drop_copy
from studio_app.domain.proposals.schemas import ProposalContent, ProposalTexts
from studio_app.domain.work import Work


def take_left_over(work: Work, *, deal_id: str, content: ProposalContent) -> ProposalContent:
    """`content` of a new proposal, with the texts that were left over of the deal's accepted one; they move into it.

    The prices are those of the estimate, which has kept what was changed there. A last day that is earlier than that
    of `content` is not taken.
    """
    found = work.session.exec(
        select(Document, WorkingCopy)
        .join(WorkingCopy, col(WorkingCopy.document_id) == Document.id)
        .where(
            Document.deal_id == deal_id,
            Document.kind == DocumentKind.PROPOSAL,
            Document.status == DocumentStatus.ACCEPTED,
        )
        .order_by(col(WorkingCopy.saved_at).desc())
    ).first()
    if found is None:
        return content
    document, copy = found
    said = ProposalContent.model_validate(copy.content)
    drop_copy(work, document)
    texts = {name: getattr(said, name) for name in ProposalTexts.model_fields}
    return content.model_copy(update={**texts, "valid_until": max(said.valid_until, content.valid_until)})
