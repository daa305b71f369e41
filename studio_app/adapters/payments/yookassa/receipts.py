"""Fiscal receipts by 54-FZ in YooKassa's words (yookassa.ru/developers/54fz/parameters-values)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studio_app.core.money import Money
from studio_app.domain.payments.providers.fiscal import Fiscal
from studio_app.domain.payments.providers.gateway import GatewayRefused
from studio_app.domain.studio.kinds import EntityKind

_NO_VAT = 1
# rate in percent: the code for a finished service, and the one for money paid before it (the rate within the sum)
_VAT_CODES = {
    Decimal(20): (4, 6),
    Decimal(5): (7, 9),
    Decimal(7): (8, 10),
    Decimal(22): (11, 12),
}
MAX_DESCRIPTION = 128
"""Characters that YooKassa takes of what a payment or a line is about."""


def needs_receipt(fiscal: Fiscal) -> bool:
    """Whether the seller registers receipts through a cash register: the self-employed and foreigners do not."""
    return fiscal.seller in {EntityKind.COMPANY, EntityKind.ENTREPRENEUR}


def vat_code(rate: Decimal, *, prepaid: bool) -> int:
    """The code of a VAT rate; raises GatewayRefused for a rate that has none."""
    if not rate:
        return _NO_VAT
    codes = _VAT_CODES.get(rate.normalize() if rate != rate.to_integral_value() else Decimal(int(rate)))
    if codes is None:
        raise GatewayRefused(problem=f"no VAT code for {rate} %")
    return codes[1] if prepaid else codes[0]


def prepayment(fiscal: Fiscal, amount: Money) -> dict[str, Any]:
    """The receipt of money that comes before the work is handed over. Raises GatewayRefused without a contact."""
    mode = "full_prepayment" if fiscal.whole else "partial_prepayment"
    return {"customer": _customer(fiscal), "items": [_item(fiscal, amount, mode=mode, prepaid=True)]}


def full_payment(fiscal: Fiscal, amount: Money, *, payment_ref: str) -> dict[str, Any]:
    """The second receipt, when the work is handed over: it sets the prepayment off."""
    return {
        "type": "payment",
        "payment_id": payment_ref,
        "customer": _customer(fiscal),
        "items": [_item(fiscal, amount, mode="full_payment", prepaid=False)],
        "settlements": [{"type": "prepayment", "amount": value_of(amount)}],
        "send": True,
    }


def fiscal_mark(receipt: Mapping[str, Any]) -> str:
    """What finds a registered receipt at the tax service: storage, document and sign; empty when it is not all told."""
    parts = [str(receipt.get(f"fiscal_{name}", "")) for name in ("storage_number", "document_number", "attribute")]
    return "ФН {} · ФД {} · ФПД {}".format(*parts) if all(parts) else ""


def value_of(amount: Money) -> dict[str, str]:
    """An amount as YooKassa writes it: a decimal string."""
    return {"value": f"{amount.major:.2f}", "currency": amount.currency}


def _customer(fiscal: Fiscal) -> dict[str, str]:
    if fiscal.email:
        return {"email": fiscal.email}
    if fiscal.phone:
        return {"phone": fiscal.phone.lstrip("+")}
    raise GatewayRefused(problem="no e-mail and no phone for the receipt")


def _item(fiscal: Fiscal, amount: Money, *, mode: str, prepaid: bool) -> dict[str, Any]:
    return {
        "description": f"{fiscal.title}, № {fiscal.number}"[-MAX_DESCRIPTION:],
        "quantity": "1.00",
        "amount": value_of(amount),
        "vat_code": vat_code(fiscal.rate, prepaid=prepaid),
        "payment_subject": "service",
        "payment_mode": mode,
    }
