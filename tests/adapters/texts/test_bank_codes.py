"""The QR code of an invoice is read back byte for byte; amounts are written as accountants write them."""

from base64 import b64decode
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import segno
import zxingcpp
from PIL import Image

from studio_app.adapters.texts.amount_words import amount_in_words
from studio_app.adapters.texts.bank_codes import _code, bank_qr
from studio_app.core.money import Money
from studio_app.domain.invoices.bank_qr import gost_payload
from studio_app.domain.invoices.schemas import Bank, InvoiceContent, Party
from studio_app.domain.studio.kinds import EntityKind, TaxRegime


def invoice(**change: object) -> InvoiceContent:
    fields: dict[str, object] = {
        "number": "2026-0007",
        "issued_on": date(2026, 11, 23),
        "due_on": date(2026, 11, 28),
        "title": "Сайт",
        "seller": Party(name="ООО «Студия»", inn="7707083893", kpp="770701001"),
        "seller_kind": EntityKind.COMPANY,
        "bank": Bank(
            name="ПАО СБЕРБАНК",
            bic="044525225",
            account="40702810138250123017",
            correspondent_account="30101810400000000225",
        ),
        "buyer": Party(name="ООО «Ромашка»"),
        "lines": [],
        "currency": "RUB",
        "net": 100_000,
        "tax": 22_000,
        "total": 122_000,
        "tax_regime": TaxRegime.VAT_GENERAL,
        "tax_rate": Decimal(22),
        "share_percent": Decimal(100),
    }
    return InvoiceContent.model_validate({**fields, **change})


def read(code: segno.QRCode) -> bytes:
    image = BytesIO()
    code.save(image, kind="png", scale=4, border=4)
    with Image.open(image) as picture:
        found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    return found[0].bytes


class TestGostCode:
    def test_is_read_back_byte_for_byte(self) -> None:
        code = _code(invoice(), "ru")
        assert code is not None
        assert read(code).decode() == (
            "ST00012|Name=ООО «Студия»|PersonalAcc=40702810138250123017|BankName=ПАО СБЕРБАНК|BIC=044525225"
            "|CorrespAcc=30101810400000000225|Sum=122000"
            "|Purpose=Оплата по счёту № 2026-0007 от 23.11.2026. В т. ч. НДС 22 % - 220.00"
            "|PayeeINN=7707083893|KPP=770701001"
        )

    def test_takes_a_separator_that_occurs_in_no_value(self) -> None:
        payload = gost_payload(invoice(seller=Party(name="A|B")), purpose="~")
        assert payload.startswith("ST00012_Name=A|B_PersonalAcc=")

    def test_keeps_to_the_lengths_of_the_standard(self) -> None:
        payload = gost_payload(invoice(seller=Party(name="ю" * 300)), purpose="я" * 300)
        fields = dict(part.split("=", 1) for part in payload.split("|")[1:])
        assert (len(fields["Name"]), len(fields["Purpose"])) == (160, 210)

    def test_writes_zero_for_a_missing_correspondent_account(self) -> None:
        assert "|CorrespAcc=0|" in gost_payload(invoice(bank=Bank(name="ФК", bic="1", account="2")), purpose="")

    def test_is_a_picture_that_page_and_pdf_may_show(self) -> None:
        kind, _, code = bank_qr(invoice(), "ru").partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert b64decode(code).startswith(b"<svg ")

    def test_a_draft_has_none(self) -> None:
        assert bank_qr(invoice(number=""), "ru") == ""


class TestEpcCode:
    BANK = Bank(name="Bank", bic="COBADEFFXXX", account="DE89 3704 0044 0532 0130 00")

    def test_is_read_back(self) -> None:
        content = invoice(currency="EUR", bank=self.BANK, seller=Party(name="Studio GmbH"), tax=0)
        code = _code(content, "en")
        assert code is not None
        lines = read(code).decode().split("\n")
        assert lines[:3] == ["BCD", "002", "1"]
        assert lines[4:8] == ["COBADEFFXXX", "Studio GmbH", "DE89370400440532013000", "EUR1220"]

    def test_wrong_checksum_gives_none(self) -> None:
        broken = self.BANK.model_copy(update={"account": "DE89370400440532013001"})
        assert bank_qr(invoice(currency="EUR", bank=broken), "en") == ""


class TestAmountInWords:
    @pytest.mark.parametrize(
        ("amount", "currency", "locale", "words"),
        [
            (100_105, "RUB", "ru", "Одна тысяча один рубль 05 копеек"),
            (200_00, "RUB", "ru", "Двести рублей 00 копеек"),
            (2_222_22, "RUB", "ru", "Две тысячи двести двадцать два рубля 22 копейки"),
            (1_000_000_01, "RUB", "ru", "Один миллион рублей 01 копейка"),
            (122_050, "EUR", "en", "One thousand, two hundred and twenty euro, 50 cents"),
            (5_00, "XXX", "en", "Five 00/100 XXX"),
            (1_500, "JPY", "ru", "Одна тысяча пятьсот японских иен"),
            (1_234, "KWD", "en", "One Kuwaiti dinar, 234 fils"),
        ],
    )
    def test_says(self, amount: int, currency: str, locale: str, words: str) -> None:
        assert amount_in_words(Money(amount, currency), locale) == words
