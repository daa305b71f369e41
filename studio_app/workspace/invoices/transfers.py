"""How a typed bank transfer is to be booked, and how free money is to count."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.core.numbers import read_money
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.exchange import exchange, record_exchanged_transfer
from studio_app.domain.ledger.receipts import allocate
from studio_app.domain.ledger.schemas import Allocation
from studio_app.workspace.invoices.views import typed_date


def typed_transfer(answers: Mapping[str, str], *, currency: str) -> tuple[Callable[..., str], dict[str, Any]]:
    """How to book the transfer that a person has typed, and with what; `currency` is the invoice's. Raises Invalid."""
    amount = read_money(answers.get("amount", ""), currency, field="amount")
    seen = {
        "received_on": typed_date(answers.get("received_on", "")),
        "reference": answers.get("reference", ""),
    }
    came = answers.get("received", "").strip()
    if not came:
        return record_bank_transfer, {"amount": amount, **seen}
    code = answers.get("currency", "").strip().upper() or "RUB"
    if not re.fullmatch("[A-Z]{3}", code):
        raise Invalid(field="currency", reason="currency")
    exchanged = {
        "received": read_money(came, code, field="received"),
        **_worth(answers, amount),
    }
    return record_exchanged_transfer, {**exchanged, **seen}


def typed_allocation(
    answers: Mapping[str, str], *, currency: str, exchanges: bool
) -> tuple[Callable[..., Any], dict[str, Any]]:
    """How free money is to count for the chosen invoice in `currency`, another than the money's if it `exchanges`.

    Raises Invalid.
    """
    amount, invoice_id = read_money(answers.get("amount", ""), currency, field="amount"), answers.get("invoice", "")
    if exchanges:
        return exchange, {"invoice_id": invoice_id, **_worth(answers, amount)}
    return allocate, {"allocations": [Allocation(invoice_id, amount)]}


def _worth(answers: Mapping[str, str], amount: Money) -> dict[str, Any]:
    """The part that every dialog about another currency has: see components.exchanging."""
    return {"worth": amount, "closes": bool(answers.get("closes"))}
