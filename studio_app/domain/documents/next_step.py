"""What to do next with a deal: one step, read off its documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.domain.documents.kinds import KINDS, DocumentStatus, Step
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.studio.current import default_entity
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.sending import Missing, missing_to_send
from studio_app.domain.work import Work

_SENDING = frozenset(kind.steps[DocumentStatus.DRAFT] for kind in KINDS.values() if kind.names_seller)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step and the document it is about; empty ids where there is none."""

    step: Step
    document_id: str = ""
    path: str = ""
    seen: bool = False  # whether the client has looked at the document


def missing_for(work: Work, step: Step) -> Missing | None:
    """What has to be set up before the step can be taken: nothing for a step that sends no paper."""
    if step not in _SENDING:
        return None
    return missing_to_send(work, default_entity(work), signs=step is Step.PUBLISH_CONTRACT)


def next_step(
    documents: Sequence[DocumentSummary], *, stage: StageKind, has_estimate: bool, invoiced: bool, at_work: bool = False
) -> NextStep:
    """The one step that brings the deal on; the furthest commitment decides.

    `invoiced` tells whether the issued invoices cover the price of the deal, `at_work` whether the next payment
    waits for the acceptance of the work.
    """
    if stage is StageKind.LOST:
        return NextStep(Step.LOST)
    for kind in reversed(list(KINDS.values())):
        if kind.before_sale and stage is StageKind.WON and invoiced:
            return NextStep(Step.DONE)
        if kind.before_estimate and has_estimate:
            return NextStep(Step.OPEN_ESTIMATE)
        for document in reversed([one for one in documents if one.kind is kind]):
            step = kind.steps.get(document.status)
            if document.is_changed and document.status is DocumentStatus.PUBLISHED:
                step = Step.PUBLISH_CHANGES
            if step is Step.CREATE_INVOICE and invoiced:
                return NextStep(Step.DONE)
            if step is Step.CREATE_INVOICE and at_work:
                step = Step.ACCEPT_WORK
            if step is not None:
                return NextStep(step, document.id, document.path, document.seen_at is not None)
    return NextStep(Step.DONE if stage is StageKind.WON else Step.SEND_BRIEF)
