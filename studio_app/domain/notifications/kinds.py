"""How far a letter is, and how it may go on."""

from enum import StrEnum

from studio_app.core.status import Transitions


class NotificationStatus(StrEnum):
    """Where a letter stands."""

    PLANNED = "planned"
    SENT = "sent"
    KEPT = "kept"  # no mail server configured: readable in the outbox
    CANCELLED = "cancelled"  # no longer true; `problem` says why
    FAILED = "failed"


TRANSITIONS: Transitions[NotificationStatus] = {
    NotificationStatus.PLANNED: set(NotificationStatus) - {NotificationStatus.PLANNED},
    NotificationStatus.FAILED: {NotificationStatus.PLANNED},
    NotificationStatus.SENT: frozenset(),
    NotificationStatus.KEPT: frozenset(),
    NotificationStatus.CANCELLED: {NotificationStatus.PLANNED},  # the payment that ended it was none
}
