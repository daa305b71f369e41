"""What to do next with a deal: one step, read off its documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from studio_app.domain.documents.models import DocumentKind, DocumentStatus
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.studio.models import StageKind


class Step(StrEnum):
    """The next step; `wait_…` steps offer the client's link to copy."""

    SEND_BRIEF = "send_brief"
    WAIT_BRIEF = "wait_brief"
    OPEN_ESTIMATE = "open_estimate"
    PUBLISH_PROPOSAL = "publish_proposal"
    WAIT_PROPOSAL = "wait_proposal"
    REVISE_PROPOSAL = "revise_proposal"
    PUBLISH_CONTRACT = "publish_contract"
    WAIT_CONTRACT = "wait_contract"
    ISSUE_INVOICE = "issue_invoice"
    RECORD_PAYMENT = "record_payment"
    CREATE_INVOICE = "create_invoice"
    ACCEPT_WORK = "accept_work"
    DONE = "done"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step and the document it is about; empty ids where there is none."""

    step: Step
    document_id: str = ""
    path: str = ""
    seen: bool = False  # whether the client has looked at the document


_BY_STATE = {
    (DocumentKind.INVOICE, DocumentStatus.DRAFT): Step.ISSUE_INVOICE,
    (DocumentKind.INVOICE, DocumentStatus.PUBLISHED): Step.RECORD_PAYMENT,
    (DocumentKind.CONTRACT, DocumentStatus.DRAFT): Step.PUBLISH_CONTRACT,
    (DocumentKind.CONTRACT, DocumentStatus.PUBLISHED): Step.WAIT_CONTRACT,
    (DocumentKind.CONTRACT, DocumentStatus.SIGNED): Step.CREATE_INVOICE,
    (DocumentKind.PROPOSAL, DocumentStatus.DRAFT): Step.PUBLISH_PROPOSAL,
    (DocumentKind.PROPOSAL, DocumentStatus.PUBLISHED): Step.WAIT_PROPOSAL,
    (DocumentKind.PROPOSAL, DocumentStatus.DECLINED): Step.REVISE_PROPOSAL,
    (DocumentKind.BRIEF, DocumentStatus.DRAFT): Step.SEND_BRIEF,
    (DocumentKind.BRIEF, DocumentStatus.PUBLISHED): Step.WAIT_BRIEF,
}
_BEFORE_A_DEAL = {DocumentKind.PROPOSAL, DocumentKind.BRIEF}
_LATEST_FIRST = (DocumentKind.INVOICE, DocumentKind.CONTRACT, DocumentKind.PROPOSAL, DocumentKind.BRIEF)


def next_step(
    documents: Sequence[DocumentSummary], *, stage: StageKind, has_estimate: bool, invoiced: bool, at_work: bool = False
) -> NextStep:
    """The one step that brings the deal on; the furthest commitment decides.

    `invoiced` tells whether the issued invoices cover the price of the deal, `at_work` whether the next payment
    waits for the acceptance of the work.
    """
    if stage is StageKind.LOST:
        return NextStep(Step.LOST)
    for kind in _LATEST_FIRST:
        if kind in _BEFORE_A_DEAL and stage is StageKind.WON and invoiced:
            return NextStep(Step.DONE)
        if kind is DocumentKind.BRIEF and has_estimate:
            return NextStep(Step.OPEN_ESTIMATE)
        for document in reversed([one for one in documents if one.kind is kind]):
            step = _BY_STATE.get((kind, document.status))
            if step is Step.CREATE_INVOICE and invoiced:
                return NextStep(Step.DONE)
            if step is Step.CREATE_INVOICE and at_work:
                step = Step.ACCEPT_WORK
            if step is not None:
                return NextStep(step, document.id, document.path, document.seen_at is not None)
    return NextStep(Step.DONE if stage is StageKind.WON else Step.SEND_BRIEF)
