"""The balance of our Stripe: its transactions, in the currency in which the account is kept."""

import copy
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from studio_app.core.money import round_half_up
from tests.adapters.payments.stripe.requests import FIXTURES


@dataclass
class Books:
    """`currency` is the account's, empty: each is kept as it is. `rate` is what one unit of another is worth in it."""

    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    currency: str = ""
    rate: Decimal = Decimal(1)

    def moved(self, source: str, kind: str, amount: int, currency: str, *, fee: int = 0) -> dict[str, Any]:
        """A transaction; `amount` in `currency`, the fee in what the account is kept in."""
        converts = self.currency not in {"", currency}
        settled = round_half_up(amount * self.rate) if converts else amount
        row = copy.deepcopy(FIXTURES["balance_transaction"])
        row.update(
            id=f"txn_{next(self.ids)}",
            source=source,
            type=kind,
            amount=settled,
            fee=fee,
            net=settled - fee,
            currency=self.currency if converts else currency,
            exchange_rate=float(self.rate) if converts else None,
            created=int(time.time()),
            available_on=int(time.time()) + 2 * 24 * 3600,
        )
        self.rows.append(row)
        return row


def folded(row: dict[str, Any], *, expanded: list[str]) -> dict[str, Any]:
    """A refund as it is told: its transactions by their ids, unless they are asked for."""
    told = copy.deepcopy(row)
    for name in ("balance_transaction", "failure_balance_transaction"):
        if told.get(name) and f"data.{name}" not in expanded:
            told[name] = told[name]["id"]
    return told
