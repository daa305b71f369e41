"""The port of payment providers. A webhook is a hint; what `fetch` says is the truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from studio_app.core.errors import StudioError
from studio_app.core.money import Money, by_currency
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.kinds import DisputeStatus, RefundStatus, Way
from studio_app.domain.payments.providers.declines import Decline
from studio_app.domain.studio.kinds import EntityKind


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
    """Where a checkout stands at the provider; an attempt follows it under the same name (`AttemptStatus`)."""

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
    number: str  # of the invoice, for the payer's bank statement
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
class RemoteRefund:
    """A refund at the provider; `refund_id` is our row's, empty when somebody made it over there."""

    ref: str
    refund_id: str
    status: RefundStatus
    amount: Money  # positive
    at: datetime
    problem: str = ""

    def entries(self) -> tuple[RemoteEntry, ...]:
        """What it moved."""
        if self.status is not RefundStatus.SUCCEEDED:
            return ()
        return (RemoteEntry(self.ref, EntryKind.REFUND, -self.amount, self.at),)


@dataclass(frozen=True, slots=True)
class RemoteDispute:
    """A payer's objection at their bank. `withheld`: the money has been taken from us meanwhile."""

    ref: str
    status: DisputeStatus
    amount: Money  # positive
    at: datetime
    withheld: bool
    reason: str = ""
    answer_by: datetime | None = None

    def entries(self) -> tuple[RemoteEntry, ...]:
        """What it moved: withheld while it is open, given back when won; lost, it becomes a chargeback."""
        if not self.withheld:
            return ()
        taken = RemoteEntry(self.ref, EntryKind.DISPUTE, -self.amount, self.at)
        back = RemoteEntry(f"{self.ref}:{self.status.value}", EntryKind.DISPUTE, self.amount, self.at)
        if self.status is DisputeStatus.WON:
            return (taken, back)
        if self.status is DisputeStatus.LOST:
            return (taken, back, RemoteEntry(self.ref, EntryKind.CHARGEBACK, -self.amount, self.at))
        return (taken,)


@dataclass(frozen=True, slots=True)
class RemoteConversion:
    """A movement that the provider turned into the currency of the studio's account, at its own rate.

    `of` names the movement by ref and kind; `given` is its amount, `got` what that was there, of the same sign.
    """

    ref: str
    of: tuple[str, EntryKind]
    given: Money
    got: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class RemotePayout:
    """Money that the provider sent to the studio's bank account."""

    ref: str
    amount: Money
    status: str
    at: datetime
    arrives_on: date


class ConnectionProblem(StrEnum):
    """What is wrong between us and a provider."""

    UNREACHABLE = "unreachable"
    WRONG_KEY = "wrong_key"
    MISSING_RIGHT = "missing_right"  # a restricted key that may not do what we need
    NO_WEBHOOK = "no_webhook"  # nobody over there knows our address
    WEBHOOK_OFF = "webhook_off"
    WEBHOOK_EVENTS = "webhook_events"  # it does not tell all that we need to know
    MODE_MISMATCH = "mode_mismatch"  # the key and the webhook are not both live or both test
    NO_WEBHOOK_YET = "no_webhook_yet"  # nothing authentic has come in so far
    WEBHOOK_SILENT = "webhook_silent"  # payments were made, and nobody told us
    LOCAL_ADDRESS = "local_address"  # an address at which nobody outside of this machine reaches us


class Refusal(StrEnum):
    """Why a provider cannot take an amount."""

    CURRENCY = "currency"
    MINIMUM = "minimum"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class RemoteState:
    """The provider's truth about one checkout, with every movement of money so far."""

    ref: str
    attempt_id: str
    status: RemoteStatus
    amount: Money
    live_mode: bool
    entries: tuple[RemoteEntry, ...] = ()
    refunds: tuple[RemoteRefund, ...] = ()
    disputes: tuple[RemoteDispute, ...] = ()
    conversions: tuple[RemoteConversion, ...] = ()
    redirect_url: str = ""
    problem: str = ""
    way: Way | None = None
    receipt_url: str = ""
    fiscal_mark: str = ""

    @property
    def moved(self) -> dict[str, int]:
        """What it moved for the studio, before fees, in minor units by currency."""
        return by_currency(entry.amount for entry in self.entries if entry.kind is not EntryKind.FEE)

    @property
    def moved_as_asked(self) -> Money:
        """That of it which is in the currency in which the checkout asks."""
        return Money(self.moved.get(self.amount.currency, 0), self.amount.currency)


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
    pay_hosts: tuple[str, ...]  # origins to which a client is sent to pay: the page's policy allows no others

    def create(self, request: CheckoutRequest, *, key: str) -> Checkout:
        """Open a checkout; the same key gives the same one. Raises GatewayRefused."""
        ...

    def fetch(self, ref: str) -> RemoteState | None:
        """The truth about a checkout, by its ref or by the one of its payment; None: not ours."""
        ...

    def cancel(self, ref: str) -> RemoteState | None:
        """Close an open checkout and tell the truth afterwards: it may have been paid before."""
        ...

    def refund(self, ref: str, amount: Money, *, key: str, refund_id: str = "") -> RemoteState | None:
        """Give back a part of what was paid at checkout `ref`, under our id. Raises GatewayRefused."""
        ...

    def hand_over(self, ref: str, *, key: str) -> None:
        """Register what the law wants of payment `ref` once the work is handed over. Raises GatewayRefused."""
        ...

    def refusal(self, amount: Money) -> Refusal | None:
        """Why nobody can pay `amount` here; None when they can. Asks nobody."""
        ...

    def ways(self, amount: Money, *, seller: EntityKind) -> tuple[Way, ...]:
        """By what a client can pay `amount` to such a seller here, the usual one first; empty: not at all."""
        ...

    def decline(self, code: str) -> Decline:
        """What the `problem` of a failed checkout comes down to for the payer. Asks nobody."""
        ...

    def payouts_since(self, moment: datetime) -> list[RemotePayout]:
        """What was sent to the studio's bank account since `moment`."""
        ...

    def problems(self) -> list[ConnectionProblem]:
        """What is wrong with the connection; empty when all is well. Never raises."""
        ...

    def parse_webhook(self, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> list[Hint]:
        """What an authentic webhook hints at; never empty. Raises BadSignature."""
        ...

    def list_since(self, moment: datetime) -> list[Hint]:
        """Checkouts and undelivered events of the provider since `moment`."""
        ...
