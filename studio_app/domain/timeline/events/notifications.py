"""What happens to the letters that the studio sends by itself."""

from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.kinds import EventKind


class NotificationEvent(Event):
    """What became of a letter; `rule` is what kind it is of. A letter about no deal has none."""

    notification_id: str
    rule: str


class NotificationSent(NotificationEvent):
    """It has gone out, or is `kept` in the outbox where there is no mail server."""

    kind = EventKind.NOTIFICATION_SENT
    document_id: str | None
    kept: bool | None


class NotificationDelayed(NotificationEvent):
    """It did not go out yet."""

    kind = EventKind.NOTIFICATION_DELAYED
    problem: str


class NotificationFailed(NotificationEvent):
    """It does not go out: a person has to see to it."""

    kind = EventKind.NOTIFICATION_FAILED
    document_id: str | None
    problem: str


class NotificationRetried(NotificationEvent):
    """A person has sent it again."""

    kind = EventKind.NOTIFICATION_RETRIED
