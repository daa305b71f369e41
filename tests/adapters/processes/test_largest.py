"""The largest files that may be brought are read: as large as they may be, with a word of how far it is."""

import csv
import io
import time
from collections.abc import Iterator
from hashlib import sha512

import pytest

from studio_app.adapters.bank.in_process import open_bank_file
from studio_app.adapters.processes.pool import ProcessPool
from studio_app.adapters.tables.columns import WORDS
from studio_app.adapters.tables.in_process import SECONDS, read_table_in_process
from studio_app.adapters.tables.write import xlsx
from studio_app.domain.imports.kinds import ImportKind

pytestmark = pytest.mark.service

ROWS = 50_000
MEGABYTE = 1 << 20
LIMIT = 10 * MEGABYTE


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    made = ProcessPool()
    yield made
    made.close()


def noise(number: int, most: int) -> str:
    """Words that no packing makes small."""
    return (sha512(b"%d" % number).hexdigest() + sha512(b"-%d" % number).hexdigest())[:most]


def text(*, words: int) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    rows.writerow(["Дата", "Сумма", "Валюта", "Плательщик", "Назначение"])
    rows.writerows(["20.11.2026", f"{n},50", "RUB", f"ООО {n}", noise(n, words)] for n in range(1, ROWS + 1))
    return out.getvalue().encode()


def are_counts(heard: list[int], *, seconds: float) -> bool:
    """Whether whoever waited heard of it, and of ever more rows. A quick machine may have nothing to tell."""
    return (bool(heard) or seconds < 2) and heard == sorted(set(heard)) and all(0 < n <= ROWS + 1 for n in heard)


class TestLargest:
    """The pool itself ends whatever takes more processor time than it may."""

    async def test_workbook_is_read(self, pool: ProcessPool) -> None:
        rows = [["Имя", "Почта", "Сообщение"]]
        rows += [[f"Анна {n}", f"a{n}@b.example", noise(n, 200)] for n in range(1, ROWS + 1)]
        raw, heard = xlsx("t", rows), list[int]()
        assert LIMIT * 0.6 < len(raw) <= LIMIT
        began = time.monotonic()
        table = await read_table_in_process(pool, raw, WORDS[ImportKind.LEADS], limit=ROWS, on_progress=heard.append)
        assert len(table.rows) == ROWS
        assert are_counts(heard, seconds=time.monotonic() - began)
        assert SECONDS <= 60

    async def test_statement_is_read(self, pool: ProcessPool) -> None:
        raw, heard = text(words=140), list[int]()
        assert LIMIT * 0.8 < len(raw) <= LIMIT
        began = time.monotonic()
        opened = await open_bank_file(pool, raw, columns={}, currencies={"": "RUB"}, on_progress=heard.append)
        assert opened.statement is not None
        assert len(opened.statement.lines) == ROWS
        assert are_counts(heard, seconds=time.monotonic() - began)
