"""One act of a person is one transaction: what its second half refuses changes nothing in its first."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from studio_app.core.errors import Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.deals.bulk import MOST
from studio_app.domain.notifications.night_hour import report_hour
from studio_app.domain.statements.lines import StatementLine
from studio_app.domain.statements.models import BankLine
from studio_app.domain.statements.uploads import keep_upload, upload_of
from studio_app.domain.studio.kinds import SALES, StageKind
from studio_app.domain.studio.models import ChainRule, LegalEntity, Stage, Tag
from studio_app.domain.studio.refunding import managers_may_refund
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.board.state import BoardState
from studio_app.workspace.settings.payments.state import PaymentSettings
from studio_app.workspace.settings.stages.state import StageSettings
from studio_app.workspace.statements.state import StatementsState
from tests.adapters.bank import writers
from tests.selling import DEAL
from tests.workspace.test_money_live import Workplace, _name, workplace

__all__ = ["workplace"]  # a fixture
HELD = {"deal_id": DEAL, "version": 1}


def won(work: Work) -> Stage:
    return work.session.exec(select(Stage).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.WON)).one()


def chains(work: Work) -> int:
    return len(work.session.exec(select(ChainRule)).all())


def tags(work: Work) -> list[str]:
    return [tag.name for tag in work.session.exec(select(Tag))]


def lines(work: Work) -> int:
    return len(work.session.exec(select(BankLine)).all())


def signed_in(work: Work) -> Actor:
    """The owner of the open tab, to whom our account belongs."""
    work.session.exec(select(LegalEntity)).one().account = writers.OWN
    person = work.session.exec(select(User).where(User.email == "anna@example.com")).one()
    return Actor(kind=ActorKind.STAFF, id=person.id, role=person.role.value)


def refused(_work: Work, **_: Any) -> None:
    raise Stale


class TestStageWithItsChains:
    async def test_keeps_its_name_where_a_chain_is_refused(self, workplace: Workplace) -> None:
        run = workplace.services.runner.read_sync
        before = run(SYSTEM, won)
        await workplace.open(paths.SETTINGS, StageSettings.load)
        await workplace.tab.fire(_name(StageSettings.edit), row_id=before.id)
        typed = {"name_ru": "Продано", "name_en": "Sold", "colour": "red", "probability": "100", "norm_days": "0"}
        to_itself = {"kind": StageKind.WON.value, f"open:{SALES}": "on"}
        await workplace.tab.fire(_name(StageSettings.save), data={**typed, **to_itself})
        after = run(SYSTEM, won)
        assert (after.name_ru, after.colour, run(SYSTEM, chains)) == (before.name_ru, before.colour, 0)


class TestTagOfMany:
    async def test_is_not_made_where_they_are_too_many(self, workplace: Workplace) -> None:
        many = [HELD] * (MOST + 1)
        await workplace.tab.fire(_name(BoardState.tag_many), deals=many, tag="Hurry", on=True)
        assert workplace.services.runner.read_sync(SYSTEM, tags) == []

    async def test_is_made_by_marking_with_it(self, workplace: Workplace) -> None:
        await workplace.tab.fire(_name(BoardState.tag_many), deals=[HELD], tag="Hurry", on=True)
        assert workplace.services.runner.read_sync(SYSTEM, tags) == ["Hurry"]


class TestSettingsOfPayments:
    @pytest.mark.parametrize(("hour", "allowed"), [("24", False), ("7", True)])
    async def test_let_nobody_refund_where_there_is_no_such_hour(
        self, workplace: Workplace, hour: str, allowed: bool
    ) -> None:
        read = workplace.services.runner.read_sync
        before = read(SYSTEM, report_hour)
        await workplace.tab.fire(_name(PaymentSettings.save), data={"managers": "on", "hour": hour})
        assert read(SYSTEM, managers_may_refund) is allowed
        assert read(SYSTEM, report_hour) == (int(hour) if allowed else before)


class TestImportOfAFile:
    PAID = StatementLine(
        1, date(2026, 11, 20), Money(5_000, "RUB"), writers.OWN, payer_name="ООО Ромашка", reference="1"
    )

    async def test_is_taken_back_where_the_file_would_wait_on(
        self, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = workplace.services.runner.run_sync
        owner = run(SYSTEM, signed_in)
        run(owner, keep_upload, file_name="kl_to_1c.txt", raw=writers.one_c([self.PAID]))
        await workplace.open(paths.STATEMENTS, StatementsState.open)
        assert await workplace.shows(StatementsState, "has_plan")
        with monkeypatch.context() as broken:
            broken.setattr("studio_app.domain.statements.refused.drop_upload", refused)
            await workplace.tab.fire(_name(StatementsState.confirm))
        assert (run(SYSTEM, lines), run(owner, upload_of) is None) == (0, False)
        await workplace.tab.fire(_name(StatementsState.confirm))
        assert (run(SYSTEM, lines), run(owner, upload_of) is None) == (1, True)
