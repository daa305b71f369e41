"""Letters as text."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.imap.letters import read_letter, text_of_html, without_quotes


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Мария Белова <Maria@Example.com>")
    message["Subject"] = "Нужен сайт"
    message["Message-ID"] = "<one@example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Здравствуйте!\n\nНужен магазин.\n")
    return message


class TestReadLetter:
    def test_tells_who_wrote_what(self) -> None:
        message = letter(In_Reply_To="<a@studio>", References="<r@studio> <a@studio>")
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="бриф.pdf")
        read = read_letter(message.as_bytes())
        assert (read.address, read.name, read.subject) == ("maria@example.com", "Мария Белова", "Нужен сайт")
        assert (read.text, read.answers) == ("Здравствуйте!\n\nНужен магазин.", ("<a@studio>", "<r@studio>"))
        assert [(file.name, file.content) for file in read.files] == [("бриф.pdf", b"%PDF-1.4")]
        assert not read.is_automatic

    def test_reads_html_without_its_scripts(self) -> None:
        message = EmailMessage()
        message["From"] = "a@example.com"
        message.set_content("<p>Привет,<br>цена?</p><script>alert(1)</script><style>p{}</style>", subtype="html")
        assert read_letter(message.as_bytes()).text == "Привет,\nцена?"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"List_Id": "<news.example.com>"},
            {"Return_Path": "<>"},
            {"sender": "MAILER-DAEMON@example.com"},
            {"sender": "no-reply@example.com"},
        ],
    )
    def test_knows_what_a_machine_wrote(self, headers: dict[str, str]) -> None:
        assert read_letter(letter(**headers).as_bytes()).is_automatic

    def test_names_a_letter_without_an_id_by_its_content(self) -> None:
        one, other = (read_letter(b"From: a@example.com\n\n" + text) for text in (b"one", b"other"))
        assert one.message_id != other.message_id

    @given(st.binary(max_size=400))
    def test_makes_something_of_anything(self, raw: bytes) -> None:
        assert read_letter(raw).message_id


class TestTextOfHtml:
    @given(st.text(max_size=200))
    def test_never_fails(self, html: str) -> None:
        assert "<script" not in text_of_html(f"<script>{html}</script>").lower() or "<script" in html.lower()


class TestWithoutQuotes:
    @pytest.mark.parametrize(
        ("text", "new"),
        [
            ("Да, подходит.\n\n> Когда удобно?", "Да, подходит."),
            ("Yes.\n\nOn Mon, 23 Nov 2026, Studio wrote:\n> When?", "Yes."),
            ("> Только цитата", "> Только цитата"),
        ],
    )
    def test_keeps_what_is_new(self, text: str, new: str) -> None:
        assert without_quotes(text) == new
