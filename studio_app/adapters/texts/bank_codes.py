"""The QR code by which an invoice is paid in a bank's app: GOST R 56042-2014 for roubles, EPC for euros."""

import base64
from functools import lru_cache
from io import BytesIO

import segno
from segno import helpers
from stdnum import iban

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.invoices.bank_qr import gost_payload
from studio_app.domain.invoices.schemas import InvoiceContent

_EPC_NAME = 70
_EPC_TEXT = 140


def bank_qr(content: InvoiceContent, locale: str) -> str:
    """The code as an SVG in a data address; empty for a draft or where no standard fits the account."""
    if not content.number or not content.bank.account or content.total <= 0:
        return ""
    code = _code(content, locale)
    if code is None:
        return ""
    picture = BytesIO()
    code.save(picture, kind="svg", border=2, xmldecl=False, nl=False)
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.getvalue()).decode()}"


def transfer_purpose(content: InvoiceContent, locale: str) -> str:
    """What the payer's bank writes into the transfer: the invoice, its date and the tax."""
    issued = fmt.short_day(content.issued_on, locale) if content.issued_on else ""
    tax = (
        translate(
            locale,
            "invoice.purpose_tax",
            rate=fmt.percent(content.tax_rate, locale),
            amount=format(content.money(content.tax).major, "f"),  # banks refuse signs like the rouble's
        )
        if content.tax
        else translate(locale, "invoice.purpose_no_tax")
    )
    return translate(locale, "invoice.purpose", number=content.number, day=issued, tax=tax).replace("\u00a0", " ")


def _code(content: InvoiceContent, locale: str) -> segno.QRCode | None:
    bank = content.bank
    if content.currency == "RUB" and bank.bic and bank.name:
        return _gost(gost_payload(content, purpose=transfer_purpose(content, "ru")))
    if content.currency == "EUR" and iban.is_valid(bank.account):
        return helpers.make_epc_qr(
            name=content.seller.name[:_EPC_NAME],
            iban=bank.account.replace(" ", ""),
            amount=content.money(content.total).major,
            text=transfer_purpose(content, locale)[:_EPC_TEXT],
            bic=bank.bic or None,
            encoding="utf-8",
        )
    return None


@lru_cache(maxsize=64)  # drawing the code takes longer than the rest of the page, and a page is opened again and again
def _gost(payload: str) -> segno.QRCode:
    return segno.make_qr(payload.encode(), error="m")
