"""Takes a client to a provider and its answers into the books: network outside of transactions, always."""

import logging

from studio_app.adapters.payments.settlement import Settlement, as_provider
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.core.printable import printable
from studio_app.domain.actors import SYSTEM, Actor
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.payments.attempts import (
    PaymentOnItsWay,
    expire_attempt,
    fail_attempt,
    record_checkout,
    start_attempt,
)
from studio_app.domain.payments.client.facts import FailedTry
from studio_app.domain.payments.kinds import AttemptStatus, Way
from studio_app.domain.payments.providers.declines import Decline, read_code
from studio_app.domain.payments.providers.gateway import CheckoutRequest, GatewayRefused
from studio_app.domain.payments.queries import get_attempt_view, unsettled_by_token, unsettled_of
from studio_app.domain.payments.schemas import AttemptView
from studio_app.domain.studio.kinds import EntityKind

log = logging.getLogger(__name__)

_TRIES = 3


class OnlinePayments:
    """The one way to money from outside. Every method blocks; faces call it in a thread."""

    def __init__(self, settlement: Settlement, *, provider: str, url: str) -> None:
        """`provider` names the gateway of new attempts ("none": bank transfers only); `url` is our site's."""
        self._settlement = settlement
        self._runner = settlement.runner
        self._gateways = settlement.gateways
        self._provider = provider
        self._url = url

    @property
    def pay_hosts(self) -> tuple[str, ...]:
        """Origins to which clients are sent to pay."""
        gateway = self._gateways.get(self._provider)
        return gateway.pay_hosts if gateway else ()

    @property
    def takes_real_money(self) -> bool:
        """Whether paying online moves money: false in a demo and with the keys of a test account."""
        gateway = self._gateways.get(self._provider)
        return gateway is not None and gateway.live_mode

    def ways(self, amount: Money, *, seller: EntityKind) -> tuple[Way, ...]:
        """By what a client can pay `amount` to such a seller online, the usual one first; empty: only by transfer."""
        gateway = self._gateways.get(self._provider)
        return gateway.ways(amount, seller=seller) if gateway else ()

    def decline(self, failed: FailedTry) -> Decline:
        """Why a try to pay failed; what a provider that is connected no more told of it nobody can read."""
        gateway = self._gateways.get(failed.provider)
        return gateway.decline(failed.code) if gateway else read_code({}, failed.code)

    def checkout(self, actor: Actor, *, token: str) -> str:
        """The provider's address at which the client pays what is due on the invoice behind `token`.

        A second tab gets the same address; an expired or outdated checkout is closed and replaced.
        Raises NotFound, NotPayable, PaymentOnItsWay, GatewayUnavailable, GatewayRefused.
        """
        gateway = self._gateways.get(self._provider)
        if gateway is None:
            raise NotFound
        for _ in range(_TRIES):
            attempt = self._runner.run_sync(
                actor, start_attempt, token=token, provider=gateway.name, live_mode=gateway.live_mode
            )
            if attempt.outdated or attempt.provider != gateway.name:
                self._close(attempt)
            elif attempt.usable:
                return attempt.redirect_url
            else:
                return self._open(attempt).redirect_url
        raise PaymentOnItsWay  # a page over another sum is open, and its provider cannot close it

    def check(self, *, token: str) -> None:
        """Ask the provider how the open attempts of the invoice behind `token` stand. Raises NotFound."""
        for attempt in self._runner.read_sync(SYSTEM, unsettled_by_token, token=token):
            if attempt.provider_ref and attempt.provider in self._gateways:
                self._settlement.ask(attempt.provider, attempt.provider_ref)

    def void(self, actor: Actor, *, document_id: str, reason: str) -> None:
        """Close what is open at the provider, then void the invoice; if the client was faster, refuse.

        Raises what void_invoice raises, CheckoutOpen, GatewayUnavailable.
        """
        for attempt in self._runner.read_sync(actor, unsettled_of, invoice_id=document_id):
            self._close(attempt)
        self._runner.run_sync(actor, void_invoice, document_id=document_id, reason=reason)

    def close_checkout(self, *, attempt_id: str) -> None:
        """Close an open checkout whose sum is not what is due any more. A job."""
        attempt = self._runner.read_sync(SYSTEM, get_attempt_view, attempt_id=attempt_id)
        if attempt.outdated and attempt.status in {AttemptStatus.CREATING, AttemptStatus.OPEN}:
            self._close(attempt)

    def _open(self, attempt: AttemptView) -> AttemptView:
        try:
            checkout = self._gateways[attempt.provider].create(
                checkout_request(attempt, url=self._url), key=attempt.key
            )
        except GatewayRefused as refused:
            problem = str(refused.params.get("problem", ""))
            log.warning("payment attempt %s was refused: %s", attempt.id, printable(problem))
            self._runner.run_sync(as_provider(attempt.provider), fail_attempt, attempt_id=attempt.id, problem=problem)
            raise
        return self._runner.run_sync(
            SYSTEM,
            record_checkout,
            attempt_id=attempt.id,
            ref=checkout.ref,
            redirect_url=checkout.redirect_url,
            expires_at=checkout.expires_at,
        )

    def _close(self, attempt: AttemptView) -> None:
        gateway = self._gateways.get(attempt.provider)
        if gateway is None:
            self._runner.run_sync(SYSTEM, expire_attempt, attempt_id=attempt.id)
            return
        if not attempt.provider_ref:
            try:
                attempt = self._open(attempt)  # the same key: what the provider has already opened is found again
            except GatewayRefused:
                return
        state = gateway.cancel(attempt.provider_ref)
        if state is None:
            self._runner.run_sync(SYSTEM, expire_attempt, attempt_id=attempt.id)
        else:
            self._settlement.apply(attempt.provider, state)


def checkout_request(attempt: AttemptView, *, url: str) -> CheckoutRequest:
    """What a provider is told of an attempt; `url` is the address of the site."""
    page = url + attempt.path
    return CheckoutRequest(
        attempt_id=attempt.id,
        invoice_id=attempt.invoice_id,
        amount=attempt.amount,
        title=translate(attempt.locale, "payments.checkout_title", number=attempt.invoice_number),
        number=attempt.invoice_number,
        locale=attempt.locale,
        email=attempt.email,
        success_url=f"{page}/return",
        cancel_url=f"{page}/back",
        created_at=attempt.created_at,
        expires_at=attempt.expires_at,
    )
