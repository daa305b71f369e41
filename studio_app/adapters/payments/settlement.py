"""Brings the provider's truth into the books: fetched outside of transactions, applied inside one."""

from collections.abc import Mapping

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import PaymentGateway, RemoteState

UNKNOWN = "unknown"


class Settlement:
    """What online payments, refunds and the reconciliation share: the providers and the way from them to our rows."""

    def __init__(self, runner: Runner, gateways: Mapping[str, PaymentGateway]) -> None:
        self.runner = runner
        self.gateways = gateways

    def ask(self, provider: str, ref: str) -> str:
        """Ask about a checkout and apply the answer; the status of the attempt, or "unknown"."""
        gateway = self.gateways.get(provider)
        state = gateway.fetch(ref) if gateway else None
        return self.apply(provider, state)

    def apply(self, provider: str, state: RemoteState | None) -> str:
        """Apply an answer; the status of the attempt, or "unknown"."""
        if state is None:
            return UNKNOWN
        status = self.runner.run_sync(as_provider(provider), apply_remote, provider=provider, state=state)
        return status.value if status else UNKNOWN


def as_provider(name: str) -> Actor:
    """The actor in whose name a provider's truth is booked."""
    return Actor(kind=ActorKind.PROVIDER, id=name, name=name)
