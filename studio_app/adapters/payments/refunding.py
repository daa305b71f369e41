"""Sends refunds to the provider: the row first, then the call under its key, then the truth."""

import logging

from studio_app.adapters.payments.settlement import Settlement, as_provider
from studio_app.core.money import Money
from studio_app.core.printable import printable
from studio_app.domain.actors import SYSTEM, Actor
from studio_app.domain.payments.kinds import RefundStatus
from studio_app.domain.payments.providers.gateway import GatewayRefused, GatewayUnavailable
from studio_app.domain.payments.refunds import fail_refund, refund_view, start_refund
from studio_app.domain.payments.schemas import RefundView

log = logging.getLogger(__name__)


class Refunds:
    """Money on its way back to clients. Every method blocks; faces call it in a thread."""

    def __init__(self, settlement: Settlement) -> None:
        self._settlement = settlement

    def give_back(self, actor: Actor, *, entry_id: str, amount: Money, reason: str) -> RefundView:
        """Refund a part of a payment; when the provider is silent, a job goes on trying.

        Raises what `start_refund` raises, and GatewayRefused.
        """
        runner = self._settlement.runner
        started = runner.run_sync(actor, start_refund, entry_id=entry_id, amount=amount, reason=reason)
        try:
            self.send(refund_id=started.id)
        except GatewayUnavailable:
            log.warning("refund %s waits: the provider does not answer", started.id)
        now = runner.read_sync(actor, refund_view, refund_id=started.id)
        if now.status is RefundStatus.FAILED:
            raise GatewayRefused(problem=now.problem)
        return now

    def send(self, *, refund_id: str) -> None:
        """Ask the provider for a refund, unless it knows it already. A job; again does no harm."""
        runner = self._settlement.runner
        refund = runner.read_sync(SYSTEM, refund_view, refund_id=refund_id)
        gateway = self._settlement.gateways.get(refund.provider)
        if refund.status is not RefundStatus.CREATING or gateway is None:
            return
        try:
            state = gateway.fetch(refund.checkout_ref)
            if state is None or all(remote.refund_id != refund.id for remote in state.refunds):
                state = gateway.refund(refund.checkout_ref, refund.amount, key=refund.key, refund_id=refund.id)
        except GatewayRefused as refused:
            problem = str(refused.params.get("problem", ""))
            log.warning("refund %s was refused: %s", refund_id, printable(problem))
            runner.run_sync(as_provider(refund.provider), fail_refund, refund_id=refund_id, problem=problem)
            return
        self._settlement.apply(refund.provider, state)
