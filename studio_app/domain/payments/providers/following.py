"""What the provider says of refunds and disputes, brought into our rows: a part of `apply`."""

from collections.abc import Mapping

from sqlmodel import col, select

from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.payments.attempts import of_attempt
from studio_app.domain.payments.kinds import DISPUTE_TRANSITIONS, DisputeStatus
from studio_app.domain.payments.models import PaymentAttempt, PaymentDispute, PaymentRefund
from studio_app.domain.payments.providers.gateway import RemoteDispute, RemoteRefund
from studio_app.domain.payments.refunds import set_refund_status
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import finish_trouble
from studio_app.domain.timeline.events.money import DisputeEvent, DisputeLost, DisputeOpened, DisputeWon
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_ENDED: Mapping[DisputeStatus, type[DisputeEvent]] = {
    DisputeStatus.WON: DisputeWon,
    DisputeStatus.LOST: DisputeLost,
}


def follow_refund(work: Work, attempt: PaymentAttempt, remote: RemoteRefund) -> None:
    """Let our row of a refund follow; one made at the provider has none, its entry says all."""
    row = work.session.get(PaymentRefund, remote.refund_id) if remote.refund_id else None
    if row is not None and row.attempt_id == attempt.id:
        set_refund_status(work, row, remote.status, ref=remote.ref, problem=remote.problem)


def follow_dispute(work: Work, attempt: PaymentAttempt, remote: RemoteDispute) -> None:
    """Let our row of a dispute follow, and record each step of it: people have days to answer."""
    row = work.session.exec(
        select(PaymentDispute).where(
            PaymentDispute.provider == attempt.provider, PaymentDispute.provider_ref == remote.ref
        )
    ).first()
    if row is None:
        row = PaymentDispute(
            id=work.new_id(),
            attempt_id=attempt.id,
            provider=attempt.provider,
            provider_ref=remote.ref,
            status=remote.status,
            amount=remote.amount.amount,
            currency=remote.amount.currency,
            reason=remote.reason[:80],
            answer_by=remote.answer_by,
            opened_at=remote.at,
        )
        work.session.add(row)
        _tell(work, attempt, row, DisputeOpened)
    elif remote.status in DISPUTE_TRANSITIONS[row.status]:
        row.status, row.answer_by = remote.status, remote.answer_by
    else:
        return
    if row.status in _ENDED:
        row.closed_at = work.now()
        _tell(work, attempt, row, _ENDED[row.status])
        work.session.flush()
        _finish(work, attempt)
    work.session.flush()


def _finish(work: Work, attempt: PaymentAttempt) -> None:
    """There is nothing to answer any more, unless another dispute about the deal is open."""
    deal_id = get_document(work, attempt.invoice_id).deal_id
    others = work.session.exec(
        select(PaymentDispute.id)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentDispute.attempt_id))
        .join(Invoice, col(Invoice.document_id) == col(PaymentAttempt.invoice_id))
        .where(Invoice.deal_id == deal_id, col(PaymentDispute.closed_at).is_(None))
    )
    if others.first() is None:
        finish_trouble(work, deal_id=deal_id, kind=TaskKind.PAYMENT_DISPUTED)


def _tell(work: Work, attempt: PaymentAttempt, row: PaymentDispute, step: type[DisputeEvent]) -> None:
    event = step(
        **of_attempt(work, attempt),
        dispute_id=row.id,
        amount=row.amount,
        currency=row.currency,
        reason=row.reason,
        answer_by=row.answer_by.isoformat() if row.answer_by else None,
    )
    record(work, event)
