"""One person, two tabs: what is confirmed is the file that was shown."""

from dataclasses import replace
from datetime import date

from sqlmodel import select

from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementLine
from studio_app.domain.statements.models import BankLine
from studio_app.domain.statements.uploads import keep_upload, upload_of
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.statements.state import StatementsState
from tests.adapters.bank import writers
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture

FIRST = StatementLine(
    1, date(2026, 11, 20), Money(5_000, "RUB"), writers.OWN, payer_name="ООО Ромашка", purpose="Оплата", reference="1"
)
SECOND = replace(FIRST, payer_name="ООО Лютик", reference="2")


def give_account(work: Work) -> None:
    work.session.exec(select(LegalEntity).where(LegalEntity.is_default)).one().account = writers.OWN


def payers(work: Work) -> list[str]:
    return [line.payer_name for line in work.session.exec(select(BankLine))]


class TestTwoTabs:
    async def test_a_file_that_nobody_has_seen_in_the_tab_is_not_taken_in_by_it(self, seat: Seat) -> None:
        seat.run(give_account)
        self._upload(seat, "first.txt", FIRST)
        await seat.open(paths.STATEMENTS, StatementsState.open)
        assert (await seat.shows(StatementsState, "plan")).file_name == "first.txt"
        self._upload(seat, "second.txt", SECOND)
        told = await seat.press(StatementsState.confirm)
        assert said(told, "error.stale")
        assert seat.run(payers) == []
        assert (await seat.shows(StatementsState, "plan")).file_name == "second.txt"
        await seat.press(StatementsState.confirm)
        assert (seat.run(payers), seat.read(upload_of)) == (["ООО Лютик"], None)

    def _upload(self, seat: Seat, name: str, *lines: StatementLine) -> None:
        """In the other tab."""
        run = seat.services.runner.run_sync
        run(seat.actor, keep_upload, file_name=name, raw=writers.one_c(list(lines)))
