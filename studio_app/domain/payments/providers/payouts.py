"""What a provider has sent to the studio's bank account."""

from collections.abc import Sequence

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.payments.models import ProviderPayout
from studio_app.domain.payments.providers.gateway import RemotePayout
from studio_app.domain.work import Work


def note_payouts(work: Work, *, provider: str, payouts: Sequence[RemotePayout]) -> None:
    """Keep the payouts that a provider tells of, each once, with where it stands now."""
    for remote in payouts:
        row = work.session.exec(
            select(ProviderPayout).where(ProviderPayout.provider == provider, ProviderPayout.provider_ref == remote.ref)
        ).first()
        if row is None:
            row = ProviderPayout(
                id=work.new_id(),
                provider=provider,
                provider_ref=remote.ref,
                amount=remote.amount.amount,
                currency=remote.amount.currency,
                status=remote.status[:20],
                sent_at=remote.at,
                arrives_on=remote.arrives_on,
            )
            work.session.add(row)
        row.status, row.arrives_on = remote.status[:20], remote.arrives_on


def latest_payouts(work: Work, *, limit: int = 10) -> tuple[RemotePayout, ...]:
    """The newest payouts of all providers."""
    rows = work.session.exec(select(ProviderPayout).order_by(col(ProviderPayout.sent_at).desc()).limit(limit))
    return tuple(
        RemotePayout(row.provider_ref, Money(row.amount, row.currency), row.status, row.sent_at, row.arrives_on)
        for row in rows
    )
