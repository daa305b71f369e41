"""What a client's document is called."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.documents.titles import disposition, document_title, file_name, receipt_title
from studio_app.domain.documents.kinds import DocumentKind


class TestTitle:
    @pytest.mark.parametrize(
        ("kind", "locale", "title"),
        [
            (DocumentKind.INVOICE, "en", "Invoice No. 2026-0007 — Studio"),
            (DocumentKind.INVOICE, "ru", "Счёт № 2026-0007 — Studio"),
            (DocumentKind.PROPOSAL, "ru", "Коммерческое предложение № 2026-0007 — Studio"),
            (DocumentKind.CONTRACT, "en", "Contract No. 2026-0007 — Studio"),
        ],
    )
    def test_says_kind_number_and_studio(self, kind: DocumentKind, locale: str, title: str) -> None:
        assert document_title(kind, "2026-0007", studio="Studio", locale=locale) == title

    def test_of_a_draft_has_no_number(self) -> None:
        assert document_title(DocumentKind.CONTRACT, "", studio="Studio", locale="en") == "Contract — Studio"

    def test_of_a_receipt_has_the_number_of_its_invoice(self) -> None:
        assert receipt_title("7", studio="Studio", locale="en") == "Payment receipt No. 7 — Studio"


class TestFileName:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Счёт № 7 — Студия «Ёлка»", "Счёт № 7 — Студия «Ёлка»"),
            ('Invoice 7/2026 — "A\\B": <x> | y? *', "Invoice 7 2026 — A B x y"),
            ("Invoice 7 — Studio Ltd.", "Invoice 7 — Studio Ltd"),
            ("Invoice\r\nSet-Cookie: x\0 — \u202efdp.exe", "Invoice Set-Cookie x — fdp.exe"),
        ],
    )
    def test_is_taken_by_every_system(self, title: str, name: str) -> None:
        assert file_name(title) == name

    @given(st.text(max_size=400), st.text(max_size=40))
    def test_never_breaks_the_header(self, title: str, plain: str) -> None:
        header = disposition(title, "pdf", plain=plain)
        assert header.isascii()
        assert header.isprintable()
        assert header.count('"') == 2
        name = unquote(header.partition("''")[2])
        assert 4 < len(name.encode()) <= 204
        assert not set(name) & set('<>:"/\\|?*\0\r\n')
        assert name.strip(". ") == name
