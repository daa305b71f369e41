"""Use case: applies what a provider says of a checkout to our rows: once or often, in any order, to the same end."""

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.ledger.booking import book, mirrored, settle_invoices, taken_from
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.payments.attempts import set_attempt_status
from studio_app.domain.payments.kinds import AttemptStatus, RefundStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.conversions import Known, book_conversions, conversion_refs
from studio_app.domain.payments.providers.following import follow_dispute, follow_refund
from studio_app.domain.payments.providers.gateway import RemoteEntry, RemoteState
from studio_app.domain.payments.reconciliation.differences import note_contradiction
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.payments.reconciliation.schemas import Found
from studio_app.domain.work import Work


def apply_remote(work: Work, *, provider: str, state: RemoteState) -> AttemptStatus | None:
    """Bring our rows up to the provider's truth; the status of the attempt afterwards, None: not ours.

    Money is booked once per movement, whatever came before. A truth that contradicts our row
    (amount, currency, live mode, attempt) books nothing: the attempt is quarantined for a person.
    What goes back in another currency than the invoice's is booked as told, and counts for none.
    """
    attempt = _find(work, provider, state)
    if attempt is None:
        return None
    lock_invoice(work, attempt.invoice_id)
    problem = "" if attempt.accepted_by else _contradiction(attempt, state)
    if problem:
        if set_attempt_status(work, attempt, AttemptStatus.QUARANTINED, problem=problem):
            theirs, ours = state.moved_as_asked, Money.zero(attempt.currency)
            found = Found(DifferenceKind.CONTRADICTION, state.ref, attempt.id, theirs=theirs, ours=ours)
            note_contradiction(work, provider=provider, found=found)
        return attempt.status
    if attempt.status is AttemptStatus.QUARANTINED and not attempt.accepted_by:
        return attempt.status
    if not attempt.provider_ref:
        attempt.provider_ref = state.ref
    if state.redirect_url and not attempt.redirect_url:
        attempt.redirect_url = state.redirect_url
    set_attempt_status(work, attempt, AttemptStatus(state.status.value), problem=state.problem)
    _note_how(attempt, state)
    known = _known(work, attempt, state)
    _book_all(work, attempt, state, known)
    book_conversions(work, attempt, state, known)
    for refund in state.refunds:
        follow_refund(work, attempt, refund)
    for dispute in state.disputes:
        follow_dispute(work, attempt, dispute)
    return attempt.status


def _note_how(attempt: PaymentAttempt, state: RemoteState) -> None:
    attempt.way = state.way or attempt.way
    attempt.receipt_url = state.receipt_url or attempt.receipt_url
    attempt.fiscal_mark = state.fiscal_mark or attempt.fiscal_mark


def _book_all(work: Work, attempt: PaymentAttempt, state: RemoteState, known: Known) -> None:
    """Book every movement that is not in the books yet, adding it to `known`.

    Invoices follow each one: what was paid and given back before we heard of either was paid.
    """
    payment = next((row for row in known.values() if _pays(row, attempt)), None)
    for moved in (*state.entries, *_sent_back(state, known)):
        if (moved.ref, moved.kind) in known:
            continue
        parts = _parts(work, attempt, payment, moved, known)
        entry = _book(work, attempt, state, moved, parts, about=payment)
        known[moved.ref, moved.kind] = entry
        payment = payment or (entry if _pays(entry, attempt) else None)
        settle_invoices(work, *parts)


def _pays(row: LedgerEntry, attempt: PaymentAttempt) -> bool:
    return row.kind is EntryKind.PAYMENT and row.attempt_id == attempt.id


def _known(work: Work, attempt: PaymentAttempt, state: RemoteState) -> Known:
    """What of this checkout is in the books, whichever attempt it was booked under."""
    refs = {moved.ref for moved in state.entries} | {refund.ref for refund in state.refunds} | conversion_refs(state)
    is_known = col(LedgerEntry.cause_ref).in_(refs) & (col(LedgerEntry.cause_source) == attempt.provider)
    rows = work.session.exec(select(LedgerEntry).where(is_known | (col(LedgerEntry.attempt_id) == attempt.id)))
    return {(row.cause_ref, row.kind): row for row in rows}


def _book(
    work: Work,
    attempt: PaymentAttempt,
    state: RemoteState,
    moved: RemoteEntry,
    parts: list[Allocation],
    *,
    about: LedgerEntry | None,
) -> LedgerEntry:
    invoice = get_invoice(work, attempt.invoice_id)
    new = NewEntry(
        moved.kind,
        moved.amount,
        received_at=moved.at,
        cause=Cause(CauseKind.PROVIDER, attempt.provider, moved.ref),
        allocations=tuple(parts),
        client_id=get_deal(work, invoice.deal_id).client_id,
        legal_entity_id=invoice.legal_entity_id,
        attempt_id=attempt.id,
        about=None if moved.kind is EntryKind.PAYMENT else about,
        live_mode=state.live_mode,
    )
    return book(work, new)


def _parts(
    work: Work, attempt: PaymentAttempt, payment: LedgerEntry | None, moved: RemoteEntry, known: Known
) -> list[Allocation]:
    if moved.kind is EntryKind.FEE or moved.amount.currency != attempt.currency:
        return []  # a fee is nobody's money; another currency than the invoice's waits for a person
    if payment is None or moved.kind is EntryKind.PAYMENT:
        return [Allocation(attempt.invoice_id, moved.amount)]
    if moved.amount.amount < 0:
        return taken_from(work, payment, moved.amount, first=attempt.invoice_id)
    # money that a dispute withheld, or a refund did not bring home, comes back to where it was taken from
    taken = known.get((moved.ref.partition(":")[0], moved.kind))
    return mirrored(work, taken) if taken else [Allocation(attempt.invoice_id, moved.amount)]


def _sent_back(state: RemoteState, known: Known) -> list[RemoteEntry]:
    """Refunds that we booked and the payer's bank did not take: the money is with us again."""
    return [
        RemoteEntry(f"{refund.ref}:failed", EntryKind.REFUND, refund.amount, refund.at)
        for refund in state.refunds
        if refund.status is RefundStatus.FAILED and (refund.ref, EntryKind.REFUND) in known
    ]


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
        # a fee is settled in its own, and what goes back is told as the payer's bank counts it
        if entry.amount.currency != attempt.currency and entry.kind is EntryKind.PAYMENT
    ]
    return "; ".join(found)
