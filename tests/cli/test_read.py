"""`read` shows what the product makes of a foreign input."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio_app.cli.main import main

CASES = Path("tests/adapters/bank/cases")
GERMAN = "DE89370400440532013000"
_LOADED = """
import sys
from studio_app.cli.main import main
main(sys.argv[1:])
heavy = {"reflex", "sqlmodel", "sqlalchemy", "fastapi", "pydantic", "openpyxl", "weasyprint"}
print("loaded:", *sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def read(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["read", *words])
    return code, json.loads(capsys.readouterr().out)


class TestStatement:
    def test_tells_every_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = read(capsys, "statement", str(CASES / "m06_german_account.sta"), "--account", GERMAN)
        assert (code, told["format"], told["account"], told["own"], told["problem"]) == (0, "mt940", GERMAN, True, None)
        assert told["lines"] == [
            {
                "line": 5,
                "day": "2026-03-10",
                "amount": "121.00",
                "currency": "EUR",
                "direction": "in",
                "account": GERMAN,
                "payer": "Beispiel GmbH",
                "payer_account": "DE44500105175407324931",
                "payer_inn": "",
                "purpose": "Rechnung 2026-0012",
                "reference": "",
                "state": "booked",
            }
        ]

    def test_another_account_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        path = str(CASES / "m06_german_account.sta")
        _, told = read(capsys, "statement", path, "--account", "NL91ABNA0417164300")
        assert (told["own"], told["lines"][0]["state"]) == (False, "other_account")

    def test_what_the_file_leaves_open_is_a_question_and_may_be_answered(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = str(CASES / "v04b_us_date_small_day.csv")
        _, told = read(capsys, "statement", path)
        assert [(one["about"], one["choices"]) for one in told["questions"]] == [
            ("date_order", ["day_first", "month_first"])
        ]
        _, told = read(capsys, "statement", path, "--date-order", "month_first")
        assert ([line["day"] for line in told["lines"]], told["questions"]) == (["2026-03-10"], [])

    def test_the_accounts_currency_stands_where_the_file_names_none(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        file = tmp_path / "table.csv"
        file.write_text("Date;Amount;Details\n2026-03-10;121,00;Invoice 12\n")
        _, told = read(capsys, "statement", str(file), "--currency", "eur")
        assert (told["lines"][0]["currency"], told["questions"]) == ("EUR", [])
        _, told = read(capsys, "statement", str(file))
        assert [one["about"] for one in told["questions"]] == ["currency"]

    def test_a_refusal_is_a_sentence(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = read(capsys, "statement", str(CASES / "c07_entry_lost.xml"), "--language", "ru")
        assert (code, told["reason"], told["line"], told["lines"]) == (1, "does_not_add_up", 2, [])
        assert told["problem"].startswith("Строка 2")


class TestTable:
    def test_tells_columns_and_rows(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        file = tmp_path / "list.csv"
        file.write_bytes("ФИО;Телефон;Заметка\nАнна;+7 999;Сайт\n".encode("cp1251"))
        code, told = read(capsys, "table", str(file))
        assert (code, told["kind"], told["encoding"], told["delimiter"]) == (0, "leads", "cp1251", ";")
        assert [column["holds"] for column in told["columns"]] == ["name", "phone", ""]
        assert told["rows"] == [{"line": 2, "cells": ["Анна", "+7 999", "Сайт"]}]

    def test_what_is_no_table_is_named(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        file = tmp_path / "list.pdf"
        file.write_bytes(b"%PDF-1.7")
        code, told = read(capsys, "table", str(file))
        assert (code, told["reason"]) == (1, "pdf")
        assert "PDF" in told["problem"]


class TestValues:
    @pytest.mark.parametrize(
        ("words", "value", "extension"),
        [
            (["phone", "8 (495) 123-45-67 доб. 12"], "+74951234567", "12"),
            (["phone", "0049 30 12345678"], "+493012345678", ""),
            (["phone", "030 12345678", "--country", "de"], "+493012345678", ""),
            (["email", "o'brien@example.ie"], "o'brien@example.ie", ""),
            (["email", "почта@пример.рф"], "почта@xn--e1afmkfd.xn--p1ai", ""),
            (["amount", "1,000,000.00 UAH"], "1000000.00", ""),
            (["amount", "1000", "--currency", "JPY"], "1000", ""),
            (["day", "29 ноября 2026"], "2026-11-29", ""),
            (["words", "1,000,000.00 UAH", "--language", "ru"], "Один миллион гривен 00 копеек", ""),
            (["words", "2.01", "--currency", "USD"], "Two US dollars, 01 cent", ""),
        ],
    )
    def test_are_read(self, words: list[str], value: str, extension: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = read(capsys, *words)
        assert (code, told["value"], told["extension"]) == (0, value, extension)
        assert (told["question"], told["problem"]) == (None, None)

    @pytest.mark.parametrize(
        ("words", "both"),
        [
            (["amount", "11.000"], ("11", "11000")),
            (["amount", "1000.505"], ("1000.5", "1000505")),
            (["words", "11.000"], ("11", "11000")),
            (["day", "03/10/2026"], ("2026-10-03", "2026-03-10")),
            (["phone", "49 30 12345678"], ("+493012345678", "+")),
        ],
    )
    def test_what_can_mean_two_things_is_a_question(
        self, words: list[str], both: tuple[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, told = read(capsys, *words)
        assert (code, told["value"], told["problem"]) == (0, None, None)
        assert all(one in told["question"] for one in both)

    @pytest.mark.parametrize("kind", ["phone", "email", "amount", "day", "words"])
    @pytest.mark.parametrize("text", ["", "what?"])
    def test_what_is_none_is_refused_with_a_sentence(
        self, kind: str, text: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, told = read(capsys, kind, text, "--language", "ru")
        assert (code, told["value"], told["question"]) == (1, None, None)
        assert told["problem"]


LETTERS = Path("tests/adapters/imap/cases")


class TestLetter:
    @pytest.mark.parametrize(
        ("name", "outcome", "reason"),
        [
            ("e01_google_group_list_id", "lead", None),
            ("e13_gmail_ru_reply", "reply", None),
            ("e17_exchange_ooo", "automatic", "out_of_office"),
        ],
    )
    def test_tells_what_becomes_of_it(
        self, name: str, outcome: str, reason: str | None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, told = read(capsys, "letter", str(LETTERS / f"{name}.eml"), "--address", "hello@studio.example")
        assert (code, told["outcome"], told["reason"], told["problem"]) == (0, outcome, reason, None)
        assert (told["name"], told["email"], told["files"]) == ("Ann", "ann@client.example", [])

    def test_our_own_and_nobodys_are_refused(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        path = str(LETTERS / "e01_google_group_list_id.eml")
        code, told = read(capsys, "letter", path, "--address", "ann@client.example")
        assert (code, told["outcome"], told["reason"]) == (1, "refused", "own")
        (tmp_path / "x.eml").write_bytes(b"Subject: x\n\nwords")
        code, told = read(capsys, "letter", str(tmp_path / "x.eml"), "--language", "ru")
        assert (code, told["reason"], bool(told["problem"])) == (1, "no_address", True)


class TestUse:
    @pytest.mark.parametrize(
        "words",
        [
            ["read", "statement", "/nowhere/at/all"],
            ["read", "statement", str(CASES / "m06_german_account.sta"), "--encoding", "rot13"],
        ],
    )
    def test_a_wrong_one_is_code_2(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(words) == 2
        assert capsys.readouterr().err

    @pytest.mark.parametrize(
        "words", [["read"], ["read", "picture", "x"], ["read", "statement", "x", "--currency", "E"]]
    )
    def test_an_unknown_kind_is_code_2(self, words: list[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2

    @pytest.mark.parametrize("kind", ["statement", "table", "phone", "email", "amount", "day", "words", "letter"])
    @pytest.mark.service
    def test_nothing_that_serves_the_site_is_loaded(self, kind: str) -> None:
        words = ["read", kind, str(CASES / "v01_cp1252_umlauts.csv")]
        done = subprocess.run([sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1].strip() == "loaded:"
