"""What could be planned on a deal is proposed only while somebody has to plan it."""

from dataclasses import replace

import pytest

from studio_app.domain.documents.plan import deal_plan
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.tasks.service import add_task, finish_task
from studio_app.domain.work import Work
from tests.rows import add_deal, add_open_brief, add_person, add_studio, fill_brief


@pytest.fixture
def studio(work: Work) -> Work:
    """A studio with one person, who has to do with deals."""
    add_studio(work)
    add_person(work, key="anna")
    return work


class TestDealPlan:
    def test_proposes_something_while_nothing_is_planned(self, studio: Work) -> None:
        add_deal(studio)
        assert [one.words for one in deal_plan(studio, deal_id="deal").ideas] == ["call", "call", "write"]

    def test_proposes_nothing_beside_a_plan(self, studio: Work) -> None:
        add_deal(studio)
        task = add_task(studio, deal_id="deal", title="Позвонить")
        plan = deal_plan(studio, deal_id="deal")
        assert (plan.tasks, plan.ideas) == ((task,), ())
        finish_task(studio, task_id=task.id)
        plan = deal_plan(studio, deal_id="deal")
        assert [one.id for one in plan.done] == [task.id]
        assert plan.ideas

    @pytest.mark.parametrize("stage", [StageRole.PAID, StageRole.LOST])
    def test_proposes_nothing_once_the_deal_has_ended(self, studio: Work, stage: StageRole) -> None:
        add_deal(studio, stage=stage)
        assert deal_plan(studio, deal_id="deal").ideas == ()

    def test_asks_for_what_lies_with_the_client(self, studio: Work) -> None:
        add_deal(studio)
        quiet = replace(studio, reactions={})  # no estimate is made of the brief: that would be the next thing
        brief = add_open_brief(quiet, deal_id="deal")
        assert deal_plan(studio, deal_id="deal").ideas[-1].words == "ask_brief"
        fill_brief(quiet, brief, {})
        assert deal_plan(studio, deal_id="deal").ideas[-1].words == "write"
