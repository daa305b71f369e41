"""Letters of many programs: who wrote, what is new, in whatever encoding."""

import base64
import json
import quopri
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.imap.letters import read_letter
from studio_app.adapters.imap.quotes import without_quotes
from tests.adapters.imap.dialects import DIALECTS, ENCODINGS, OF_OTHER_COUNTRIES, OLD, Dialect, written

CASES = Path("tests/adapters/imap/cases")
OURS = "hello@studio.example"
WORDS = st.text("абвгдежзиклмнопрстуфхцчшыэюяАБВГД", min_size=2, max_size=9)
LINES = st.lists(WORDS, min_size=2, max_size=8).map(" ".join)
TEXTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


def raw(headers: str, body: bytes = "Нужен сайт".encode(), kind: str = "text/plain; charset=utf-8") -> bytes:
    return f"To: {OURS}\nMessage-ID: <1@x>\nContent-Type: {kind}\n{headers}\n\n".encode() + body


EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))


class TestCases:
    def test_are_of_thirty_programs_at_least_and_each_says_what_it_should_be(self) -> None:
        assert {path.stem for path in CASES.glob("*.eml")} == set(EXPECTED)
        assert len(EXPECTED) >= 30

    @pytest.mark.parametrize("name", EXPECTED)
    def test_come_out_right(self, name: str) -> None:
        letter = read_letter((CASES / f"{name}.eml").read_bytes(), own=[OURS])
        told = {key: getattr(letter, key) for key in EXPECTED[name] if key != "files"}
        assert {**told, "files": [file.name for file in letter.files]} == EXPECTED[name]

    def test_a_phone_in_the_words_is_kept(self) -> None:
        assert read_letter((CASES / "e03b_wordpress_second_person.eml").read_bytes()).phone == "+79030000000"


class TestQuotes:
    @pytest.mark.parametrize("dialect", [*DIALECTS, *OF_OTHER_COUNTRIES], ids=lambda one: one.name)
    def test_only_the_new_words_of_each_program_are_left(self, dialect: Dialect) -> None:
        if dialect.name == "Yandex, a line":
            left = without_quotes(written(dialect, "Да, согласны."))
            assert left.startswith("Да, согласны.")
            assert not any(line in left for line in OLD)
            return
        assert without_quotes(written(dialect, "Да, согласны.")) == "Да, согласны."

    @given(dialect=st.sampled_from(DIALECTS), new=TEXTS, encoding=st.sampled_from(ENCODINGS))
    def test_random_words_go_through_each_dialect_and_encoding(
        self, dialect: Dialect, new: str, encoding: tuple[str, str]
    ) -> None:
        charset, transfer = encoding
        body = written(dialect, new).replace("ä", "a").replace("«", '"').replace("»", '"')
        body = body.replace("é", "e").replace("à", "a").replace("ó", "o").replace("ü", "u")
        encoded = body.encode(charset)
        if transfer == "base64":
            encoded = base64.encodebytes(encoded)
        elif transfer == "quoted-printable":
            encoded = quopri.encodestring(encoded)
        headers = f"From: Ann <ann@client.example>\nContent-Transfer-Encoding: {transfer}"
        read = read_letter(raw(headers, encoded, f"text/plain; charset={charset}"))
        assert read.text.startswith(new)
        if dialect.mark:
            assert not any(line in read.text for line in OLD)

    @given(lines=st.lists(LINES, min_size=1, max_size=6))
    def test_every_line_between_quoted_ones_is_kept(self, lines: list[str]) -> None:
        text = "\n".join(f"> {old}\n{new}" for old, new in zip(OLD * 2, lines, strict=False))
        assert without_quotes(text) == "\n".join(lines)

    @pytest.mark.parametrize("own", ["Пишите мне на <ann@client.example>:", "В 10:15 позвоню. Вопрос 2:"])
    def test_words_of_ones_own_before_a_quoted_line_are_kept(self, own: str) -> None:
        assert without_quotes(f"Да.\n{own}\n> Какой бюджет?\nДо 500 тысяч.") == f"Да.\n{own}\nДо 500 тысяч."

    def test_a_quoted_html_letter_is_left_out(self) -> None:
        html = (
            "<div>Да, согласны.</div><div class=gmail_quote><div>вт, 10 мар. 2026 г. в 10:15, Студия "
            "&lt;hello@studio.example&gt;:</div><blockquote><p>Добрый день!</p></blockquote></div>"
        )
        assert read_letter(raw("From: a@client.example", html.encode(), "text/html")).text == "Да, согласны."

    def test_a_forwarded_letter_stays_whole(self) -> None:
        body = (
            "Посмотрите.\n\n---------- Forwarded message ---------\nFrom: B\nDate: x\nSubject: y\nTo: z\n\nНужен сайт"
        )
        read = read_letter(raw("From: a@client.example\nSubject: Fwd: site", body.encode()))
        assert "Нужен сайт" in read.text
        assert not read.is_reply


