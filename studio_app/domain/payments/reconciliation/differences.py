"""Use cases and queries of reconciliation: note what differs, close it, tell how it stands."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, func, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money, by_currency
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.links import get_document
from studio_app.domain.ledger.kinds import ASIDE, EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.attempts import get_attempt, of_attempt
from studio_app.domain.payments.kinds import AttemptStatus, RefundStatus
from studio_app.domain.payments.models import PaymentAttempt, PaymentRefund, ProviderEvent
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.payments.reconciliation.models import Difference, ReconciliationRun
from studio_app.domain.payments.reconciliation.schemas import DifferenceView, Found, Health
from studio_app.domain.payments.schemas import Booked
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import finish_trouble
from studio_app.domain.timeline.events.money import DifferenceClosed, PaymentAccepted, PaymentDiffers
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

STUCK_AFTER = timedelta(minutes=15)
"""How long a refund or a webhook may wait before somebody looks at it."""

_OF_CHECKOUTS = frozenset({DifferenceKind.CONTRADICTION, DifferenceKind.FOREIGN, DifferenceKind.AMOUNT})


def note_run(
    work: Work, *, provider: str, found: Sequence[Found], checked: int, repaired: int, problem: str = ""
) -> int:
    """Keep the result of a look at a provider: new differences become tasks, those gone are closed; how many are open.

    A run that could not be finished (`problem`) closes nothing.
    """
    known = {(row.kind, row.ref): row for row in _open(work, provider)}
    seen = {(one.kind, one.ref) for one in found}
    for one in found:
        if (one.kind, one.ref) not in known and not _is_dealt_with(work, provider, one):
            _note(work, provider, one)
    if not problem:
        for key, row in known.items():
            if key not in seen:
                _close(work, row)
    work.session.flush()
    still = len(_open(work, provider))
    work.session.add(
        ReconciliationRun(
            id=work.new_id(),
            provider=provider,
            at=work.now(),
            checked=checked,
            repaired=repaired,
            differences=still,
            problem=problem[:300],
        )
    )
    return still


def note_contradiction(work: Work, *, provider: str, found: Found) -> None:
    """Keep at once what a person must see of an attempt that was quarantined: its client is not to pay again."""
    if all((row.kind, row.ref) != (found.kind, found.ref) for row in _open(work, provider)):
        _note(work, provider, found)
        work.session.flush()


def differing_checkouts(work: Work, *, provider: str) -> tuple[str, ...]:
    """The checkouts at the provider about which something is open, however old: each is looked at again."""
    return tuple(row.ref for row in _open(work, provider) if row.kind in _OF_CHECKOUTS)


def set_aside(work: Work, *, difference_id: str) -> None:
    """A person has dealt with it elsewhere. Raises Forbidden, NotFound."""
    require(work, Permission.WRITE_OFF)
    row = work.session.get(Difference, difference_id)
    if row is None:
        raise NotFound
    if row.closed_at is None:
        _close(work, row, by=work.actor.id)


def accept_contradiction(work: Work, *, attempt_id: str) -> None:
    """A person takes what the provider tells instead of what was asked for. Raises Forbidden."""
    require(work, Permission.WRITE_OFF)
    attempt = get_attempt(work, attempt_id)
    if attempt.status is AttemptStatus.QUARANTINED:
        attempt.accepted_by = work.actor.id or "system"
        record(work, PaymentAccepted(**of_attempt(work, attempt), attempt_id=attempt.id))


def differences(work: Work) -> tuple[DifferenceView, ...]:
    """What is open, the newest first."""
    rows = work.session.exec(
        select(Difference).where(col(Difference.closed_at).is_(None)).order_by(col(Difference.found_at).desc())
    )
    return tuple(_view(work, row) for row in rows)


def difference(work: Work, *, difference_id: str) -> DifferenceView:
    """One by its id. Raises NotFound."""
    row = work.session.get(Difference, difference_id)
    if row is None:
        raise NotFound
    return _view(work, row)


def health(work: Work) -> Health:
    """How the books stand against the providers': the last look, what is open, what waits."""
    last = work.session.exec(select(ReconciliationRun).order_by(col(ReconciliationRun.at).desc())).first()
    waiting = work.session.exec(
        select(func.count()).select_from(ProviderEvent).where(col(ProviderEvent.handled_at).is_(None))
    ).one()
    return Health(
        looked_at=last.at if last else None,
        problem=last.problem if last else "",
        open=work.session.exec(
            select(func.count()).select_from(Difference).where(col(Difference.closed_at).is_(None))
        ).one(),
        waiting=waiting,
    )


