"""One act of a person is one transaction: what its second half refuses changes nothing in its first."""

from sqlmodel import select

from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.models import SALES, ChainRule, Stage, StageKind
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.settings.stages.state import StageSettings
from tests.workspace.test_money_live import Workplace, _name, workplace

__all__ = ["workplace"]  # a fixture


def won(work: Work) -> Stage:
    return work.session.exec(select(Stage).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.WON)).one()


def chains(work: Work) -> int:
    return len(work.session.exec(select(ChainRule)).all())


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
