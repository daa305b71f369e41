"""Two people with one file, and a killed job: on SQLite and on PostgreSQL the books are the same afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import func, select

from studio_app.adapters.bank.finishing import finish_import
from studio_app.adapters.db.runner import Runner
from studio_app.core.errors import Stale
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.links import get_document
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.statements.deciding import undo_import
from studio_app.domain.statements.importing import import_statement
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine
from studio_app.domain.statements.models import BankLine
from studio_app.domain.statements.queries import find_open_invoices, list_imports, list_lines
from studio_app.domain.work import Work
from tests.both_databases import cluster, runner
from tests.selling import issued_invoice

__all__ = ["cluster", "runner"]  # fixtures

pytestmark = pytest.mark.service

LINES = 25  # more than one transaction books


def statement(runner: Runner) -> Statement:
    invoices = [runner.run_sync(SYSTEM, issued_invoice, deal_id=f"deal-{number}") for number in range(LINES)]
    return Statement(
        StatementFormat.ONE_C,
        tuple(
            StatementLine(
                at,
                date(2026, 11, 20),
                Money(100_000, "RUB"),
                "40702810138250123017",
                payer_inn="7736050003",
                purpose=f"Счет {runner.read_sync(SYSTEM, _number, invoice_id=invoice)}",
                reference=str(at),
            )
            for at, invoice in enumerate(invoices, start=1)
        ),
    )


def _number(work: Work, *, invoice_id: str) -> str:
    return get_document(work, invoice_id).number


def _count(work: Work, *, state: LineState) -> int:
    return work.session.exec(select(func.count()).where(BankLine.state == state)).one()


def _balance(work: Work) -> int:
    return work.session.exec(select(func.sum(LedgerEntry.amount))).one() or 0


class TestTwoAtOnce:
    def test_one_file_from_two_people_is_booked_once_and_taken_back_whole(self, runner: Runner) -> None:
        told = statement(runner)

        def bring(_: int) -> str:
            try:
                return runner.run_sync(SYSTEM, import_statement, statement=told, file_name="a.txt").import_id
            except Stale:
                return ""

        with ThreadPoolExecutor(2) as people:
            imports = [one for one in people.map(bring, range(2)) if one]
        with ThreadPoolExecutor(2) as workers:  # a job that runs twice
            list(workers.map(lambda one: finish_import(runner, import_id=one), imports * 2))
        assert runner.read_sync(SYSTEM, _count, state=LineState.BOOKED) == LINES
        assert runner.read_sync(SYSTEM, _balance) == LINES * 100_000
        for one in imports:
            runner.run_sync(SYSTEM, undo_import, import_id=one)
            finish_import(runner, import_id=one)
        assert runner.read_sync(SYSTEM, _count, state=LineState.UNDONE) == LINES
        assert runner.read_sync(SYSTEM, _balance) == 0

    def test_what_people_look_at_is_read_only(self, runner: Runner) -> None:
        runner.run_sync(SYSTEM, issued_invoice)
        line = StatementLine(1, date(2026, 11, 20), Money(7, "RUB"), "", purpose="Перевод")
        runner.run_sync(SYSTEM, import_statement, statement=Statement(StatementFormat.CSV, (line,)), file_name="a.csv")
        (waiting,) = runner.read_sync(SYSTEM, list_lines).lines
        assert len(runner.read_sync(SYSTEM, find_open_invoices, line_id=waiting.id, text="")) == 1
        assert len(runner.read_sync(SYSTEM, list_imports)) == 1
