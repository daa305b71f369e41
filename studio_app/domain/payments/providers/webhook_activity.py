"""Query: what a provider has told us so far by webhooks, and whether it keeps silent where it should not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt, ProviderEvent
from studio_app.domain.work import Work

_TOLD_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class WebhookActivity:
    """`last_at` is None when nothing has come in; `unheard`: newer payments that no webhook told of."""

    last_at: datetime | None
    waiting: int
    unheard: int


def webhook_activity(work: Work, *, provider: str) -> WebhookActivity:
    """The webhooks of a provider against its payments."""
    received = select(func.max(ProviderEvent.received_at)).where(ProviderEvent.provider == provider)
    last_at: datetime | None = work.session.exec(received).first()
    waiting = select(func.count()).where(ProviderEvent.provider == provider, col(ProviderEvent.handled_at).is_(None))
    settled = col(PaymentAttempt.settled_at)
    paid = select(func.count()).where(
        PaymentAttempt.provider == provider,
        PaymentAttempt.status == AttemptStatus.PAID,
        settled <= work.now() - _TOLD_WITHIN,
    )
    if last_at is not None:
        paid = paid.where(settled > last_at + _TOLD_WITHIN)
    return WebhookActivity(last_at, work.session.exec(waiting).one(), work.session.exec(paid).one())
