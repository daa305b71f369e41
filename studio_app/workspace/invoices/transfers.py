"""How a typed bank transfer is to be booked."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from studio_app.adapters.texts.parse import money
from studio_app.core.errors import Invalid
from studio_app.domain.payments.bank import record_bank_transfer
from studio_app.domain.payments.exchange import record_exchanged_transfer
from studio_app.workspace.invoices.views import typed_date


def typed_transfer(answers: Mapping[str, str], *, currency: str) -> tuple[Callable[..., str], dict[str, Any]]:
    """How to book the transfer that a person has typed, and with what; `currency` is the invoice's. Raises Invalid."""
    amount = money(answers.get("amount", ""), currency, field="amount")
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
        "received": money(came, code, field="received"),
        "worth": amount,
        "closes": bool(answers.get("closes")),
    }
    return record_exchanged_transfer, {**exchanged, **seen}
