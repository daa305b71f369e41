"""The other side of the demo provider: its own books, its pay page's buttons, its events."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, func, select

from studio_app.adapters.payments.demo_tables import DemoCheckout, DemoEvent, DemoRefund
from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.payments.gateway import (
    CheckoutRequest,
    GatewayRefused,
    RemoteEntry,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.payments.ledger_models import EntryKind
from studio_app.domain.work import Work

LATER = timedelta(seconds=10)
"""How long "pay later" keeps the money on its way."""

_DISORDER = timedelta(seconds=3)


class Choice(StrEnum):
    """The buttons of the pay page."""

    PAY = "pay"
    DECLINE = "decline"
    LATER = "later"
    TWICE = "twice"
    DISORDER = "disorder"


@dataclass(frozen=True, slots=True)
class DemoPage:
    """What the pay page shows."""

    ref: str
    title: str
    amount: Money
    locale: str
    open: bool
    success_url: str
    cancel_url: str


def open_checkout(work: Work, *, request: CheckoutRequest, key: str) -> DemoCheckout:
    """A checkout under `key`; the same key with other words is refused, as real providers do."""
    known = work.session.exec(select(DemoCheckout).where(DemoCheckout.key == key)).first()
    if known is not None:
        if (known.attempt_id, known.amount, known.currency) != (
            request.attempt_id,
            request.amount.amount,
            request.amount.currency,
        ):
            raise GatewayRefused(problem="the key was used for another request")
        return known
    if request.expires_at <= work.now():
        raise GatewayRefused(problem="expires_at is in the past")
    checkout = DemoCheckout(
        ref=f"demo_{work.new_id()}",
        key=key,
        attempt_id=request.attempt_id,
        amount=request.amount.amount,
        currency=request.amount.currency,
        title=request.title,
        locale=request.locale,
        status=RemoteStatus.OPEN,
        success_url=request.success_url,
        cancel_url=request.cancel_url,
        created_at=work.now(),
        expires_at=request.expires_at,
    )
    work.session.add(checkout)
    return checkout


def look_up(work: Work, *, ref: str) -> RemoteState | None:
    """The state of a checkout with every movement of its money."""
    checkout = work.session.get(DemoCheckout, ref)
    return _state(work, checkout) if checkout is not None else None


def close(work: Work, *, ref: str) -> RemoteState | None:
    """Close an open checkout; what is paid or on its way stays so."""
    checkout = work.session.get(DemoCheckout, ref)
    if checkout is None:
        return None
    if checkout.status is RemoteStatus.OPEN:
        checkout.status = RemoteStatus.EXPIRED
    return _state(work, checkout)


def give_back(work: Work, *, ref: str, amount: Money, key: str) -> RemoteState | None:
    """Refund a part of a paid checkout, once per key, never more than was paid."""
    checkout = work.session.get(DemoCheckout, ref)
    if checkout is None:
        return None
    if work.session.exec(select(DemoRefund.ref).where(DemoRefund.key == key)).first() is None:
        back = work.session.exec(
            select(func.coalesce(func.sum(DemoRefund.amount), 0)).where(DemoRefund.checkout_ref == ref)
        ).one()
        left = checkout.amount - int(back) if checkout.status is RemoteStatus.PAID else 0
        if not 0 < amount.amount <= left or amount.currency != checkout.currency:
            raise GatewayRefused(problem="more than was paid")
        work.session.add(
            DemoRefund(ref=f"refund_{work.new_id()}", key=key, checkout_ref=ref, amount=amount.amount, at=work.now())
        )
        work.session.flush()
        _tell(work, checkout, "refund.created")
    return _state(work, checkout)


def opened_since(work: Work, *, moment: datetime) -> list[tuple[str, str]]:
    """(ref, attempt id) of the checkouts opened since `moment`."""
    return list(
        work.session.exec(
            select(DemoCheckout.ref, DemoCheckout.attempt_id).where(col(DemoCheckout.created_at) >= moment)
        )
    )


def pay_page(work: Work, *, ref: str) -> DemoPage:
    """What the pay page shows. Raises NotFound."""
    checkout = work.session.get(DemoCheckout, ref)
    if checkout is None:
        raise NotFound
    return DemoPage(
        ref=ref,
        title=checkout.title,
        amount=Money(checkout.amount, checkout.currency),
        locale=checkout.locale,
        open=checkout.status is RemoteStatus.OPEN and checkout.expires_at > work.now(),
        success_url=checkout.success_url,
        cancel_url=checkout.cancel_url,
    )


def choose(work: Work, *, ref: str, choice: Choice) -> str:
    """A button of the pay page was pressed; the address to go on to. Only the first press counts."""
    checkout = work.session.get(DemoCheckout, ref, with_for_update=True)
    if checkout is None:
        raise NotFound
    if checkout.status is RemoteStatus.OPEN and checkout.expires_at > work.now():
        _CHOICES[choice](work, checkout)
    return checkout.cancel_url if checkout.status is RemoteStatus.FAILED else checkout.success_url


def finish_later(work: Work, *, ref: str) -> None:
    """The money of "pay later" arrives. A job."""
    checkout = work.session.get(DemoCheckout, ref)
    if checkout is not None and checkout.status is RemoteStatus.PROCESSING:
        _pay(work, checkout)


def event_body(work: Work, *, event_id: str) -> dict[str, str | int]:
    """What the webhook of an event says. Raises NotFound."""
    event = work.session.get(DemoEvent, event_id)
    if event is None:
        raise NotFound
    return {"id": event.id, "type": event.kind, "checkout": event.checkout_ref, "created": int(event.at.timestamp())}


def _pay(work: Work, checkout: DemoCheckout) -> None:
    checkout.status, checkout.paid_at = RemoteStatus.PAID, work.now()
    _tell(work, checkout, "checkout.paid")


def _decline(work: Work, checkout: DemoCheckout) -> None:
    checkout.status = RemoteStatus.FAILED
    _tell(work, checkout, "checkout.failed")


def _pay_later(work: Work, checkout: DemoCheckout) -> None:
    checkout.status = RemoteStatus.PROCESSING
    _tell(work, checkout, "checkout.processing")
    work.jobs.enqueue(
        work.session,
        "finish_demo_payment",
        key=f"demo_later:{checkout.ref}",
        args={"ref": checkout.ref},
        at=work.now() + LATER,
    )


def _pay_and_tell_twice(work: Work, checkout: DemoCheckout) -> None:
    checkout.status, checkout.paid_at = RemoteStatus.PAID, work.now()
    event = _tell(work, checkout, "checkout.paid")
    _deliver(work, event, number=2, at=work.now() + _DISORDER)


def _pay_and_tell_in_disorder(work: Work, checkout: DemoCheckout) -> None:
    late = _event(work, checkout, "checkout.processing")
    _deliver(work, late, number=1, at=work.now() + _DISORDER)
    _pay(work, checkout)


_CHOICES: dict[Choice, Callable[[Work, DemoCheckout], None]] = {
    Choice.PAY: _pay,
    Choice.DECLINE: _decline,
    Choice.LATER: _pay_later,
    Choice.TWICE: _pay_and_tell_twice,
    Choice.DISORDER: _pay_and_tell_in_disorder,
}


def _event(work: Work, checkout: DemoCheckout, kind: str) -> DemoEvent:
    event = DemoEvent(id=f"event_{work.new_id()}", checkout_ref=checkout.ref, kind=kind, at=work.now())
    work.session.add(event)
    work.session.flush()
    return event


def _tell(work: Work, checkout: DemoCheckout, kind: str) -> DemoEvent:
    event = _event(work, checkout, kind)
    _deliver(work, event, number=1)
    return event


def _deliver(work: Work, event: DemoEvent, *, number: int, at: datetime | None = None) -> None:
    work.jobs.enqueue(
        work.session, "deliver_demo_webhook", key=f"demo:{event.id}:{number}", args={"event_id": event.id}, at=at
    )


def _state(work: Work, checkout: DemoCheckout) -> RemoteState:
    entries: list[RemoteEntry] = []
    if checkout.paid_at is not None:
        amount = Money(checkout.amount, checkout.currency)
        entries.append(RemoteEntry(f"pay_{checkout.ref}", EntryKind.PAYMENT, amount, checkout.paid_at))
    refunds = work.session.exec(
        select(DemoRefund).where(DemoRefund.checkout_ref == checkout.ref).order_by(col(DemoRefund.ref))
    )
    for refund in refunds:
        amount = Money(-refund.amount, checkout.currency)
        entries.append(RemoteEntry(refund.ref, EntryKind.REFUND, amount, refund.at))
    expired = checkout.status is RemoteStatus.OPEN and checkout.expires_at <= work.now()
    return RemoteState(
        ref=checkout.ref,
        attempt_id=checkout.attempt_id,
        status=RemoteStatus.EXPIRED if expired else checkout.status,
        amount=Money(checkout.amount, checkout.currency),
        live_mode=False,
        entries=tuple(entries),
        problem="declined" if checkout.status is RemoteStatus.FAILED else "",
    )
