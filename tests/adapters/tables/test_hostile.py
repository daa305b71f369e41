"""Files that are made to hold a reader up are refused before they do."""

import time
from collections.abc import Callable

import pytest

from studio_app.adapters.bank.read import read_statement
from studio_app.adapters.tables.columns import WORDS
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.read import read_table
from studio_app.adapters.texts.catalogue import LOCALES, translate
from studio_app.core.errors import StudioError
from studio_app.domain.imports.models import ImportKind
from studio_app.domain.statements.lines import BadStatement
from tests.adapters.tables import hostile

SECONDS = 5  # of processor time: the tests run beside others
TELLING = {"too_heavy", "too_many", "too_wide", "doctype", "workbook", "table", "page", "unknown", "xml"}
TABLES = {**hostile.WORKBOOKS, **hostile.TEXTS}
HARMLESS = {"cells at the far right"}


def refused(read: Callable[[bytes], object], raw: bytes) -> StudioError:
    started = time.process_time()
    with pytest.raises((BadTable, BadStatement)) as error:
        read(raw)
    assert time.process_time() - started < SECONDS
    assert isinstance(error.value, StudioError)
    for locale in LOCALES:  # a kind sentence in each language
        assert translate(locale, error.value.message_key, **{"rows": 1, **error.value.params})
    return error.value


class TestReadTable:
    @pytest.mark.filterwarnings("ignore:Workbook contains no default style")
    @pytest.mark.parametrize("name", [name for name in TABLES if name not in HARMLESS])
    def test_refuses_in_seconds(self, name: str) -> None:
        error = refused(lambda raw: read_table(raw, WORDS[ImportKind.LEADS], limit=50_000), TABLES[name]())
        assert error.params["reason"] in TELLING

    @pytest.mark.filterwarnings("ignore:Workbook contains no default style")
    def test_leaves_out_what_stands_far_to_the_right(self) -> None:
        raw = hostile.workbook(
            {
                "xl/worksheets/sheet1.xml": hostile.sheet(
                    '<row r="2"><c r="A2" t="str"><v>Ann</v></c><c r="XFD2"><v>1</v></c></row>'
                )
            }
        )
        table = read_table(raw, WORDS[ImportKind.LEADS], limit=50_000)
        assert (table.headings, table.rows) == (("Name", "E-mail"), ((2, ("Ann",)),))

    @pytest.mark.filterwarnings("ignore:Workbook contains no default style")
    def test_the_least_workbook_of_these_tests_is_a_good_one(self) -> None:
        assert read_table(hostile.workbook({}), WORDS[ImportKind.LEADS], limit=9).rows == ((2, ("Ann",)),)


class TestReadStatement:
    @pytest.mark.parametrize("name", hostile.STATEMENTS)
    def test_refuses_in_seconds(self, name: str) -> None:
        refused(read_statement, hostile.STATEMENTS[name]())
