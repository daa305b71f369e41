"""Use case: the one reducer of provider truths, idempotent and monotonic: their order does not matter."""

from sqlmodel import select

from studio_app.domain.payments.attempts import lock_invoice, set_attempt_status
from studio_app.domain.payments.gateway import RemoteState, RemoteStatus
from studio_app.domain.payments.ledger import book, has_entry, settle
from studio_app.domain.payments.models import AttemptStatus, PaymentAttempt
from studio_app.domain.work import Work

_TARGET = {
    RemoteStatus.OPEN: AttemptStatus.OPEN,
    RemoteStatus.PROCESSING: AttemptStatus.PROCESSING,
    RemoteStatus.PAID: AttemptStatus.PAID,
    RemoteStatus.FAILED: AttemptStatus.FAILED,
    RemoteStatus.EXPIRED: AttemptStatus.EXPIRED,
}


def apply_remote(work: Work, *, provider: str, state: RemoteState) -> AttemptStatus | None:
    """Bring our rows up to the provider's truth; the status of the attempt afterwards, None: not ours.

    Money is booked once per movement, whatever came before. A truth that contradicts our row
    (amount, currency, live mode, attempt) books nothing: the attempt is quarantined for a person.
    """
    attempt = _find(work, provider, state)
    if attempt is None:
        return None
    invoice = lock_invoice(work, attempt.invoice_id)
    problem = _contradiction(attempt, state)
    if problem:
        set_attempt_status(work, attempt, AttemptStatus.QUARANTINED, problem=problem)
        return attempt.status
    if attempt.status is AttemptStatus.QUARANTINED:
        return attempt.status
    if not attempt.provider_ref:
        attempt.provider_ref = state.ref
    if state.redirect_url and not attempt.redirect_url:
        attempt.redirect_url = state.redirect_url
    set_attempt_status(work, attempt, _TARGET[state.status], problem=state.problem)
    fresh = [entry for entry in state.entries if not has_entry(work, provider=provider, ref=entry.ref, kind=entry.kind)]
    for entry in fresh:
        book(
            work,
            invoice,
            provider=provider,
            ref=entry.ref,
            kind=entry.kind,
            amount=entry.amount,
            received_at=entry.at,
            attempt_id=attempt.id,
        )
    if fresh:
        settle(work, invoice_id=invoice.document_id)
    return attempt.status


def _find(work: Work, provider: str, state: RemoteState) -> PaymentAttempt | None:
    by_ref = work.session.exec(
        select(PaymentAttempt).where(PaymentAttempt.provider == provider, PaymentAttempt.provider_ref == state.ref)
    ).first()
    if by_ref is not None:
        return by_ref
    # the process may have died between the provider's answer and our commit: then only the provider knows the ref
    by_id = work.session.get(PaymentAttempt, state.attempt_id) if state.attempt_id else None
    return by_id if by_id is not None and by_id.provider == provider and not by_id.provider_ref else None


def _contradiction(attempt: PaymentAttempt, state: RemoteState) -> str:
    checks = (
        ("attempt", attempt.id, state.attempt_id),
        ("amount", attempt.amount, state.amount.amount),
        ("currency", attempt.currency, state.amount.currency),
        ("live mode", attempt.live_mode, state.live_mode),
    )
    found = [f"{name}: {theirs} instead of {ours}" for name, ours, theirs in checks if ours != theirs]
    found += [
        f"currency of {entry.ref}: {entry.amount.currency}"
        for entry in state.entries
        if entry.amount.currency != attempt.currency
    ]
    return "; ".join(found)
