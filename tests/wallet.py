"""A fourth payment provider that lives in the tests only: a wallet of a town that nobody has been to.

Up to `WALLET` it is what would be its own package; `register` is its line in the registry with its words.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from studio_app.adapters.payments.provider import Provider, ProviderSettings, Site, Trace
from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.kinds import RefundStatus, Way
from studio_app.domain.payments.providers.declines import Decline, by_code, read_code
from studio_app.domain.payments.providers.gateway import (
    BadSignature,
    Checkout,
    CheckoutRequest,
    ConnectionProblem,
    GatewayRefused,
    Hint,
    Refusal,
    RemoteEntry,
    RemotePayout,
    RemoteRefund,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.studio.kinds import EntityKind

NO_MONEY = "purse_is_empty"
CODES = by_code({Decline.FUNDS: (NO_MONEY,)})
SECRET = "a secret that only the two of us know"


@dataclass
class Purchase:
    """A checkout in the wallet's own books."""

    ref: str
    request: CheckoutRequest
    status: RemoteStatus = RemoteStatus.OPEN
    problem: str = ""
    paid_at: datetime | None = None
    refunds: dict[str, RemoteRefund] = field(default_factory=dict)  # by key


class Wallet:
    """The other side: its books by key, and what it has told."""

    def __init__(self) -> None:
        self.purchases: dict[str, Purchase] = {}
        self.told: list[tuple[bytes, dict[str, str]]] = []

    def find(self, ref: str) -> Purchase | None:
        return next((one for one in self.purchases.values() if one.ref == ref), None)

    def move(self, ref: str, status: RemoteStatus, problem: str = "") -> None:
        """Something happens to a checkout, and the wallet tells of it."""
        purchase = self.find(ref)
        assert purchase is not None
        purchase.status, purchase.problem = status, problem
        if status is RemoteStatus.PAID:
            purchase.paid_at = datetime.now(UTC)
        raw = json.dumps({"id": f"told_{len(self.told)}", "about": ref}).encode()
        self.told.append((raw, {"wallet-signature": f"v1={_signed(raw, SECRET)}"}))


def _signed(raw: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


class WalletGateway:
    """Behind the port like all others; it asks `wallet` instead of a network."""

    name = "wallet"
    live_mode = False
    pay_hosts: tuple[str, ...] = ("https://wallet.example",)

    def __init__(self, *, secret: str, wallet: Wallet) -> None:
        self._secret, self._wallet = secret, wallet

    def create(self, request: CheckoutRequest, *, key: str) -> Checkout:
        known = self._wallet.purchases.setdefault(key, Purchase(f"w{len(self._wallet.purchases)}", request))
        return Checkout(known.ref, f"https://wallet.example/{known.ref}", request.expires_at)

    def fetch(self, ref: str) -> RemoteState | None:
        purchase = self._wallet.find(ref)
        return _state(purchase) if purchase else None

    def cancel(self, ref: str) -> RemoteState | None:
        purchase = self._wallet.find(ref)
        if purchase is not None and purchase.status is RemoteStatus.OPEN:
            purchase.status = RemoteStatus.EXPIRED
        return self.fetch(ref)

    def refund(self, ref: str, amount: Money, *, key: str, refund_id: str = "") -> RemoteState | None:
        purchase = self._wallet.find(ref)
        if purchase is None:
            return None
        back = sum(one.amount.amount for one in purchase.refunds.values())
        if key not in purchase.refunds:
            if amount.amount + back > purchase.request.amount.amount:
                raise GatewayRefused(problem="more than was paid")
            made = RemoteRefund(f"{ref}-{key}", refund_id, RefundStatus.SUCCEEDED, amount, datetime.now(UTC))
            purchase.refunds[key] = made
        return self.fetch(ref)

    def hand_over(self, ref: str, *, key: str) -> None:
        pass

    def refusal(self, amount: Money) -> Refusal | None:
        return None

    def ways(self, amount: Money, *, seller: EntityKind) -> tuple[Way, ...]:
        return (Way.CARD,)

    def decline(self, code: str) -> Decline:
        return read_code(CODES, code)

    def payouts_since(self, moment: datetime) -> list[RemotePayout]:
        return []

    def problems(self) -> list[ConnectionProblem]:
        return []

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        given = headers.get("wallet-signature", "").removeprefix("v1=")
        if not hmac.compare_digest(given.encode(), _signed(raw, self._secret).encode()):
            raise BadSignature
        body = json.loads(raw)
        return [Hint(body["id"], body["about"])]

    def list_since(self, moment: datetime) -> list[Hint]:
        return [Hint("", one.ref, one.request.attempt_id) for one in self._wallet.purchases.values()]


def _state(one: Purchase) -> RemoteState:
    amount, entries = one.request.amount, []
    if one.paid_at is not None:
        entries.append(RemoteEntry(f"{one.ref}-paid", EntryKind.PAYMENT, amount, one.paid_at))
    refunds = tuple(one.refunds.values())
    return RemoteState(
        ref=one.ref,
        attempt_id=one.request.attempt_id,
        status=one.status,
        amount=amount,
        live_mode=False,
        entries=(*entries, *(entry for refund in refunds for entry in refund.entries())),
        refunds=refunds,
        problem=one.problem,
        way=Way.CARD if one.paid_at else None,
    )


class WalletSettings(ProviderSettings):
    """The one thing that it needs."""

    model_config = SettingsConfigDict(env_prefix="STUDIO_WALLET_")
    needs: ClassVar[tuple[str, ...]] = ("secret",)

    secret: SecretStr = SecretStr("")


def connect(settings: WalletSettings, _: Site) -> WalletGateway:
    return WalletGateway(secret=settings.secret.get_secret_value(), wallet=THERE)


def shown_at(trace: Trace) -> str:
    return f"https://wallet.example/{trace.ref}"


THERE = Wallet()
"""The wallet that a studio in this process is connected to."""
WALLET = Provider("wallet", WalletSettings, "tests.wallet", shown_at=shown_at)
WORDS = {"name": "Wallet", "on_receipt": "Wallet", "hint": "Ask in town."}


@pytest.fixture
def wallet(monkeypatch: pytest.MonkeyPatch) -> Wallet:
    """The wallet, registered."""
    monkeypatch.setitem(PROVIDERS, WALLET.name, WALLET)
    for locale in LOCALES:
        for word, text in WORDS.items():
            monkeypatch.setitem(_texts(locale), f"provider.{WALLET.name}.{word}", (text,))
    THERE.__init__()
    return THERE


def _texts(locale: str) -> Any:
    return catalogue(locale)
