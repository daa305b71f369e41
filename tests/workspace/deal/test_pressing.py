"""What is pressed on a deal's page is done as the page said it, whatever has become of the deal meanwhile."""

from typing import Any

from sqlmodel import col, select

from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.studio.kinds import SALES, StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.deal.state import DealState
from tests.selling import DEAL
from tests.workspace.test_money_live import Workplace, _name, workplace

__all__ = ["workplace"]  # a fixture


def invoices(work: Work) -> list[str]:
    rows = select(Document).where(Document.deal_id == DEAL, Document.kind == DocumentKind.INVOICE)
    return sorted(row.status.value for row in work.session.exec(rows))


def standing(work: Work) -> tuple[str, int]:
    deal = work.session.get_one(Deal, DEAL)
    return deal.stage_id, deal.version


def open_stages(work: Work) -> list[str]:
    rows = select(Stage.id).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.OPEN)
    return list(work.session.exec(rows.order_by(col(Stage.position))))


async def opened(workplace: Workplace) -> Any:
    await workplace.open(paths.deal(DEAL), DealState.load)
    return await workplace.shows(DealState, "deal")


class TestNextStep:
    async def test_is_the_one_that_the_button_named(self, workplace: Workplace) -> None:
        run = workplace.services.runner.run_sync
        run(SYSTEM, void_invoice, document_id=workplace.invoice_id, reason="Anew")
        run(SYSTEM, create_invoice, deal_id=DEAL)
        before, deal = run(SYSTEM, invoices), await opened(workplace)
        assert deal.step == "issue_invoice"
        press = _name(DealState.take_next_step)
        # the second press of a button that has made the draft: nobody has seen it yet
        await workplace.tab.fire(press, step="create_invoice", document_id="")
        assert run(SYSTEM, invoices) == before
        for _ in range(2):
            await workplace.tab.fire(press, step=deal.step, document_id=deal.step_document)
        assert run(SYSTEM, invoices) == sorted("published" if one == "draft" else one for one in before)
        assert (await workplace.shows(DealState, "deal")).step == "record_payment"


class TestStage:
    async def test_is_chosen_twice_before_the_first_answer(self, workplace: Workplace) -> None:
        run, deal = workplace.services.runner.run_sync, await opened(workplace)
        stages = run(SYSTEM, open_stages)
        for stage in stages[:2]:
            await workplace.tab.fire(_name(DealState.choose_stage), stage_id=stage, version=deal.version)
        assert run(SYSTEM, standing) == (stages[1], deal.version + 2)

    async def test_that_a_colleague_has_changed_unseen_stands(self, workplace: Workplace) -> None:
        run, deal = workplace.services.runner.run_sync, await opened(workplace)
        stages = run(SYSTEM, open_stages)
        run(SYSTEM, move, deal_id=DEAL, stage_id=stages[0], version=deal.version)
        await workplace.tab.fire(_name(DealState.catch_up))  # told to the tab, and on its way to the eyes
        await workplace.tab.fire(_name(DealState.choose_stage), stage_id=stages[1], version=deal.version)
        assert run(SYSTEM, standing) == (stages[0], deal.version + 1)
