"""Stripe: one hosted Checkout Session per attempt (docs.stripe.com/payments/checkout), the real SDK."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import stripe
from stripe.params.checkout import SessionCreateParams

from studio_app.adapters.payments.stripe_money import from_stripe, to_stripe
from studio_app.core.money import Money
from studio_app.domain.payments.gateway import (
    BadSignature,
    Checkout,
    CheckoutRequest,
    GatewayRefused,
    GatewayUnavailable,
    Hint,
    RemoteEntry,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.payments.ledger_models import EntryKind

log = logging.getLogger(__name__)

_RETRIES = 2  # the client ignores the module's global setting
_PAYMENT_TYPES = ("payment_intent.", "charge.", "refund.")
_NOT_FOUND = 404
_SERVER_ERROR = 500


class StripeGateway:
    """The Stripe account behind `key`. Keys and secrets are kept out of every log line."""

    name = "stripe"

    def __init__(self, *, key: str, webhook_secret: str, api_base: str = "", timeout: float = 20.0) -> None:
        """`api_base` points at another server than Stripe's in tests; `timeout` in seconds per try."""
        self.live_mode = "_live_" in key
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
            # not copied from the session: refunds and disputes carry only the payment's own
            "payment_intent_data": {"metadata": metadata, "description": request.title},
            "adaptive_pricing": {"enabled": False},  # else the dashboard decides and the amount may change
            "expires_at": int(request.expires_at.timestamp()),
            "locale": "ru" if request.locale == "ru" else "en",
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
                session: Any = self._client.v1.checkout.sessions.retrieve(
                    ref, {"expand": ["payment_intent.latest_charge"]}
                )
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
                log.info("session %s could not be expired: %s", ref, error.code)
        return self.fetch(ref)

    def refund(self, ref: str, amount: Money, *, key: str) -> RemoteState | None:
        """Give back a part of what was paid at session `ref`. Raises GatewayRefused."""
        with _told():
            session: Any = self._client.v1.checkout.sessions.retrieve(ref)
            self._client.v1.refunds.create(
                {"payment_intent": session.payment_intent, "amount": to_stripe(amount)[0]}, {"idempotency_key": key}
            )
        return self.fetch(ref)

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        """The session or payment that a signed event is about. Raises BadSignature."""
        try:
            event: Any = self._client.construct_event(raw, headers.get("stripe-signature"), self._webhook_secret)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise BadSignature from error
        return [_hint(event)]

    def list_since(self, moment: datetime) -> list[Hint]:
        """Sessions opened since `moment`, and what events since then did not reach us."""
        since = int(moment.timestamp())
        with _told():
            sessions: Any = self._client.v1.checkout.sessions.list({"created": {"gte": since}, "limit": 100})
            hints = [Hint("", row.id, row.client_reference_id or "") for row in sessions.auto_paging_iter()]
            events: Any = self._client.v1.events.list(
                {"created": {"gte": since}, "delivery_success": False, "limit": 100}
            )
            hints += [_hint(event) for event in events.auto_paging_iter()]
        return hints

    def _state(self, session: Any) -> RemoteState:
        amount = from_stripe(session.amount_total or 0, session.currency or "")
        status = _status(session)
        return RemoteState(
            ref=session.id,
            attempt_id=session.client_reference_id or "",
            status=status,
            amount=amount,
            live_mode=bool(session.livemode),
            entries=tuple(self._entries(session)) if status is RemoteStatus.PAID else (),
            redirect_url=session.url or "",
        )

    def _entries(self, session: Any) -> Iterator[RemoteEntry]:
        payment = session.payment_intent
        charge = payment.latest_charge
        yield RemoteEntry(
            payment.id, EntryKind.PAYMENT, from_stripe(payment.amount_received, payment.currency), _at(charge.created)
        )
        if charge.amount_refunded:
            refunds: Any = self._client.v1.refunds.list({"payment_intent": payment.id, "limit": 100})
            for refund in refunds.auto_paging_iter():
                if refund.status == "succeeded":
                    back = -from_stripe(refund.amount, refund.currency)
                    yield RemoteEntry(refund.id, EntryKind.REFUND, back, _at(refund.created))
        if charge.disputed:
            disputes: Any = self._client.v1.disputes.list({"payment_intent": payment.id, "limit": 100})
            for dispute in disputes.auto_paging_iter():
                yield from _dispute_entries(dispute)


def _dispute_entries(dispute: Any) -> Iterator[RemoteEntry]:
    if dispute.status.startswith("warning"):  # an inquiry: no money has moved
        return
    taken = from_stripe(dispute.amount, dispute.currency)
    yield RemoteEntry(dispute.id, EntryKind.DISPUTE, -taken, _at(dispute.created))
    if dispute.status == "won":
        yield RemoteEntry(f"{dispute.id}:won", EntryKind.DISPUTE, taken, _at(dispute.created))


def _status(session: Any) -> RemoteStatus:
    if session.payment_status == "paid":
        return RemoteStatus.PAID
    if session.status == "complete":
        failed = session.payment_intent is not None and session.payment_intent.status in {
            "requires_payment_method",
            "canceled",
        }
        return RemoteStatus.FAILED if failed else RemoteStatus.PROCESSING
    return RemoteStatus.EXPIRED if session.status == "expired" else RemoteStatus.OPEN


def _hint(event: Any) -> Hint:
    told = event.data.object
    if event.type.startswith("checkout.session."):
        return Hint(event.id, told.id)
    if event.type.startswith(_PAYMENT_TYPES):
        payment = told.id if told.object == "payment_intent" else getattr(told, "payment_intent", None)
        return Hint(event.id, payment or "")
    return Hint(event.id, "")


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@contextmanager
def _told() -> Iterator[None]:
    """Turn the SDK's errors into ours."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("stripe does not answer: %s", type(error).__name__)
        raise GatewayUnavailable from error
    except stripe.StripeError as error:
        log.warning("stripe refused: %s %s, request %s", type(error).__name__, error.code, error.request_id)
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
