"""The text of the bank QR code on Russian invoices, GOST R 56042-2014, byte for byte."""

from studio_app.core.errors import Invalid
from studio_app.domain.invoices.schemas import InvoiceContent

_PREFIX = "ST00012"  # version 1, UTF-8
_SEPARATORS = "|~_#$^&*/`@%;"
_LIMITS = {"Name": 160, "BankName": 45, "Purpose": 210}


def gost_payload(content: InvoiceContent, *, purpose: str) -> str:
    """The fields of a transfer for `content` in the order of the standard; the sum is in kopecks.

    There is no escaping: the separator is a character that occurs in no value. Raises Invalid when
    every candidate occurs.
    """
    bank, seller = content.bank, content.seller
    fields = {
        "Name": bank.payee or seller.name,
        "PersonalAcc": bank.account,
        "BankName": bank.own_name or bank.name,
        "BIC": bank.bic,
        "CorrespAcc": bank.correspondent_account or "0",
        "Sum": str(content.total),
        "Purpose": purpose,
        "PayeeINN": seller.inn,
        "KPP": seller.kpp,
    }
    parts = [f"{name}={_cut(name, value)}" for name, value in fields.items() if value]
    separator = next((mark for mark in _SEPARATORS if all(mark not in part for part in parts)), None)
    if separator is None:
        raise Invalid(field="requisites", reason="bank_qr")
    return separator.join([_PREFIX + separator + parts[0], *parts[1:]])


def _cut(name: str, value: str) -> str:
    flat = " ".join(value.split())
    return flat[: _LIMITS[name]].rstrip() if name in _LIMITS else flat
