"""Stripe: one hosted Checkout Session per attempt (docs.stripe.com/payments/checkout), the real SDK."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsPaymentIntentData

from studio_app.adapters.payments.provider import Site
from studio_app.adapters.payments.stripe.balance import settled, told_conversions, told_fees
from studio_app.adapters.payments.stripe.check import problems
from studio_app.adapters.payments.stripe.declines import CODES
from studio_app.adapters.payments.stripe.money import from_stripe, refusal, to_stripe
from studio_app.adapters.payments.stripe.provider import STRIPE
from studio_app.adapters.payments.stripe.settings import StripeSettings
from studio_app.adapters.payments.stripe.texts import page_locale, statement_suffix
from studio_app.adapters.payments.stripe.truth import (
    decline_code,
    has_refunds,
    paid_by,
    payout,
    receipt_url,
    remote_status,
    told_dispute,
    told_payment,
    told_refund,
)
from studio_app.core.money import Money
from studio_app.core.printable import printable
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.providers.declines import Decline, read_code
from studio_app.domain.payments.providers.gateway import (
    BadSignature,
    Checkout,
    CheckoutRequest,
    ConnectionProblem,
    GatewayRefused,
    GatewayUnavailable,
    Hint,
    Refusal,
    RemotePayout,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.studio.kinds import EntityKind

log = logging.getLogger(__name__)

_RETRIES = 2  # the client ignores the module's global setting
_PAYMENT_TYPES = ("payment_intent.", "charge.", "refund.")
_EXPAND = ["payment_intent.latest_charge.refunds", "payment_intent.latest_charge.balance_transaction"]
_REFUND_EXPAND = ["data.balance_transaction", "data.failure_balance_transaction"]
_EVENTS_KEPT = timedelta(days=28)  # beyond what is asked for: Stripe keeps an event for thirty days
_NOT_FOUND = 404
_SERVER_ERROR = 500


class StripeGateway:
    """The Stripe account behind `key`. Keys and secrets are kept out of every log line."""

    name = STRIPE.name
    pay_hosts: tuple[str, ...] = ("https://checkout.stripe.com",)

    def __init__(
        self, *, key: str, webhook_secret: str, webhook_url: str = "", api_base: str = "", timeout: float = 20.0
    ) -> None:
        """`webhook_url` is ours; `api_base` another server than Stripe's in tests; `timeout` in seconds a try."""
        self.live_mode = "_live_" in key
        self._webhook_url = webhook_url
        self._strange_mode = False  # a webhook of the other mode came in under our secret
        self._webhook_secret = webhook_secret
        self._http = stripe.RequestsClient(timeout=timeout)
        self._client = stripe.StripeClient(
            key,
            max_network_retries=_RETRIES,
            http_client=self._http,
            base_addresses={"api": api_base} if api_base else {},
        )

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def create(self, request: CheckoutRequest, *, key: str) -> Checkout:
        """Open a session; the same key gives the same one. Raises GatewayRefused, GatewayUnavailable."""
        metadata = {"attempt_id": request.attempt_id, "invoice_id": request.invoice_id}
        amount, currency = to_stripe(request.amount)
        # not copied from the session: refunds and disputes carry only the payment's own
        intent: SessionCreateParamsPaymentIntentData = {"metadata": metadata, "description": request.title}
        if suffix := statement_suffix(request.number):
            intent["statement_descriptor_suffix"] = suffix
        params: SessionCreateParams = {
            "mode": "payment",
            "client_reference_id": request.attempt_id,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency,
                        "unit_amount": amount,
                        "product_data": {"name": request.title},
                    },
                }
            ],
            "metadata": metadata,
            "payment_intent_data": intent,
            "adaptive_pricing": {"enabled": False},  # else the dashboard decides and the amount may change
            "expires_at": int(request.expires_at.timestamp()),
            "locale": page_locale(request.locale),
            "success_url": request.success_url,
            "cancel_url": request.cancel_url,
        }
        if request.email:
            params["customer_email"] = request.email
        with _told(), _creating():
            session: Any = self._client.v1.checkout.sessions.create(params, {"idempotency_key": key})
        return Checkout(session.id, session.url, datetime.fromtimestamp(session.expires_at, UTC))

    def fetch(self, ref: str) -> RemoteState | None:
        """The truth about a session, by its id or the one of its payment; None: Stripe has none for it."""
        with _told():
            if ref.startswith("pi_"):
                found: Any = self._client.v1.checkout.sessions.list({"payment_intent": ref, "limit": 1})
                if not found.data:
                    return None
                ref = found.data[0].id
            try:
                session: Any = self._client.v1.checkout.sessions.retrieve(ref, {"expand": _EXPAND})
            except stripe.InvalidRequestError as error:
                if error.http_status == _NOT_FOUND:
                    return None
                raise
            return self._state(session)

    def cancel(self, ref: str) -> RemoteState | None:
        """Expire an open session and tell the truth afterwards: a complete one cannot be expired."""
        with _told():
            try:
                self._client.v1.checkout.sessions.expire(ref)
            except stripe.InvalidRequestError as error:
                if error.http_status == _NOT_FOUND:
                    return None
                log.info("session %s could not be expired: %s", printable(ref), printable(error.code))
        return self.fetch(ref)

    def refund(self, ref: str, amount: Money, *, key: str, refund_id: str = "") -> RemoteState | None:
        """Give back a part of what was paid at session `ref`. Raises GatewayRefused."""
        params: Any = {"amount": to_stripe(amount)[0], "metadata": {"refund_id": refund_id}}
        with _told():
            session: Any = self._client.v1.checkout.sessions.retrieve(ref)
            params["payment_intent"] = session.payment_intent
            self._client.v1.refunds.create(params, {"idempotency_key": key})
        return self.fetch(ref)

    def hand_over(self, ref: str, *, key: str) -> None:
        """Nothing: no receipt is registered here."""

    def refusal(self, amount: Money) -> Refusal | None:
        """Why Stripe cannot take `amount`."""
        return refusal(amount)

    def ways(self, amount: Money, *, seller: EntityKind) -> tuple[Way, ...]:
        """Cards (and what the account has switched on beside them); it has no sellers in Russia."""
        return () if seller is not EntityKind.FOREIGN or self.refusal(amount) else (Way.CARD,)

    def decline(self, code: str) -> Decline:
        """What a decline code comes down to for the payer."""
        return read_code(CODES, code)

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        """The session or payment that a signed event is about. Raises BadSignature."""
        try:
            event: Any = self._client.construct_event(raw, headers.get("stripe-signature"), self._webhook_secret)
        except (stripe.SignatureVerificationError, ValueError, TypeError) as error:  # the last: signed in no ASCII
            raise BadSignature from error
        self._strange_mode = self._strange_mode or bool(event.livemode) is not self.live_mode
        return [_hint(event)]

    def list_since(self, moment: datetime) -> list[Hint]:
        """Sessions opened, refunds and disputes made since `moment`, and every event that did not reach us."""
        since: Any = {"created": {"gte": int(moment.timestamp())}, "limit": 100}
        kept = int((moment - _EVENTS_KEPT).timestamp())
        with _told():
            sessions: Any = self._client.v1.checkout.sessions.list(since)
            hints = [Hint("", row.id, row.client_reference_id or "") for row in sessions.auto_paging_iter()]
            for made in (self._client.v1.refunds.list(since), self._client.v1.disputes.list(since)):
                moved: Any = made
                hints += [Hint("", row.payment_intent or "") for row in moved.auto_paging_iter()]
            events: Any = self._client.v1.events.list(
                {"created": {"gte": kept}, "delivery_success": False, "limit": 100}
            )
            hints += [_hint(event) for event in events.auto_paging_iter()]
        return hints

    def payouts_since(self, moment: datetime) -> list[RemotePayout]:
        """What was sent to the bank since `moment`, from the balance transactions."""
        params: Any = {"type": "payout", "created": {"gte": int(moment.timestamp())}, "limit": 100}
        with _told():
            rows: Any = self._client.v1.balance_transactions.list(params)
            return [payout(row) for row in rows.auto_paging_iter()]

    def problems(self) -> list[ConnectionProblem]:
        """What is wrong with key and webhook, found by asking for what we need."""
        found = problems(self._client, self._webhook_url)
        return [*found, ConnectionProblem.MODE_MISMATCH] if self._strange_mode else found

    def _state(self, session: Any) -> RemoteState:
        amount = from_stripe(session.amount_total or 0, session.currency or "")
        status = remote_status(session)
        is_paid = status is RemoteStatus.PAID
        given_back = list(self._refunds(session)) if is_paid else []
        disputed = list(self._disputes(session)) if is_paid else []
        refunds = tuple(told_refund(row) for row in given_back)
        disputes = tuple(told_dispute(row, session.payment_intent) for row in disputed)
        moved = [entry for one in (*refunds, *disputes) for entry in one.entries()]
        balance = list(settled(session, given_back, disputed)) if is_paid else []
        if is_paid:
            moved = [*told_payment(session), *moved, *told_fees(balance)]
        return RemoteState(
            ref=session.id,
            attempt_id=session.client_reference_id or "",
            status=status,
            amount=amount,
            live_mode=bool(session.livemode),
            entries=tuple(moved),
            refunds=refunds,
            disputes=disputes,
            conversions=tuple(told_conversions(balance)),
            redirect_url=session.url or "",
            problem=decline_code(session) if status is RemoteStatus.FAILED else "",
            way=paid_by(session) if is_paid else None,
            receipt_url=receipt_url(session) if is_paid else "",
        )

    def _refunds(self, session: Any) -> Iterator[Any]:
        if has_refunds(session):  # asked for anew: what settled them lies too deep to be expanded with the session
            rows: Any = self._client.v1.refunds.list(
                {"payment_intent": session.payment_intent.id, "limit": 100, "expand": _REFUND_EXPAND}
            )
            yield from rows.auto_paging_iter()

    def _disputes(self, session: Any) -> Iterator[Any]:
        if session.payment_intent.latest_charge.disputed:
            rows: Any = self._client.v1.disputes.list({"payment_intent": session.payment_intent.id, "limit": 100})
            yield from rows.auto_paging_iter()