def booked_of(work: Work, *, provider: str, ref: str) -> Booked | None:
    """What we have of a checkout; None when we do not know it."""
    attempt = work.session.exec(
        select(PaymentAttempt).where(PaymentAttempt.provider == provider, PaymentAttempt.provider_ref == ref)
    ).first()
    if attempt is None:
        return None
    rows = work.session.exec(
        select(LedgerEntry.kind, LedgerEntry.currency, func.sum(LedgerEntry.amount), func.count())
        .where(LedgerEntry.attempt_id == attempt.id)
        .group_by(col(LedgerEntry.kind), col(LedgerEntry.currency))
    ).all()
    moved = by_currency(Money(int(amount), currency) for kind, currency, amount, _ in rows if kind not in ASIDE)
    fees = sum(count for kind, _, _, count in rows if kind is EntryKind.FEE)
    sides = sum(count for kind, _, _, count in rows if kind is EntryKind.CONVERSION)
    return Booked(attempt.id, attempt.status, attempt.currency, moved, fees, conversions=sides // 2)


def stuck(work: Work, *, provider: str) -> tuple[Found, ...]:
    """Refunds that were never sent and webhooks that nobody could handle."""
    before = work.now() - STUCK_AFTER
    refunds = work.session.exec(
        select(PaymentRefund, PaymentAttempt)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentRefund.attempt_id))
        .where(
            PaymentRefund.status == RefundStatus.CREATING,
            col(PaymentRefund.created_at) <= before,
            PaymentAttempt.provider == provider,
        )
    ).all()
    events = work.session.exec(
        select(ProviderEvent).where(
            ProviderEvent.provider == provider,
            col(ProviderEvent.handled_at).is_(None),
            col(ProviderEvent.received_at) <= before,
        )
    ).all()
    return (
        *(
            Found(DifferenceKind.REFUND, row.id, attempt_id=attempt.id, ours=Money(row.amount, row.currency))
            for row, attempt in refunds
        ),
        *(Found(DifferenceKind.EVENT, event.id, detail=event.event_id) for event in events),
    )


def _open(work: Work, provider: str) -> Sequence[Difference]:
    return work.session.exec(
        select(Difference).where(Difference.provider == provider, col(Difference.closed_at).is_(None))
    ).all()


def _is_dealt_with(work: Work, provider: str, found: Found) -> bool:
    """Whether a person has set that contradiction aside: its attempt stays as it is, and is found at every look."""
    if found.kind is not DifferenceKind.CONTRADICTION:
        return False
    theirs = found.theirs
    same = select(Difference.id).where(
        Difference.provider == provider,
        Difference.kind == found.kind,
        Difference.ref == found.ref,
        Difference.theirs_amount == (theirs.amount if theirs else 0),
        Difference.currency == (theirs.currency if theirs else ""),
        col(Difference.closed_by) != "",
    )
    return work.session.exec(same).first() is not None


def _close(work: Work, row: Difference, *, by: str = "") -> None:
    """Close a difference, and with the last one of its deal that raised it the task."""
    row.closed_at, row.closed_by = work.now(), by
    work.session.flush()
    deal_id = _deal_of(work, row.attempt_id)
    record(work, DifferenceClosed(deal_id=deal_id, difference_id=row.id, kind_of=row.kind.value))
    task = _task_of(row)
    others = (one for one in _open(work, row.provider) if _task_of(one) is task)
    if deal_id is not None and all(_deal_of(work, one.attempt_id) != deal_id for one in others):
        finish_trouble(work, deal_id=deal_id, kind=task)


def _task_of(row: Difference) -> TaskKind:
    """The task that a difference is: that of a contradiction was raised as its attempt was quarantined."""
    contradicts = row.kind is DifferenceKind.CONTRADICTION
    return TaskKind.PAYMENT_QUARANTINED if contradicts else TaskKind.PAYMENT_DIFFERS


def _deal_of(work: Work, attempt_id: str | None) -> str | None:
    return get_document(work, get_attempt(work, attempt_id).invoice_id).deal_id if attempt_id else None


def _note(work: Work, provider: str, found: Found) -> None:
    theirs, ours = found.theirs, found.ours
    either = theirs or ours
    row = Difference(
        id=work.new_id(),
        provider=provider,
        kind=found.kind,
        ref=found.ref,
        attempt_id=found.attempt_id,
        theirs_amount=theirs.amount if theirs else 0,
        ours_amount=ours.amount if ours else 0,
        currency=either.currency if either else "",
        detail=found.detail[:300],
        found_at=work.now(),
    )
    work.session.add(row)
    if found.kind is DifferenceKind.CONTRADICTION:
        return  # told as the attempt was quarantined
    record(
        work,
        PaymentDiffers(
            deal_id=_deal_of(work, found.attempt_id),
            difference_id=row.id,
            kind_of=found.kind.value,
            provider=provider,
            amount=row.theirs_amount,
            currency=row.currency,
        ),
    )


def _view(work: Work, row: Difference) -> DifferenceView:
    number, deal_id = "", None
    if row.attempt_id:
        document = get_document(work, get_attempt(work, row.attempt_id).invoice_id)
        number, deal_id = document.number, document.deal_id
    return DifferenceView(
        id=row.id,
        provider=row.provider,
        kind=row.kind,
        ref=row.ref,
        attempt_id=row.attempt_id,
        deal_id=deal_id,
        invoice_number=number,
        theirs=Money(row.theirs_amount, row.currency),
        ours=Money(row.ours_amount, row.currency),
        detail=row.detail,
        found_at=row.found_at,
    )
