"""What Stripe's objects say about money, in our words (docs.stripe.com/api)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from studio_app.adapters.payments.stripe.money import from_stripe
from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.kinds import DisputeStatus, RefundStatus, Way
from studio_app.domain.payments.providers.gateway import (
    RemoteDispute,
    RemoteEntry,
    RemotePayout,
    RemoteRefund,
    RemoteStatus,
)

_REFUNDS = {
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
_MAX_ADDRESS = 500
_DISPUTES = {
    "needs_response": DisputeStatus.OPEN,
    "under_review": DisputeStatus.OPEN,
    "won": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "warning_closed": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}


def told_payment(session: Any) -> Iterator[RemoteEntry]:
    """The payment of a paid session."""
    payment = session.payment_intent
    charge = payment.latest_charge
    received = from_stripe(payment.amount_received, payment.currency)
    yield RemoteEntry(payment.id, EntryKind.PAYMENT, received, at(charge.created))


def told_refund(row: Any) -> RemoteRefund:
    """A refund, whoever made it."""
    return RemoteRefund(
        ref=row.id,
        refund_id=_meta(row, "refund_id"),
        status=_REFUNDS.get(row.status or "", RefundStatus.PENDING),
        amount=from_stripe(row.amount, row.currency),
        at=at(row.created),
        problem=str(getattr(row, "failure_reason", None) or ""),
    )


def has_refunds(session: Any) -> bool:
    """Whether there is any refund of a paid session, whatever became of it."""
    refunds = getattr(session.payment_intent.latest_charge, "refunds", None)
    return bool(refunds is not None and refunds.data)


def told_dispute(row: Any, payment: Any) -> RemoteDispute:
    """A dispute of a payment. An inquiry withholds nothing; what it has withheld stands in its balance transactions."""
    due_by = getattr(row.evidence_details, "due_by", None)
    taken = next((moved for moved in row.balance_transactions if moved.amount < 0), None)
    worth = _worth(row, taken, payment) if taken is not None else None
    return RemoteDispute(
        ref=row.id,
        status=_DISPUTES.get(row.status, DisputeStatus.INQUIRY),
        amount=from_stripe(row.amount, row.currency) if worth is None else worth,
        at=at(row.created),
        withheld=worth is not None,
        reason=str(row.reason or ""),
        answer_by=at(due_by) if due_by else None,
    )


def _worth(row: Any, taken: Any, payment: Any) -> Money | None:
    """What a dispute took of its payment; None as long as the balance does not tell of the payment.

    A bank may tell it in another currency than the payment's: then it is the part that the money taken is
    of what the payment was on the balance, all of it at most. Where these two are in different currencies
    as well nobody knows a rate, and the dispute stays as it is told.
    """
    disputed, paid = from_stripe(row.amount, row.currency), from_stripe(payment.amount_received, payment.currency)
    if disputed.currency == paid.currency:
        return disputed
    came = payment.latest_charge.balance_transaction
    if came is None or isinstance(came, str):
        return None
    return (
        paid.times(min(Decimal(1), Decimal(-taken.amount) / came.amount))
        if came.currency == taken.currency
        else disputed
    )


def decline_code(session: Any) -> str:
    """Why the payer's bank said no, as Stripe calls it (docs.stripe.com/declines/codes)."""
    error = getattr(session.payment_intent, "last_payment_error", None)
    return str(getattr(error, "decline_code", None) or getattr(error, "code", None) or "") if error else ""


def paid_by(session: Any) -> Way | None:
    """By what a paid session was paid: cards and the wallets over them, or a bank."""
    details = getattr(session.payment_intent.latest_charge, "payment_method_details", None)
    kind = str(getattr(details, "type", "") or "")
    return Way.CARD if kind in {"card", "link"} else Way.BANK if kind else None


def receipt_url(session: Any) -> str:
    """Where Stripe shows its own receipt; empty when it tells no address of the web."""
    url = str(getattr(session.payment_intent.latest_charge, "receipt_url", None) or "")
    return url if url.startswith("https://") and len(url) <= _MAX_ADDRESS else ""


def payout(row: Any) -> RemotePayout:
    """A payout, as its balance transaction tells it: the amount leaves the balance, so it is negative there."""
    return RemotePayout(
        ref=str(row.source),
        amount=-from_stripe(row.amount, row.currency),
        status=str(row.status),
        at=at(row.created),
        arrives_on=at(row.available_on).date(),
    )


def at(seconds: int) -> datetime:
    """A moment of Stripe's."""
    return datetime.fromtimestamp(seconds, UTC)


def _meta(row: Any, key: str) -> str:
    return str((row.metadata or {}).get(key, "") if isinstance(row.metadata, dict) else getattr(row.metadata, key, ""))


def remote_status(session: Any) -> RemoteStatus:
    """How paying at a checkout stands."""
    if session.payment_status == "paid":
        return RemoteStatus.PAID
    if session.status == "complete":
        failed = session.payment_intent is not None and session.payment_intent.status in {
            "requires_payment_method",
            "canceled",
        }
        return RemoteStatus.FAILED if failed else RemoteStatus.PROCESSING
    return RemoteStatus.EXPIRED if session.status == "expired" else RemoteStatus.OPEN
