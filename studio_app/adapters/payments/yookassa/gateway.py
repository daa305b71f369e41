"""YooKassa: one redirect payment per attempt, cards, SBP and banks on its page (yookassa.ru/developers/api)."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from studio_app.adapters.payments.provider import Site
from studio_app.adapters.payments.yookassa.api import YooKassaApi
from studio_app.adapters.payments.yookassa.declines import CODES
from studio_app.adapters.payments.yookassa.provider import YOOKASSA
from studio_app.adapters.payments.yookassa.receipts import (
    MAX_DESCRIPTION,
    fiscal_mark,
    full_payment,
    needs_receipt,
    prepayment,
    value_of,
)
from studio_app.adapters.payments.yookassa.settings import YooKassaSettings
from studio_app.adapters.payments.yookassa.truth import (
    meta_of,
    moment_of,
    money_of,
    payment_entries,
    reason_of,
    status_of,
    way_of,
)
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.kinds import RefundStatus, Way
from studio_app.domain.payments.providers.declines import Decline, read_code
from studio_app.domain.payments.providers.fiscal import Fiscal, fiscal_of
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
    RemoteRefund,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.studio.kinds import EntityKind

NETWORKS = (
    "185.71.76.0/27",
    "185.71.77.0/27",
    "77.75.153.0/25",
    "77.75.156.11/32",
    "77.75.156.35/32",
    "77.75.154.128/25",
    "2a02:5180::/32",
)
"""Where notifications come from (yookassa.ru/developers/using-api/webhooks, "authenticity by address")."""

_LIFETIME = timedelta(hours=1)  # of a payment that nobody confirms; YooKassa then cancels it by itself
_MINIMUM = Money(100, "RUB")
_REFUNDS = {
    "pending": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "canceled": RefundStatus.FAILED,
}


class YooKassaGateway:
    """The shop behind `secret_key`. It tells nothing signed: what it sends is a hint, what it answers is the truth."""

    name = YOOKASSA.name
    pay_hosts: tuple[str, ...] = ("https://yoomoney.ru", "https://yookassa.ru")

    def __init__(
        self,
        *,
        shop_id: str,
        secret_key: str,
        fiscal: Callable[[str], Fiscal],
        receipts: bool = True,
        api_base: str = "",
        networks: Sequence[str] = NETWORKS,
        timeout: float = 20.0,
    ) -> None:
        """`fiscal` tells what a receipt says about an attempt; `receipts` is off for shops without a cash register."""
        self.live_mode = not secret_key.startswith("test_")
        self._api = YooKassaApi(shop_id=shop_id, secret_key=secret_key, base=api_base, timeout=timeout)
        self._fiscal = fiscal
        self._receipts = receipts
        self._networks = [ip_network(network) for network in networks]

    def close(self) -> None:
        """Give the connections back."""
        self._api.close()

    def create(self, request: CheckoutRequest, *, key: str) -> Checkout:
        """Open a payment; the same key gives the same one. Raises GatewayRefused, GatewayUnavailable."""
        body: dict[str, Any] = {
            "amount": value_of(request.amount),
            "capture": True,
            "confirmation": {
                "type": "redirect",
                "return_url": request.success_url,
                "locale": "ru_RU" if request.locale == "ru" else "en_US",
            },
            "description": request.title[:MAX_DESCRIPTION],
            "metadata": {"attempt_id": request.attempt_id, "invoice_id": request.invoice_id},
        }
        fiscal = self._fiscal(request.attempt_id)
        if self._receipts and needs_receipt(fiscal):
            body["receipt"] = prepayment(fiscal, request.amount)
        made = self._api.post("/payments", body, key=key)
        address = made.get("confirmation", {}).get("confirmation_url", "")
        if not address:
            raise GatewayRefused(problem=reason_of(made) or "no address to pay at")
        return Checkout(made["id"], address, moment_of(made["created_at"]) + _LIFETIME)

    def fetch(self, ref: str) -> RemoteState | None:
        """The truth about a payment; None: not ours."""
        found = self._api.get(f"/payments/{ref}")
        return None if found is None else self._state(found)

    def cancel(self, ref: str) -> RemoteState | None:
        """The truth about a payment. One that waits for its payer cannot be closed: it ends within the hour."""
        return self.fetch(ref)

    def refund(self, ref: str, amount: Money, *, key: str, refund_id: str = "") -> RemoteState | None:
        """Give back a part of payment `ref`, with its receipt. Raises GatewayRefused, GatewayUnavailable."""
        found = self._api.get(f"/payments/{ref}")
        if found is None:
            raise GatewayRefused(problem="not_found")
        body: dict[str, Any] = {
            "payment_id": ref,
            "amount": value_of(amount),
            "metadata": {"refund_id": refund_id},
        }
        fiscal = self._fiscal(meta_of(found, "attempt_id"))
        if self._receipts and needs_receipt(fiscal):
            body["receipt"] = prepayment(fiscal, amount)
        self._api.post("/refunds", body, key=key)
        return self.fetch(ref)

    def hand_over(self, ref: str, *, key: str) -> None:
        """Register the second receipt of payment `ref`, when the act is signed. Raises as `refund`."""
        state = self._api.get(f"/payments/{ref}")
        if state is None:
            raise GatewayRefused(problem="not_found")
        fiscal = self._fiscal(meta_of(state, "attempt_id"))
        left = money_of(state["amount"]) - money_of(state.get("refunded_amount") or {"value": "0", "currency": "RUB"})
        if self._receipts and needs_receipt(fiscal) and left.amount > 0:
            self._api.post("/receipts", full_payment(fiscal, left, payment_ref=ref), key=key)

    def refusal(self, amount: Money) -> Refusal | None:
        """Roubles only, one at least."""
        if amount.currency != _MINIMUM.currency:
            return Refusal.CURRENCY
        return Refusal.MINIMUM if amount < _MINIMUM else None

    def ways(self, amount: Money, *, seller: EntityKind) -> tuple[Way, ...]:
        """Cards, SBP and banks for roubles to a Russian seller."""
        return () if seller is EntityKind.FOREIGN or self.refusal(amount) else (Way.CARD, Way.SBP, Way.BANK)

    def payouts_since(self, moment: datetime) -> list[RemotePayout]:
        """None: YooKassa tells its settlements by registers sent to the shop, not by its API."""
        return []

    def problems(self) -> list[ConnectionProblem]:
        """What is wrong with the keys; where notifications go is told to nobody with these keys."""
        try:
            me = self._api.get("/me")
        except GatewayUnavailable:
            return [ConnectionProblem.UNREACHABLE]
        except GatewayRefused:
            return [ConnectionProblem.WRONG_KEY]
        if me is None or me.get("status") == "disabled":
            return [ConnectionProblem.MISSING_RIGHT]
        return [] if bool(me.get("test")) is not self.live_mode else [ConnectionProblem.MODE_MISMATCH]

    def decline(self, code: str) -> Decline:
        """What the reason of a cancelled payment comes down to for the payer."""
        return read_code(CODES, code)

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        """What a notification from YooKassa's own addresses is about. Raises BadSignature for any other."""
        if not self._is_yookassa(peer_ip):
            raise BadSignature
        try:
            body: dict[str, Any] = json.loads(raw)
            event, subject = str(body["event"]), body["object"]
            ref = str(subject["id"] if event.startswith("payment.") else subject.get("payment_id", ""))
            return [Hint(f"{event}:{subject['id']}"[:255], ref)]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSignature from error

    def list_since(self, moment: datetime) -> list[Hint]:
        """Payments opened, and payments refunded, since `moment`."""
        since = {"created_at.gte": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")}
        hints = [Hint("", row["id"], meta_of(row, "attempt_id")) for row in self._api.every("/payments", since)]
        return hints + [Hint("", row["payment_id"]) for row in self._api.every("/refunds", since)]

    def _is_yookassa(self, peer_ip: str) -> bool:
        try:
            address = ip_address(peer_ip)
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def _state(self, payment: Mapping[str, Any]) -> RemoteState:
        status = status_of(payment)
        refunds = tuple(self._refunds(payment)) if status is RemoteStatus.PAID else ()
        moved = [entry for refund in refunds for entry in refund.entries()]
        return RemoteState(
            ref=payment["id"],
            attempt_id=meta_of(payment, "attempt_id"),
            status=status,
            amount=money_of(payment["amount"]),
            live_mode=not payment.get("test", False),
            entries=(*payment_entries(payment), *moved) if status is RemoteStatus.PAID else (),
            refunds=refunds,
            redirect_url=(payment.get("confirmation") or {}).get("confirmation_url", ""),
            problem=reason_of(payment) if status is RemoteStatus.FAILED else "",
            way=way_of(payment) if status is RemoteStatus.PAID else None,
            fiscal_mark=self._fiscal_mark(payment) if status is RemoteStatus.PAID else "",
        )

    def _fiscal_mark(self, payment: Mapping[str, Any]) -> str:
        """The numbers of the fiscal receipt of a payment once it is registered; empty before, and where none is due."""
        if payment.get("receipt_registration") != "succeeded":
            return ""
        registered = (
            row
            for row in self._api.every("/receipts", {"payment_id": payment["id"]})
            if row.get("type") == "payment" and row.get("fiscal_document_number")
        )
        return fiscal_mark(next(registered, {}))

    def _refunds(self, payment: Mapping[str, Any]) -> Iterator[RemoteRefund]:
        for row in self._api.every("/refunds", {"payment_id": payment["id"]}):
            yield RemoteRefund(
                ref=row["id"],
                refund_id=meta_of(row, "refund_id"),
                status=_REFUNDS.get(row["status"], RefundStatus.PENDING),
                amount=money_of(row["amount"]),
                at=moment_of(row["created_at"]),
                problem=reason_of(row),
            )


def connect(settings: YooKassaSettings, site: Site) -> YooKassaGateway:
    """The shop in the settings; what a receipt says is read from our books."""
    return YooKassaGateway(
        shop_id=settings.shop_id,
        secret_key=settings.secret_key.get_secret_value(),
        fiscal=lambda attempt_id: site.runner.read_sync(SYSTEM, fiscal_of, attempt_id=attempt_id),
        receipts=settings.receipts,
        api_base=settings.api_base,
    )