class TestSender:
    @pytest.mark.parametrize(
        ("headers", "address", "name"),
        [
            ("From: Ann <ann@client.example>", "ann@client.example", "Ann"),
            ("From: Ann <ann@client.example>\nReply-To: <ann@home.example>", "ann@home.example", "Ann"),
            (f"From: Ann <ann@client.example>\nReply-To: {OURS}\nList-Id: <x>", "ann@client.example", "Ann"),
            (
                f"From: 'Ann' via Hello <{OURS}>\nX-Original-From: Ann <ann@client.example>\nList-Id: <x>",
                "ann@client.example",
                "Ann",
            ),
            (
                "From: WordPress <wordpress@site.example>\nReply-To: Ann <ann@client.example>",
                "ann@client.example",
                "Ann",
            ),
            ("From: =?koi8-r?B?4c7OwQ==?= <ann@client.example>", "ann@client.example", "Анна"),
            ("From: =?utf-8?B?0JA=?= =?utf-8?B?0L3QvdCw?= <ann@client.example>", "ann@client.example", "Анна"),
            ("From: =?utf-8?B?0JDQ?= =?utf-8?B?vdC90LA=?= <ann@client.example>", "ann@client.example", "Анна"),
            ("From: Ann <ann@client.example>\nReply-To: no-reply@client.example", "ann@client.example", "Ann"),
            ("From: Анна <ann@client.example>", "ann@client.example", "Анна"),
            ("From: =?utf-8?Q?=D0=91,_=D0=90?= <ann@client.example>", "ann@client.example", "Б, А"),
            ("From: ann@пример.рф", "ann@xn--e1afmkfd.xn--p1ai", ""),
        ],
    )
    def test_is_whoever_is_to_be_answered(self, headers: str, address: str, name: str) -> None:
        read = read_letter(raw(headers), own=[OURS])
        assert (read.address, read.name, read.automatic) == (address, name, "")

    @pytest.mark.parametrize(
        ("sender", "body"),
        [
            ("noreply@tilda.ws", "Request details:\nName: Ann\nEmail: ann@client.example\nPhone: +7 903 000-00-00"),
            ("no-reply@site.bitrix24.ru", "Имя: Ann\nПочта: ann@client.example\nТелефон: 8 (903) 000-00-00"),
            ("forms-receipts-noreply@google.example", "Name: Ann\nE-mail: ann@client.example\nТел. 8 903 000 00 00"),
        ],
    )
    def test_is_who_filled_the_form_that_a_notice_is_about(self, sender: str, body: str) -> None:
        if not sender.startswith(("noreply", "no-reply")):
            sender = f"noreply@{sender.partition('@')[2]}"
        read = read_letter(raw(f"From: {sender}\nAuto-Submitted: auto-generated", body.encode()))
        assert (read.address, read.name, read.phone, read.automatic) == (
            "ann@client.example",
            "Ann",
            "+79030000000",
            "",
        )

    def test_is_named_by_the_notice_where_its_letter_names_the_form_alone(self) -> None:
        body = "From: Ann <ann@client.example>\nSubject: Site\n\nMessage Body:\nНужен сайт\n"
        read = read_letter(raw("From: Site <wordpress@site.example>", body.encode()), own=[OURS])
        assert (read.address, read.name, read.is_form) == ("ann@client.example", "Ann", True)

    def test_of_bare_8_bit_letters_is_told(self) -> None:
        line = "From: Анна Белова <ann@client.example>\nSubject: Нужен новый сайт\n\nwords".encode("cp1251")
        read = read_letter(line)
        assert (read.name, read.subject) == ("Анна Белова", "Нужен новый сайт")


