"""What YooKassa's documentation demands of requests (yookassa.ru/developers/api), checked by the letter. For tests.

The vendor's own package is asked, too: whatever its request classes refuse, or do not know, is wrong.
"""

import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the vendor's package and what it needs are older than their Python
    from yookassa.domain.request.payment_request import PaymentRequest
    from yookassa.domain.request.receipt_request import ReceiptRequest
    from yookassa.domain.request.refund_request import RefundRequest

_PAYMENT = {
    "amount",
    "capture",
    "confirmation",
    "description",
    "metadata",
    "receipt",
    "payment_method_data",
    "client_ip",
}
_REFUND = {"payment_id", "amount", "description", "metadata", "receipt"}
_RECEIPT = {
    "type",
    "payment_id",
    "refund_id",
    "customer",
    "items",
    "settlements",
    "send",
    "tax_system_code",
    "internet",
}
_ITEM = {"description", "quantity", "amount", "vat_code", "payment_subject", "payment_mode", "measure"}
_MODES = {
    "full_prepayment",
    "partial_prepayment",
    "advance",
    "full_payment",
    "partial_payment",
    "credit",
    "credit_payment",
}
_SUBJECTS = {"service", "job", "payment", "commodity", "composite", "another", "intellectual_activity"}
_SETTLEMENTS = {"cashless", "prepayment", "postpayment", "consideration"}


def check(path: str, body: dict[str, Any]) -> list[str]:
    """What is wrong with the body of a POST; empty when nothing is."""
    rules, oracle = {
        "/payments": (_payment, PaymentRequest),
        "/refunds": (_refund, RefundRequest),
        "/receipts": (_receipt, ReceiptRequest),
    }[path]
    found = list(rules(body))
    try:
        parsed = oracle(body)
        parsed.validate()
    except (TypeError, ValueError, AttributeError) as error:
        found.append(f"{oracle.__name__}: {error}")
    return found


def _payment(body: dict[str, Any]) -> Iterator[str]:
    yield from _unknown(body, _PAYMENT)
    yield from _amount(body.get("amount"), "amount")
    yield from _texts(body, description=128)
    yield from _metadata(body.get("metadata", {}))
    if body.get("capture") is not True:
        yield "capture must be true: money is taken at once"
    confirmation = body.get("confirmation", {})
    yield from _unknown(confirmation, {"type", "return_url", "locale", "enforce"}, "confirmation.")
    if confirmation.get("type") != "redirect" or not re.fullmatch(
        r"https://\S{1,2000}", confirmation.get("return_url", "")
    ):
        yield "confirmation must be a redirect with an address to come back to"
    if confirmation.get("locale", "ru_RU") not in {"ru_RU", "en_US"}:
        yield "confirmation.locale"
    if "receipt" in body:
        yield from _unknown(body["receipt"], {"customer", "items", "tax_system_code"}, "receipt.")
        yield from _goods(body["receipt"], body.get("amount", {}))


def _refund(body: dict[str, Any]) -> Iterator[str]:
    yield from _unknown(body, _REFUND)
    yield from _amount(body.get("amount"), "amount")
    yield from _texts(body, description=250)
    yield from _metadata(body.get("metadata", {}))
    if not 36 <= len(body.get("payment_id", "")) <= 36:
        yield "payment_id must have 36 characters"
    if "receipt" in body:
        yield from _goods(body["receipt"], body.get("amount", {}))


def _receipt(body: dict[str, Any]) -> Iterator[str]:
    yield from _unknown(body, _RECEIPT)
    if body.get("type") not in {"payment", "refund"}:
        yield "type"
    if body.get("send") is not True:
        yield "send must be true"
    settled = Decimal(0)
    for settlement in body.get("settlements", []):
        yield from _unknown(settlement, {"type", "amount"}, "settlements.")
        yield from _amount(settlement.get("amount"), "settlements.amount")
        if settlement.get("type") not in _SETTLEMENTS:
            yield "settlements.type"
        settled += Decimal(settlement["amount"]["value"])
    if any(item.get("payment_mode") not in {"full_payment", "partial_payment"} for item in body.get("items", [])):
        yield "a second receipt sets a prepayment off"
    yield from _goods(body, {"value": f"{settled:.2f}"})


def _goods(receipt: dict[str, Any], amount: dict[str, Any]) -> Iterator[str]:
    customer = receipt.get("customer", {})
    yield from _unknown(customer, {"full_name", "inn", "email", "phone"}, "customer.")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", customer.get("email", "a@b")) or not re.fullmatch(
        r"\d{11,15}", customer.get("phone", "79000000000")
    ):
        yield "customer"
    if not customer.get("email") and not customer.get("phone"):
        yield "customer needs an e-mail or a phone"
    items = receipt.get("items", [])
    if not 1 <= len(items) <= 80:
        yield "items"
    total = Decimal(0)
    for item in items:
        yield from _unknown(item, _ITEM, "items.")
        yield from _amount(item.get("amount"), "items.amount")
        yield from _texts(item, description=128)
        if not item.get("description") or not re.fullmatch(r"\d+\.\d{1,3}", item.get("quantity", "")):
            yield "items.description, items.quantity"
        if item.get("vat_code") not in range(1, 13):
            yield "items.vat_code"
        if item.get("payment_mode") not in _MODES or item.get("payment_subject") not in _SUBJECTS:
            yield "items.payment_mode, items.payment_subject"
        total += Decimal(item["amount"]["value"]) * Decimal(item["quantity"])
    if total != Decimal(amount.get("value", "0")):
        yield f"items add up to {total} instead of {amount.get('value')}"


def _amount(amount: Any, name: str) -> Iterator[str]:
    if not isinstance(amount, dict) or set(amount) != {"value", "currency"}:
        yield name
    elif not re.fullmatch(r"\d{1,10}\.\d{2}", str(amount["value"])) or not isinstance(amount["value"], str):
        yield f"{name}.value must be a decimal string"
    elif Decimal(amount["value"]) <= 0 or amount["currency"] != "RUB":
        yield f"{name} must be more than nothing, in roubles"


def _metadata(metadata: dict[str, Any]) -> Iterator[str]:
    if len(metadata) > 16:
        yield "metadata has more than 16 keys"
    for key, value in metadata.items():
        if len(key) > 32 or not isinstance(value, str) or len(value) > 512:
            yield f"metadata.{key}"


def _texts(body: dict[str, Any], **limits: int) -> Iterator[str]:
    for name, limit in limits.items():
        if len(body.get(name, "")) > limit:
            yield f"{name} is longer than {limit}"


def _unknown(body: dict[str, Any], known: set[str], where: str = "") -> Iterator[str]:
    for name in set(body) - known:
        yield f"{where}{name} is not known"
