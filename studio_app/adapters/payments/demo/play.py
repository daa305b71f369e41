"""The buttons of the demo's pay page: everything that happens at real providers, on demand."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from sqlmodel import select

from studio_app.adapters.payments.demo.bank import deliver, give_back, new_event, tell
from studio_app.adapters.payments.demo.declines import NO_MONEY, NOT_PROVED
from studio_app.adapters.payments.demo.tables import DemoCheckout, DemoDispute
from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.payments.kinds import DisputeStatus, Way
from studio_app.domain.payments.providers.gateway import RemoteStatus
from studio_app.domain.work import Work

LATER = timedelta(seconds=10)
"""How long what comes "later" takes."""

_DISORDER = timedelta(seconds=3)


class Choice(StrEnum):
    """The buttons of the pay page."""

    PAY = "pay"
    SBP = "sbp"
    DECLINE = "decline"
    NO_MONEY = "no_money"
    NOT_PROVED = "not_proved"  # the payer's bank asked for a confirmation and got none
    LATER = "later"  # the money is on its way, then there
    LATER_FAILED = "later_failed"  # the money is on its way, then not
    TWICE = "twice"
    DISORDER = "disorder"
    EXPIRED = "expired"  # the checkout is over, then the money comes after all
    REFUNDED = "refunded"  # somebody gives half of it back on the provider's side
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    AMOUNT = "amount"  # another sum than asked for
    CURRENCY = "currency"


def choose(work: Work, *, ref: str, choice: Choice) -> str:
    """A button of the pay page was pressed; the address to go on to. Only the first press counts."""
    checkout = work.session.get(DemoCheckout, ref, with_for_update=True)
    if checkout is None:
        raise NotFound
    if checkout.status is RemoteStatus.OPEN and checkout.expires_at > work.now():
        _CHOICES[choice](work, checkout)
    return checkout.cancel_url if checkout.status is RemoteStatus.FAILED else checkout.success_url


def finish_later(work: Work, *, ref: str, what: str = "paid") -> None:
    """What was to happen later happens now. A job."""
    checkout = work.session.get(DemoCheckout, ref, with_for_update=True)
    if checkout is not None:
        _LATER[what](work, checkout)


def _pay(work: Work, checkout: DemoCheckout) -> None:
    checkout.status, checkout.paid_at = RemoteStatus.PAID, work.now()
    tell(work, checkout, "checkout.paid")


def _pay_by_sbp(work: Work, checkout: DemoCheckout) -> None:
    checkout.way = Way.SBP
    _pay(work, checkout)


def _decline(work: Work, checkout: DemoCheckout, *, problem: str = "") -> None:
    checkout.status, checkout.problem = RemoteStatus.FAILED, problem
    tell(work, checkout, "checkout.failed")


def _process(work: Work, checkout: DemoCheckout, *, then: str) -> None:
    checkout.status = RemoteStatus.PROCESSING
    tell(work, checkout, "checkout.processing")
    _plan(work, checkout, then)


def _pay_and_tell_twice(work: Work, checkout: DemoCheckout) -> None:
    checkout.status, checkout.paid_at = RemoteStatus.PAID, work.now()
    event = tell(work, checkout, "checkout.paid")
    deliver(work, event, number=2, at=work.now() + _DISORDER)


def _pay_and_tell_in_disorder(work: Work, checkout: DemoCheckout) -> None:
    late = new_event(work, checkout, "checkout.processing")
    deliver(work, late, number=1, at=work.now() + _DISORDER)
    _pay(work, checkout)


def _expire_and_pay(work: Work, checkout: DemoCheckout) -> None:
    checkout.status = RemoteStatus.EXPIRED
    tell(work, checkout, "checkout.expired")
    _plan(work, checkout, "paid")


def _pay_another(work: Work, checkout: DemoCheckout, *, amount: int, currency: str = "") -> None:
    checkout.told_amount, checkout.told_currency = amount, currency
    _pay(work, checkout)


def _pay_then(work: Work, checkout: DemoCheckout, *, then: str) -> None:
    _pay(work, checkout)
    _plan(work, checkout, then)


_CHOICES: dict[Choice, Callable[[Work, DemoCheckout], None]] = {
    Choice.PAY: _pay,
    Choice.SBP: _pay_by_sbp,
    Choice.DECLINE: _decline,
    Choice.NO_MONEY: lambda work, checkout: _decline(work, checkout, problem=NO_MONEY),
    Choice.NOT_PROVED: lambda work, checkout: _decline(work, checkout, problem=NOT_PROVED),
    Choice.LATER: lambda work, checkout: _process(work, checkout, then="paid"),
    Choice.LATER_FAILED: lambda work, checkout: _process(work, checkout, then="failed"),
    Choice.TWICE: _pay_and_tell_twice,
    Choice.DISORDER: _pay_and_tell_in_disorder,
    Choice.EXPIRED: _expire_and_pay,
    Choice.REFUNDED: lambda work, checkout: _pay_then(work, checkout, then="refunded"),
    Choice.DISPUTE_WON: lambda work, checkout: _pay_then(work, checkout, then="disputed_won"),
    Choice.DISPUTE_LOST: lambda work, checkout: _pay_then(work, checkout, then="disputed_lost"),
    Choice.AMOUNT: lambda work, checkout: _pay_another(work, checkout, amount=checkout.amount - 1),
    Choice.CURRENCY: lambda work, checkout: _pay_another(
        work, checkout, amount=checkout.amount, currency="EUR" if checkout.currency != "EUR" else "USD"
    ),
}


def _money_comes(work: Work, checkout: DemoCheckout) -> None:
    if checkout.status in {RemoteStatus.PROCESSING, RemoteStatus.EXPIRED}:
        _pay(work, checkout)


def _money_fails(work: Work, checkout: DemoCheckout) -> None:
    if checkout.status is RemoteStatus.PROCESSING:
        _decline(work, checkout)


def _refund_half(work: Work, checkout: DemoCheckout) -> None:
    half = Money(max(1, checkout.amount // 2), checkout.currency)
    give_back(work, ref=checkout.ref, amount=half, key=f"over there {checkout.ref}")


def _dispute(work: Work, checkout: DemoCheckout, *, then: str) -> None:
    if work.session.exec(select(DemoDispute.ref).where(DemoDispute.checkout_ref == checkout.ref)).first():
        return
    ref = f"dispute_{work.new_id()}"
    work.session.add(
        DemoDispute(
            ref=ref, checkout_ref=checkout.ref, status=DisputeStatus.OPEN, amount=checkout.amount, at=work.now()
        )
    )
    tell(work, checkout, "dispute.opened")
    _plan(work, checkout, then)


def _decide(work: Work, checkout: DemoCheckout, *, status: DisputeStatus) -> None:
    found = work.session.exec(select(DemoDispute).where(DemoDispute.checkout_ref == checkout.ref)).first()
    if found is not None and found.status is DisputeStatus.OPEN:
        found.status = status
        tell(work, checkout, f"dispute.{status.value}")


_LATER: dict[str, Callable[[Work, DemoCheckout], None]] = {
    "paid": _money_comes,
    "failed": _money_fails,
    "refunded": _refund_half,
    "disputed_won": lambda work, checkout: _dispute(work, checkout, then="won"),
    "disputed_lost": lambda work, checkout: _dispute(work, checkout, then="lost"),
    "won": lambda work, checkout: _decide(work, checkout, status=DisputeStatus.WON),
    "lost": lambda work, checkout: _decide(work, checkout, status=DisputeStatus.LOST),
}


def _plan(work: Work, checkout: DemoCheckout, what: str) -> None:
    work.jobs.enqueue(
        work.session,
        "finish_demo_payment",
        key=f"demo_later:{checkout.ref}:{what}",
        args={"ref": checkout.ref, "what": what},
        at=work.now() + LATER,
    )