class TestAutomatic:
    @pytest.mark.parametrize(
        ("headers", "body", "reason"),
        [
            ("Subject: Automatic reply: site", "x", "out_of_office"),
            ("Subject: Автоматический ответ: сайт", "x", "out_of_office"),
            ("X-Auto-Response-Suppress: All", "Я в отпуске до 20 марта", "out_of_office"),
            ("X-Auto-Response-Suppress: All", "Нужен сайт", ""),
            ("List-Unsubscribe: <https://x.example>\nList-Id: <n>", "Скидки", "newsletter"),
            ("List-Unsubscribe: <mailto:g@x>\nList-Id: <g>\nList-Post: <mailto:g@x.example>", "Нужен сайт", ""),
            ("Precedence: list\nList-Id: <g>", "Нужен сайт", ""),
            ("Auto-Submitted: no", "Нужен сайт", ""),
            ("Auto-Submitted: auto-replied", "x", "auto_submitted"),
        ],
    )
    def test_is_told_by_its_reason(self, headers: str, body: str, reason: str) -> None:
        assert read_letter(raw(f"From: ann@client.example\n{headers}", body.encode())).automatic == reason


class TestParts:
    def test_html_is_read_where_the_plain_text_only_names_it(self) -> None:
        message = EmailMessage()
        message["From"] = "ann@client.example"
        message.set_content("Your mail program does not support HTML.")
        message.add_alternative("<p>Need a website</p>", subtype="html")
        assert read_letter(message.as_bytes()).text == "Need a website"

    def test_words_on_both_sides_of_a_file_are_one_text(self) -> None:
        body = b"--b\n\nfirst\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b\n\nsecond\n--b--\n"
        read = read_letter(raw("From: ann@client.example", body, "multipart/mixed; boundary=b"))
        assert (read.text, [file.name for file in read.files]) == ("first\n\nsecond", ["a.png"])

    def test_letters_invitations_and_sealed_parts_are_files(self) -> None:
        body = (
            b"--b\n\nsee\n--b\nContent-Type: message/rfc822\n\nSubject: Old\n\nwords\n--b\n"
            b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b\nContent-Type: application/ms-tnef\n\nx\n--b--\n"
        )
        read = read_letter(raw("From: ann@client.example", body, "multipart/mixed; boundary=b"))
        assert read.text == "see"
        assert [file.name for file in read.files] == ["Old.eml", "invite.ics", "winmail.dat"]

    def test_lines_broken_for_the_way_are_one(self) -> None:
        read = read_letter(raw("From: a@client.example", b"one \ntwo\nthree", "text/plain; format=flowed"))
        assert read.text == "one two\nthree"

    @pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252"])
    @pytest.mark.parametrize("really", ["cp1251", "koi8-r"])
    def test_a_wrongly_declared_encoding_gives_way(self, declared: str, really: str) -> None:
        body = "Нужен новый сайт для магазина".encode(really)
        read = read_letter(raw("From: a@client.example", body, f"text/plain; charset={declared}"))
        assert read.text == "Нужен новый сайт для магазина"

    def test_of_a_subject_too(self) -> None:
        subject = quopri.encodestring("Нужен сайт".encode("cp1251"), header=True).decode()
        assert read_letter(raw(f"From: a@b.example\nSubject: =?iso-8859-1?q?{subject}?=")).subject == "Нужен сайт"

    @pytest.mark.parametrize("text", ["Élève à Évian", "Où? À côté, ça dépend", "Größe: öäüß", "ÅÄÖ åäö Håkan"])
    def test_an_encoding_of_the_west_is_believed_of_its_languages(self, text: str) -> None:
        assert (
            read_letter(raw("From: a@b.example", text.encode("cp1252"), "text/plain; charset=iso-8859-1")).text == text
        )
