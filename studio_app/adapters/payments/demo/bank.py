"""The other side of the demo provider: its own books and its events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import col, func, select

from studio_app.adapters.payments.demo.tables import DemoCheckout, DemoDispute, DemoEvent, DemoRefund
from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.kinds import RefundStatus
from studio_app.domain.payments.providers.gateway import (
    CheckoutRequest,
    GatewayRefused,
    RemoteDispute,
    RemoteEntry,
    RemoteRefund,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.work import Work

_FEE = Decimal("0.025")
_TIME_TO_ANSWER = timedelta(days=7)


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


def give_back(work: Work, *, ref: str, amount: Money, key: str, refund_id: str = "") -> RemoteState | None:
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
            DemoRefund(
                ref=f"refund_{work.new_id()}",
                key=key,
                checkout_ref=ref,
                refund_id=refund_id,
                amount=amount.amount,
                at=work.now(),
            )
        )
        work.session.flush()
        tell(work, checkout, "refund.created")
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


def event_body(work: Work, *, event_id: str) -> dict[str, str | int]:
    """What the webhook of an event says. Raises NotFound."""
    event = work.session.get(DemoEvent, event_id)
    if event is None:
        raise NotFound
    return {"id": event.id, "type": event.kind, "checkout": event.checkout_ref, "created": int(event.at.timestamp())}


def new_event(work: Work, checkout: DemoCheckout, kind: str) -> DemoEvent:
    """An event in the provider's books, not told to anybody yet."""
    event = DemoEvent(id=f"event_{work.new_id()}", checkout_ref=checkout.ref, kind=kind, at=work.now())
    work.session.add(event)
    work.session.flush()
    return event


def tell(work: Work, checkout: DemoCheckout, kind: str) -> DemoEvent:
    """An event, and its webhook right after the commit."""
    event = new_event(work, checkout, kind)
    deliver(work, event, number=1)
    return event


def deliver(work: Work, event: DemoEvent, *, number: int, at: datetime | None = None) -> None:
    """Plan the webhook of an event; each `number` is a delivery of its own."""
    work.jobs.enqueue(
        work.session, "deliver_demo_webhook", key=f"demo:{event.id}:{number}", args={"event_id": event.id}, at=at
    )


def _state(work: Work, checkout: DemoCheckout) -> RemoteState:
    paid = Money(
        checkout.amount if checkout.told_amount is None else checkout.told_amount,
        checkout.told_currency or checkout.currency,
    )
    entries: list[RemoteEntry] = []
    if checkout.paid_at is not None:
        entries.append(RemoteEntry(f"pay_{checkout.ref}", EntryKind.PAYMENT, paid, checkout.paid_at))
        entries.append(RemoteEntry(f"fee_{checkout.ref}", EntryKind.FEE, -paid.times(_FEE), checkout.paid_at))
    refunds = tuple(_refunds(work, checkout))
    disputes = tuple(_disputes(work, checkout))
    expired = checkout.status is RemoteStatus.OPEN and checkout.expires_at <= work.now()
    return RemoteState(
        ref=checkout.ref,
        attempt_id=checkout.attempt_id,
        status=RemoteStatus.EXPIRED if expired else checkout.status,
        amount=paid,
        live_mode=False,
        entries=(*entries, *(entry for one in (*refunds, *disputes) for entry in one.entries())),
        refunds=refunds,
        disputes=disputes,
        problem=(checkout.problem or "declined") if checkout.status is RemoteStatus.FAILED else "",
        way=checkout.way if checkout.paid_at is not None else None,
    )


def _refunds(work: Work, checkout: DemoCheckout) -> Iterator[RemoteRefund]:
    rows = work.session.exec(
        select(DemoRefund).where(DemoRefund.checkout_ref == checkout.ref).order_by(col(DemoRefund.ref))
    )
    for row in rows:
        amount = Money(row.amount, checkout.currency)
        yield RemoteRefund(row.ref, row.refund_id, RefundStatus.SUCCEEDED, amount, row.at)


def _disputes(work: Work, checkout: DemoCheckout) -> Iterator[RemoteDispute]:
    rows = work.session.exec(
        select(DemoDispute).where(DemoDispute.checkout_ref == checkout.ref).order_by(col(DemoDispute.ref))
    )
    for row in rows:
        amount = Money(row.amount, checkout.currency)
        answer_by = row.at + _TIME_TO_ANSWER
        yield RemoteDispute(
            row.ref, row.status, amount, row.at, withheld=True, reason="fraudulent", answer_by=answer_by
        )
