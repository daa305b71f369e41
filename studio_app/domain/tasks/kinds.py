"""What a task is about."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What a task is about: its own words, or something that happened, which the reader's language names."""

    OWN = "own"
    LETTER_FAILED = "letter_failed"
    LEAD_UNANSWERED = "lead_unanswered"
    PAYMENT_QUARANTINED = "payment_quarantined"
    PAYMENT_DISPUTED = "payment_disputed"
    REFUND_FAILED = "refund_failed"
    PAYMENT_DIFFERS = "payment_differs"  # from what the provider has
    ESTIMATE_FAILED = "estimate_failed"  # none could be prepared from the brief
    ESTIMATE_DOUBTFUL = "estimate_doubtful"  # some of its lines wait for a price or a quantity
    DISCOUNT = "discount"  # one over a manager's limit is asked for; the title says which
