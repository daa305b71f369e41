"""Ways of paying, and how far attempts, refunds and disputes are."""

from enum import StrEnum

from studio_app.core.status import Transitions


class Way(StrEnum):
    """By what a client pays."""

    CARD = "card"
    SBP = "sbp"  # Russia's fast payments, from the payer's banking app
    BANK = "bank"  # a payer's bank that the provider works with
    TRANSFER = "transfer"  # to the studio's account


class AttemptStatus(StrEnum):
    """A try to pay through a provider."""

    CREATING = "creating"  # row written, provider not asked yet
    OPEN = "open"  # the client may pay at redirect_url
    PROCESSING = "processing"  # the client is done, the money is on its way
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    QUARANTINED = "quarantined"  # the provider reports something that does not match our row


# Only forwards: whatever order the provider's events come in, the outcome is the same.
ATTEMPT_TRANSITIONS: Transitions[AttemptStatus] = {
    AttemptStatus.CREATING: set(AttemptStatus) - {AttemptStatus.CREATING},
    AttemptStatus.OPEN: set(AttemptStatus) - {AttemptStatus.CREATING, AttemptStatus.OPEN},
    AttemptStatus.PROCESSING: {
        AttemptStatus.PAID,
        AttemptStatus.FAILED,
        AttemptStatus.EXPIRED,
        AttemptStatus.QUARANTINED,
    },
    AttemptStatus.FAILED: {AttemptStatus.PAID, AttemptStatus.QUARANTINED},
    AttemptStatus.EXPIRED: {AttemptStatus.PAID, AttemptStatus.QUARANTINED},
    AttemptStatus.PAID: frozenset(),
    AttemptStatus.QUARANTINED: {AttemptStatus.PAID},  # only after a person has accepted it
}


class RefundStatus(StrEnum):
    """Where a refund stands."""

    CREATING = "creating"  # our row is written, the provider not asked yet
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


REFUND_TRANSITIONS: Transitions[RefundStatus] = {
    RefundStatus.CREATING: {RefundStatus.PENDING, RefundStatus.SUCCEEDED, RefundStatus.FAILED},
    RefundStatus.PENDING: {RefundStatus.SUCCEEDED, RefundStatus.FAILED},
    RefundStatus.SUCCEEDED: {RefundStatus.FAILED},  # the payer's bank may send the money back
    RefundStatus.FAILED: frozenset(),
}


class DisputeStatus(StrEnum):
    """Where a dispute stands."""

    INQUIRY = "inquiry"  # a question of the bank: no money has moved
    OPEN = "open"
    WON = "won"
    LOST = "lost"


# Only forwards, whatever order they are told in.
DISPUTE_TRANSITIONS: Transitions[DisputeStatus] = {
    DisputeStatus.INQUIRY: {DisputeStatus.OPEN, DisputeStatus.WON, DisputeStatus.LOST},
    DisputeStatus.OPEN: {DisputeStatus.WON, DisputeStatus.LOST},
    DisputeStatus.WON: frozenset(),
    DisputeStatus.LOST: frozenset(),
}