def _hint(event: Any) -> Hint:
    subject = event.data.object
    if event.type.startswith("checkout.session."):
        return Hint(event.id, subject.id)
    if event.type.startswith(_PAYMENT_TYPES):
        payment = subject.id if subject.object == "payment_intent" else getattr(subject, "payment_intent", None)
        return Hint(event.id, payment or "")
    return Hint(event.id, "")


@contextmanager
def _told() -> Iterator[None]:
    """Turn the SDK's errors into ours."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("stripe does not answer: %s", type(error).__name__)
        raise GatewayUnavailable from error
    except stripe.StripeError as error:
        log.warning(
            "stripe refused: %s %s, request %s",
            type(error).__name__,
            printable(error.code),
            printable(error.request_id),
        )
        if (error.http_status or 0) >= _SERVER_ERROR:
            raise GatewayUnavailable from error
        raise GatewayRefused(problem=f"{type(error).__name__} {error.code or ''}".strip()) from error


@contextmanager
def _creating() -> Iterator[None]:
    """A server error is stored under its key and answered again for a day: only a new attempt gets further."""
    try:
        yield
    except stripe.APIError as error:
        if (error.http_status or 0) >= _SERVER_ERROR:
            raise GatewayRefused(problem=f"server error {error.http_status}") from error
        raise


def connect(settings: StripeSettings, site: Site) -> StripeGateway:
    """The account behind the key in the settings."""
    return StripeGateway(
        key=settings.key.get_secret_value(),
        webhook_secret=settings.webhook_secret.get_secret_value(),
        webhook_url=site.webhook_url(StripeGateway.name),
        api_base=settings.api_base,
    )
