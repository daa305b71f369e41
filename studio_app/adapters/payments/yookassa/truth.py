"""What YooKassa's answers mean: payments, refunds and amounts as they stand in its API."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.providers.gateway import GatewayUnavailable, RemoteEntry, RemoteStatus

_EXPIRED = frozenset({"expired_on_confirmation", "expired_on_capture", "canceled_by_merchant", "permission_revoked"})
_WAYS = {"bank_card": Way.CARD, "sbp": Way.SBP, "yoo_money": Way.CARD}


def payment_entries(payment: Mapping[str, Any]) -> Iterator[RemoteEntry]:
    """What a paid payment brought, and the fee that YooKassa has kept of it."""
    received, when = money_of(payment["amount"]), moment_of(payment.get("captured_at") or payment["created_at"])
    yield RemoteEntry(payment["id"], EntryKind.PAYMENT, received, when)
    income = payment.get("income_amount")
    fee = received - money_of(income) if income else Money.zero(received.currency)
    if fee.amount > 0:
        yield RemoteEntry(payment["id"], EntryKind.FEE, -fee, when)


def status_of(payment: Mapping[str, Any]) -> RemoteStatus:
    """How a payment stands."""
    match payment["status"]:
        case "succeeded":
            return RemoteStatus.PAID
        case "canceled":
            return RemoteStatus.EXPIRED if reason_of(payment) in _EXPIRED else RemoteStatus.FAILED
        case "waiting_for_capture":
            return RemoteStatus.PROCESSING
        case _:
            return RemoteStatus.OPEN


def way_of(payment: Mapping[str, Any]) -> Way | None:
    """How it was paid; None: not said yet."""
    kind = str((payment.get("payment_method") or {}).get("type", ""))
    return _WAYS.get(kind, Way.BANK) if kind else None


def reason_of(answer: Mapping[str, Any]) -> str:
    """Why it was cancelled, in the provider's code; empty: it was not, or for no reason."""
    return str((answer.get("cancellation_details") or {}).get("reason", ""))


def meta_of(answer: Mapping[str, Any], key: str) -> str:
    """What we had noted in it; empty: nothing."""
    return str((answer.get("metadata") or {}).get(key, ""))


def money_of(amount: Mapping[str, Any]) -> Money:
    """An amount. Raises GatewayUnavailable when it is no number."""
    try:
        return Money.from_major(Decimal(str(amount["value"])), str(amount["currency"]))
    except InvalidOperation as error:
        raise GatewayUnavailable from error


def moment_of(text: str) -> datetime:
    """A moment as the API writes it."""
    return datetime.fromisoformat(text)
