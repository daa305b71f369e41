"""Other pipelines: what an outcome in one opens and closes in another, and what stages ask for."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.deals.bulk import SeenDeal, Undo, undo_moves
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import NotYetSent, move
from studio_app.domain.deals.notes import add_note
from studio_app.domain.deals.withdrawing import withdrawn_deal
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.search.find import find_anything
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.studio.kinds import SALES, ChainAction, StageKind, StageRole
from studio_app.domain.studio.models import LostReason, Pipeline, Stage
from studio_app.domain.studio.pipelines import SalesStay, chain_rules, save_pipeline, save_stage_and_chains, set_chain
from studio_app.domain.studio.stages import StageIn
from studio_app.domain.timeline.events.documents import ProposalPublished
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank


def stage(work: Work, pipeline_id: str, kind: StageKind) -> str:
    query = select(Stage.id).where(Stage.pipeline_id == pipeline_id, Stage.kind == kind)
    return work.session.exec(query.order_by(col(Stage.position))).first() or ""


def pipelines(work: Work) -> list[str]:
    return list(work.session.exec(select(Pipeline.id).order_by(col(Pipeline.position))))


def switch_on(work: Work) -> list[str]:
    for row in work.session.exec(select(Pipeline)):
        row.active = True
    work.session.flush()
    return pipelines(work)


def deal(work: Work) -> Deal:
    made = add_deal_by_hand(work, lead=LeadIn(name="Анна", email="a@example.com"))
    return work.session.get_one(Deal, made.deal_id)


def end(work: Work, what: Deal, kind: StageKind) -> None:
    pipeline_id = work.session.get_one(Stage, what.stage_id).pipeline_id
    reason = work.session.exec(select(LostReason.id)).first()
    target = stage(work, pipeline_id, kind)
    move(work, deal_id=what.id, stage_id=target, version=what.version, lost_reason_id=reason, comment="")


def chained(work: Work, origin: Deal) -> list[Deal]:
    return list(work.session.exec(select(Deal).where(Deal.chained_from == origin.id)))


def told(work: Work, about: Deal) -> list[tuple[str, int | None]]:
    query = select(TimelineEvent).where(TimelineEvent.deal_id == about.id).order_by(col(TimelineEvent.id))
    return [(event.kind, event.payload.get("number")) for event in work.session.exec(query)]


class TestChain:
    def test_opens_a_deal_of_the_same_client_in_the_next_pipeline(self, studio: Work) -> None:
        _, production, _ = switch_on(studio)
        won = deal(studio)
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        assert (made.client_id, made.manager_id, made.title) == (won.client_id, won.manager_id, won.title)
        assert made.stage_id == stage(studio, production, StageKind.OPEN)

    def test_does_nothing_in_a_pipeline_that_is_switched_off(self, studio: Work) -> None:
        won = deal(studio)
        end(studio, won, StageKind.WON)
        assert chained(studio, won) == []

    def test_opens_it_once_however_often_the_deal_is_won(self, studio: Work) -> None:
        switch_on(studio)
        won = deal(studio)
        end(studio, won, StageKind.WON)
        move(studio, deal_id=won.id, stage_id=stage(studio, SALES, StageKind.OPEN), version=won.version)
        end(studio, won, StageKind.WON)
        assert len(chained(studio, won)) == 1

    def test_closes_what_is_still_open_for_the_same_reason(self, studio: Work) -> None:
        _, production, _ = switch_on(studio)
        lost = stage(studio, SALES, StageKind.LOST)
        set_chain(studio, stage_id=lost, action=ChainAction.CLOSE, pipeline_ids=[production])
        won = deal(studio)
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        end(studio, won, StageKind.LOST)
        assert made.stage_id == stage(studio, production, StageKind.LOST)
        assert made.lost_reason_id == won.lost_reason_id

    def test_is_not_counted_among_the_measures_of_sales(self, studio: Work) -> None:
        switch_on(studio)
        won = deal(studio)
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        end(studio, made, StageKind.WON)
        visits = studio.session.exec(select(StageVisit).where(StageVisit.deal_id == made.id)).all()
        assert visits == []

    def test_binds_outcomes_only_and_never_a_pipeline_to_itself(self, studio: Work) -> None:
        open_stage, won = stage(studio, SALES, StageKind.OPEN), stage(studio, SALES, StageKind.WON)
        for stage_id, target in ((open_stage, pipelines(studio)[1]), (won, SALES)):
            with pytest.raises(Invalid):
                set_chain(studio, stage_id=stage_id, action=ChainAction.OPEN, pipeline_ids=[target])

    def test_is_kept_together_with_its_stage(self, studio: Work) -> None:
        won, production = stage(studio, SALES, StageKind.WON), pipelines(studio)[1]
        chains = {ChainAction.OPEN: [production], ChainAction.CLOSE: []}
        words = StageIn(name_ru="Продано", name_en="Sold", colour="red", probability=100, norm_days=0)
        for kind, expected in ((StageKind.OPEN, []), (StageKind.WON, [(won, ChainAction.OPEN, production)])):
            set_chain(studio, stage_id=won, action=ChainAction.OPEN, pipeline_ids=[])
            said = replace(words, kind=kind)
            save_stage_and_chains(studio, stage_id=won, stage=said, pipeline_id=SALES, chains=chains)
            found = [(one.stage_id, one.action, one.pipeline_id) for one in chain_rules(studio, pipeline_id=SALES)]
            assert (studio.session.get_one(Stage, won).name_en, found) == ("Sold", expected)

    def test_is_replaced_as_a_whole(self, studio: Work) -> None:
        won = stage(studio, SALES, StageKind.WON)
        set_chain(studio, stage_id=won, action=ChainAction.OPEN, pipeline_ids=[])
        assert chain_rules(studio, pipeline_id=SALES) == []


class TestChainBack:
    """A deal that has not ended after all, because its move is undone or because it is opened again."""

    def test_takes_back_what_nobody_has_worked_on(self, studio: Work) -> None:
        switch_on(studio)
        won = deal(studio)
        start = won.stage_id
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        number, made_id = made.number, made.id
        undo_moves(studio, moves=[Undo(SeenDeal(won.id, won.version), start)])
        assert chained(studio, won) == []
        assert told(studio, won)[-1] == (EventKind.DEAL_WITHDRAWN, number)
        gone = withdrawn_deal(studio, deal_id=made_id)
        assert gone is not None
        assert (gone.number, gone.origin_id, gone.client_id) == (number, won.id, won.client_id)
        assert withdrawn_deal(studio, deal_id=won.id) is None
        assert [hit.ref for hit in find_anything(studio, text=won.title).hits if hit.kind is EntryKind.DEAL] == [won.id]

    def test_leaves_a_deal_in_which_something_has_happened(self, studio: Work) -> None:
        switch_on(studio)
        won = deal(studio)
        start = won.stage_id
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        add_note(studio, deal_id=made.id, text="Начали")
        undo_moves(studio, moves=[Undo(SeenDeal(won.id, won.version), start)])
        assert chained(studio, won) == [made]

    def test_leaves_no_visit_in_the_measures(self, studio: Work) -> None:
        _, production, _ = switch_on(studio)
        set_chain(
            studio, stage_id=stage(studio, production, StageKind.WON), action=ChainAction.OPEN, pipeline_ids=[SALES]
        )
        won = deal(studio)
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        end(studio, made, StageKind.WON)
        [again] = chained(studio, made)
        end_of_production = made.stage_id
        move(studio, deal_id=made.id, stage_id=stage(studio, production, StageKind.OPEN), version=made.version)
        assert made.stage_id != end_of_production
        assert studio.session.exec(select(StageVisit).where(StageVisit.deal_id == again.id)).all() == []

    def test_opens_again_what_it_had_closed(self, studio: Work) -> None:
        _, production, _ = switch_on(studio)
        lost = stage(studio, SALES, StageKind.LOST)
        set_chain(studio, stage_id=lost, action=ChainAction.CLOSE, pipeline_ids=[production])
        won = deal(studio)
        end(studio, won, StageKind.WON)
        [made] = chained(studio, won)
        add_note(studio, deal_id=made.id, text="Начали")
        there = made.stage_id
        end(studio, won, StageKind.LOST)
        move(studio, deal_id=won.id, stage_id=stage(studio, SALES, StageKind.OPEN), version=won.version)
        assert (made.stage_id, made.lost_reason_id) == (there, None)


class TestSavePipeline:
    def test_adds_one_with_a_way_in_and_two_ways_out(self, studio: Work) -> None:
        made = save_pipeline(studio, pipeline_id="", name_ru="Поиск", name_en="Search", active=True)
        kinds = studio.session.exec(select(Stage.kind).where(Stage.pipeline_id == made)).all()
        assert set(kinds) == set(StageKind)

    def test_keeps_sales_in_use(self, studio: Work) -> None:
        with pytest.raises(SalesStay):
            save_pipeline(studio, pipeline_id=SALES, name_ru="Продажи", name_en="Sales", active=False)


class TestDemand:
    def test_refuses_a_stage_whose_document_the_client_has_not_been_sent(self, studio: Work) -> None:
        made = deal(studio)
        target = studio.session.exec(select(Stage.id).where(Stage.role == StageRole.PROPOSAL)).one()
        with pytest.raises(NotYetSent) as refused:
            move(studio, deal_id=made.id, stage_id=target, version=made.version)
        assert refused.value.message_key == "error.not_yet_sent.proposal"
        studio.reactions = {}
        record(studio, blank(ProposalPublished, deal_id=made.id))
        move(studio, deal_id=made.id, stage_id=target, version=made.version)
        assert made.stage_id == target

    def test_refuses_a_stage_of_another_pipeline(self, studio: Work) -> None:
        made = deal(studio)
        target = stage(studio, pipelines(studio)[1], StageKind.OPEN)
        with pytest.raises(NotFound):
            move(studio, deal_id=made.id, stage_id=target, version=made.version)
