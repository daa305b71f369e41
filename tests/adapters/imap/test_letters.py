"""Letters as text."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.imap.html_text import text_of_html
from studio_app.adapters.imap.letter import Unreadable
from studio_app.adapters.imap.letters import read_letter
from studio_app.adapters.imap.quotes import without_quotes


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
            {"List_Id": "<news.example.com>", "List_Unsubscribe": "<https://example.com/u>"},
            {"Precedence": "auto_reply"},
            {"X_Autoreply": "yes"},
            {"Return_Path": "<>"},
            {"sender": "MAILER-DAEMON@example.com"},
            {"sender": "no-reply@example.com"},
        ],
    )
    def test_knows_what_a_machine_wrote(self, headers: dict[str, str]) -> None:
        assert read_letter(letter(**headers).as_bytes()).is_automatic

    def test_names_a_letter_with_an_endless_id_by_its_content(self) -> None:
        message = letter()
        message.replace_header("Message-ID", f"<{'x' * 500}@example.com>")
        read = read_letter(message.as_bytes())
        assert read.message_id.endswith("@content>")
        assert len(read.message_id) < 400

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


HEADERS = b"From: Ivan <ivan@example.com>\r\nMessage-ID: <a@b>\r\n"


class TestHostileLetter:
    @pytest.mark.parametrize(
        "rest",
        [
            b"Date: Fri, 31 Dec 9999 23:59:59 -1400\r\n\r\nwords",
            b"Content-Type: text/html\r\n\r\n<p>words</p><![x<p>",
        ],
    )
    def test_is_read_as_far_as_it_goes(self, rest: bytes) -> None:
        read = read_letter(HEADERS + rest)
        assert read.text == "words"
        assert read.at <= datetime.now(UTC)

    @pytest.mark.parametrize(
        "rest",
        [
            b"Content-Type: text/plain" + b"(" * 5000 + b"\r\n\r\nwords",
            b"Content-Disposition: " + b"(" * 5000 + b"\r\n\r\nwords",
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(999)),
        ],
        ids=["comment in a header", "comment in another", "letters in letters"],
    )
    def test_is_refused_by_one_error_and_stops_nobody_behind_it(self, rest: bytes) -> None:
        with pytest.raises(Unreadable):
            read_letter(HEADERS + rest)

    def test_brings_nothing_that_a_database_refuses(self) -> None:
        read = read_letter(
            b"From: a\x00b <i\x00@example.com>\r\nSubject: =?utf-8?q?a=00b?=\r\nMessage-ID: <a\x00b@c>\r\n"
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/pdf\r\n"
            b'Content-Disposition: attachment; filename="a\x00.pdf"\r\n\r\n%PDF\r\n--x--'
        )
        texts = [read.message_id, read.address, read.name, read.subject, *(file.name for file in read.files)]
        assert len(read.files) == 1
        assert not any("\x00" in text for text in texts)
