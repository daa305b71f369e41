"""The port of payment providers. A webhook is a hint; what `fetch` says is the truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from studio_app.core.errors import StudioError
from studio_app.core.money import Money
from studio_app.domain.payments.ledger_models import EntryKind


class GatewayUnavailable(StudioError):
    """The provider did not answer, or not in time: nothing is known, ask again later."""

    code = "gateway_unavailable"
    status = 503


class GatewayRefused(StudioError):
    """The provider answered that it will not do this; asking again will not help."""

    code = "gateway_refused"
    status = 502


class BadSignature(StudioError):
    """A webhook that the provider did not sign, or signed too long ago."""

    code = "bad_signature"
    status = 400


class RemoteStatus(StrEnum):
    """Where a checkout stands at the provider."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """What a provider needs to let somebody pay one attempt. `title` is what the payer reads."""

    attempt_id: str
    invoice_id: str
    amount: Money
    title: str
    locale: str
    email: str
    success_url: str
    cancel_url: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout at the provider and the address at which to pay."""

    ref: str
    redirect_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RemoteEntry:
    """Money that moved at the provider: positive towards the studio, negative away from it."""

    ref: str
    kind: EntryKind
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class RemoteState:
    """The provider's truth about one checkout, with every movement of money so far."""

    ref: str
    attempt_id: str
    status: RemoteStatus
    amount: Money
    live_mode: bool
    entries: tuple[RemoteEntry, ...] = ()
    redirect_url: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something happened to the checkout or payment `ref` (empty: nothing that concerns us)."""

    event_id: str
    ref: str
    attempt_id: str = ""


class PaymentGateway(Protocol):
    """One provider. All calls may raise GatewayUnavailable; they block, so never inside a transaction."""

    name: str
    live_mode: bool

    def create(self, request: CheckoutRequest, *, key: str) -> Checkout:
        """Open a checkout; the same key gives the same one. Raises GatewayRefused."""
        ...

    def fetch(self, ref: str) -> RemoteState | None:
        """The truth about a checkout, by its ref or by the one of its payment; None: not ours."""
        ...

    def cancel(self, ref: str) -> RemoteState | None:
        """Close an open checkout and tell the truth afterwards: it may have been paid before."""
        ...

    def refund(self, ref: str, amount: Money, *, key: str) -> RemoteState | None:
        """Give back a part of what was paid at checkout `ref`. Raises GatewayRefused."""
        ...

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        """What an authentic webhook hints at; never empty. Raises BadSignature."""
        ...

    def list_since(self, moment: datetime) -> list[Hint]:
        """Checkouts and undelivered events of the provider since `moment`."""
        ...
