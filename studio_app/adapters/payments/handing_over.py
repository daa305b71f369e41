"""Tells a provider that the work behind a payment is handed over, so that it registers the second receipt."""

from collections.abc import Mapping

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.providers.gateway import PaymentGateway
from studio_app.domain.payments.queries import get_attempt_view


def register_handover(runner: Runner, gateways: Mapping[str, PaymentGateway], *, attempt_id: str) -> None:
    """Tell the provider of an attempt, under a key of its own. A job: a failure is tried again, once is enough."""
    attempt = runner.read_sync(SYSTEM, get_attempt_view, attempt_id=attempt_id)
    gateway = gateways.get(attempt.provider)
    if gateway is not None and attempt.provider_ref:
        gateway.hand_over(attempt.provider_ref, key=f"act:{attempt.id}")
