"""The demo provider's gateway: works offline, keeps its own books, sends real signed webhooks."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.payments.demo import bank, play
from studio_app.adapters.payments.demo.declines import CODES
from studio_app.adapters.payments.demo.provider import DEMO, PAY_PATH
from studio_app.adapters.payments.demo.settings import DemoSettings
from studio_app.adapters.payments.provider import Site
from studio_app.core.digits import whole
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.providers.declines import Decline, read_code
from studio_app.domain.payments.providers.gateway import (
    BadSignature,
    Checkout,
    CheckoutRequest,
    ConnectionProblem,
    Hint,
    Refusal,
    RemotePayout,
    RemoteState,
)
from studio_app.domain.studio.kinds import EntityKind

SIGNATURE_HEADER = "demo-signature"
_TOLERANCE = 300  # seconds
_TIMEOUT = 10.0


class DemoGateway:
    """Behaves like a real provider, down to keys, signatures and retries; never moves money."""

    name = DEMO.name
    live_mode = False

    def __init__(self, runner: Runner, *, secret: bytes, url: str, loopback: str, production: bool = False) -> None:
        """`url` is our site as clients see it, `loopback` as this machine does. Refuses production."""
        if production:
            raise ValueError("the demo payment provider refuses to start in production")
        self._runner = runner
        self._secret = hashlib.sha256(b"studio_app/demo webhooks\0" + secret).digest()
        self._url = url
        self.pay_hosts = (url,)
        self._loopback = loopback

    def create(self, request: CheckoutRequest, *, key: str) -> Checkout:
        """Open a checkout; the same key gives the same one. Raises GatewayRefused."""
        made = self._runner.run_sync(SYSTEM, bank.open_checkout, request=request, key=key)
        return Checkout(made.ref, f"{self._url}{PAY_PATH}/{made.ref}", made.expires_at)

    def fetch(self, ref: str) -> RemoteState | None:
        """The truth about a checkout."""
        return self._runner.read_sync(SYSTEM, bank.look_up, ref=ref)

    def cancel(self, ref: str) -> RemoteState | None:
        """Close an open checkout and tell the truth afterwards."""
        return self._runner.run_sync(SYSTEM, bank.close, ref=ref)

    def refund(self, ref: str, amount: Money, *, key: str, refund_id: str = "") -> RemoteState | None:
        """Give a part back. Raises GatewayRefused."""
        return self._runner.run_sync(SYSTEM, bank.give_back, ref=ref, amount=amount, key=key, refund_id=refund_id)

    def hand_over(self, ref: str, *, key: str) -> None:
        """Nothing: no receipt is registered here."""

    def refusal(self, amount: Money) -> Refusal | None:
        """Any amount is fine."""
        return None

    def ways(self, amount: Money, *, seller: EntityKind) -> tuple[Way, ...]:
        """Cards anywhere; for roubles to a Russian seller SBP too."""
        return (Way.CARD, Way.SBP) if amount.currency == "RUB" and seller is not EntityKind.FOREIGN else (Way.CARD,)

    def payouts_since(self, moment: datetime) -> list[RemotePayout]:
        """No money, no payouts."""
        return []

    def problems(self) -> list[ConnectionProblem]:
        """It is on this machine: nothing can be wrong."""
        return []

    def list_since(self, moment: datetime) -> list[Hint]:
        """Checkouts opened since `moment`."""
        opened = self._runner.read_sync(SYSTEM, bank.opened_since, moment=moment)
        return [Hint("", ref, attempt_id) for ref, attempt_id in opened]

    def decline(self, code: str) -> Decline:
        """What the button that was pressed comes down to for the payer."""
        return read_code(CODES, code)

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        """The checkout that a signed webhook is about. Raises BadSignature."""
        parts = dict(part.split("=", 1) for part in headers.get(SIGNATURE_HEADER, "").split(",") if "=" in part)
        stamp = parts.get("t", "")
        sent_at = whole(stamp)
        if sent_at is None or abs(time.time() - sent_at) > _TOLERANCE:
            raise BadSignature
        if not hmac.compare_digest(self._digest(stamp, raw).encode(), parts.get("v1", "").encode()):
            raise BadSignature
        try:
            body: dict[str, Any] = json.loads(raw)
            known = str(body["type"]).startswith(("checkout.", "refund.", "dispute."))
            return [Hint(str(body["id"]), str(body["checkout"]) if known else "")]
        except (ValueError, KeyError, TypeError) as error:
            raise BadSignature from error

    def sign(self, raw: bytes, *, at: int | None = None) -> str:
        """The signature header of a webhook sent `at` (seconds since 1970; now by default)."""
        stamp = str(int(time.time()) if at is None else at)
        return f"t={stamp},v1={self._digest(stamp, raw)}"

    def deliver(self, *, event_id: str) -> None:
        """Send the webhook of an event over HTTP to our own door. A job: a failure is tried again."""
        import httpx  # noqa: PLC0415  a start has no use for it

        body = self._runner.read_sync(SYSTEM, bank.event_body, event_id=event_id)
        raw = json.dumps(body).encode()
        answer = httpx.post(
            f"{self._loopback}/webhooks/{self.name}",
            content=raw,
            headers={SIGNATURE_HEADER: self.sign(raw), "content-type": "application/json"},
            timeout=_TIMEOUT,
            trust_env=False,
        )
        answer.raise_for_status()

    def finish_later(self, *, ref: str, what: str) -> None:
        """What was to happen later happens. A job."""
        self._runner.run_sync(SYSTEM, play.finish_later, ref=ref, what=what)

    def _digest(self, stamp: str, raw: bytes) -> str:
        return hmac.new(self._secret, stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()


def connect(_: DemoSettings, site: Site) -> DemoGateway:
    """The demo provider; it needs nothing."""
    return DemoGateway(site.runner, secret=site.key, url=site.url, loopback=site.loopback, production=site.production)
