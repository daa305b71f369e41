"""What Stripe's balance says of a payment: fees, and what was turned into the currency of the account.

A balance transaction is in the currency of the account, its source in the one in which the client paid;
what goes back is turned at the rate of that later day (docs.stripe.com/currencies/disputes-refunds).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from studio_app.adapters.payments.stripe.money import from_stripe
from studio_app.adapters.payments.stripe.truth import at, told_dispute
from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.providers.gateway import RemoteConversion, RemoteEntry


@dataclass(frozen=True, slots=True)
class Settled:
    """A balance transaction with the movement behind it."""

    row: Any  # an id, or nothing, while it is not settled: it comes with a later look
    ref: str
    kind: EntryKind
    amount: Money


def settled(session: Any, refunds: Sequence[Any], disputes: Sequence[Any]) -> Iterator[Settled]:
    """Every balance transaction behind a paid session, in the order in which money moved."""
    payment = session.payment_intent
    received = from_stripe(payment.amount_received, payment.currency)
    yield Settled(payment.latest_charge.balance_transaction, payment.id, EntryKind.PAYMENT, received)
    for row in refunds:
        amount = from_stripe(row.amount, row.currency)
        yield Settled(row.balance_transaction, row.id, EntryKind.REFUND, -amount)
        home = getattr(row, "failure_balance_transaction", None)
        yield Settled(home, f"{row.id}:failed", EntryKind.REFUND, amount)
    for row in disputes:
        dispute = told_dispute(row, payment)
        for moved in row.balance_transactions:
            if moved.amount < 0:
                yield Settled(moved, row.id, EntryKind.DISPUTE, -dispute.amount)
            else:
                yield Settled(moved, f"{row.id}:{dispute.status.value}", EntryKind.DISPUTE, dispute.amount)


def told_fees(rows: Sequence[Settled]) -> Iterator[RemoteEntry]:
    """What Stripe keeps for its service, or gives back of it."""
    for one in rows:
        fee = getattr(one.row, "fee", 0)
        if fee:
            yield RemoteEntry(one.row.id, EntryKind.FEE, -from_stripe(fee, one.row.currency), at(one.row.created))


def told_conversions(rows: Sequence[Settled]) -> Iterator[RemoteConversion]:
    """What Stripe turned into another currency than the client's."""
    for one in rows:
        currency = getattr(one.row, "currency", "")
        if currency and currency.upper() != one.amount.currency:
            got = from_stripe(one.row.amount, currency)
            yield RemoteConversion(one.row.id, (one.ref, one.kind), one.amount, got, at(one.row.created))
