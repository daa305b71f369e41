"""A table is read from whatever a spreadsheet or another system has written."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from studio_app.adapters.tables.columns import WORDS
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.read import Table, read_table
from studio_app.adapters.tables.write import csv_lines, xlsx
from studio_app.domain.imports.kinds import ImportKind

LEADS = WORDS[ImportKind.LEADS]
TEXT = (
    "Выгрузка из CRM\n\nФИО;Эл. почта;Телефон (моб.);Комментарий;Источник\nАнна;a@les.example;+7 999;Нужен сайт;Avito\n"
)


def read(raw: bytes, *, limit: int = 100) -> Table:
    return read_table(raw, LEADS, limit=limit)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.create_sheet("empty", 0)
    for row in rows:
        book["Sheet"].append(row)
    book.save(out)
    return out.getvalue()


class TestReadTable:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r", "utf-16"])
    def test_finds_encoding_delimiter_headings_and_columns(self, encoding: str) -> None:
        table = read(TEXT.encode(encoding))
        assert dict(table.columns) == {"name": 0, "email": 1, "phone": 2, "message": 3, "channel": 4}
        assert table.rows == ((4, ("Анна", "a@les.example", "+7 999", "Нужен сайт", "Avito")),)

    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_knows_english_headings_too(self, mark: str) -> None:
        raw = f"Full name{mark}E-mail{mark}Phone number\nAnn{mark}a@b.example{mark}+44 20\n".encode()
        assert dict(read(raw).columns) == {"name": 0, "email": 1, "phone": 2}

    def test_reads_the_first_sheet_of_a_workbook_that_holds_something(self) -> None:
        table = read(
            workbook([["Имя", "Телефон", "ИНН"], ["Анна", 79161234567.0, None], [], ["Олег", None, 7707083893]])
        )
        assert table.rows == ((2, ("Анна", "79161234567")), (4, ("Олег", "", "7707083893")))

    def test_reads_a_single_column_it_knows(self) -> None:
        assert read(b"email\na@b.example\n").rows == ((2, ("a@b.example",)),)

    @pytest.mark.parametrize("raw", [b"", b"just words\nmore words", b"\x00\x01\x02", b"PK\x03\x04broken"])
    def test_refuses_what_is_no_table(self, raw: bytes) -> None:
        with pytest.raises(BadTable):
            read(raw)

    def test_refuses_more_rows_than_it_may_have(self) -> None:
        for raw in (b"name,email\n" + b"a,b\n" * 11, workbook([["name", "email"], *[["a", "b"]] * 11])):
            with pytest.raises(BadTable) as refused:
                read(raw, limit=10)
            assert refused.value.reason == "too_many"

    def test_passes_over_any_number_of_empty_lines_and_still_counts_them(self) -> None:
        table = read(b"name;phone\n" + b" ;\n\n" * 200_000 + b"Ann;1\n")
        assert table.rows == ((400_002, ("Ann", "1")),)

    def test_does_not_count_down_to_a_row_that_no_sheet_has(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(workbook([["Имя"]]))) as source, zipfile.ZipFile(packed, "w") as target:
            for item in source.infolist():
                part = source.read(item.filename)
                if "worksheets/sheet" in item.filename:
                    part = part.replace(b'r="1"', b'r="999999999"').replace(b'r="A1"', b'r="A999999999"')
                target.writestr(item, part)
        with pytest.raises(BadTable):
            read(packed.getvalue())

    def test_refuses_a_workbook_that_declares_entities(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(workbook([["name"]]))) as good, zipfile.ZipFile(out, "w") as bad:
            for item in good.namelist():
                content = good.read(item)
                if item.endswith("workbook.xml"):
                    content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
                bad.writestr(item, content)
        with pytest.raises(BadTable):
            read(out.getvalue())


class TestWrite:
    def test_nothing_is_run_as_a_formula(self) -> None:
        assert csv_lines([["=1+1", 5, "-2"]]) == b"'=1+1,5,'-2\r\n"
        (row,) = read_table(xlsx("t", [["name", "=1+1"], ["a", "=1+1"]]), LEADS, limit=9).rows
        assert row[1] == ("a", "=1+1")
