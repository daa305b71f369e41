"""Demo data is what the use cases would have written, the same for the same seed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlmodel import col, func, select

from studio_app.adapters.texts.format import money
from studio_app.bootstrap import Services
from studio_app.core.money import Money
from studio_app.demo import generate as demo
from studio_app.demo.generate import generate
from studio_app.demo.people import _add, demo_studio
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.lists import deals_behind
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.schemas import Dashboard, Figure, Period, Slice
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import find_by_token, link_token
from studio_app.domain.documents.models import Document, DocumentRevision, FrozenCopy
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.payments.ends import End, ends_of
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.studio.starter import install_studio
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _make(services: Services, deals: int) -> int:
    studio = services.runner.run_sync(SYSTEM, demo_studio, password_hash="-")
    return generate(services, studio=studio, deals=deals, seed=7, until=UNTIL)


def _titles(work: Work) -> list[tuple[int, str, int]]:
    return [
        (deal.number, deal.title, deal.amount) for deal in work.session.exec(select(Deal).order_by(col(Deal.number)))
    ]


def _check_books(work: Work) -> None:
    sequences = sorted(row.sequence for row in work.session.exec(select(Invoice)) if row.sequence is not None)
    assert sequences == list(range(1, len(sequences) + 1))
    for invoice in work.session.exec(select(Invoice)):
        entries = select(func.coalesce(func.sum(EntryAllocation.amount), 0)).where(
            EntryAllocation.invoice_id == invoice.document_id
        )
        assert work.session.exec(entries).one() == invoice.paid_amount


def _check_history(work: Work) -> None:
    of_deals = select(TimelineEvent).where(col(TimelineEvent.deal_id).is_not(None))
    events = work.session.exec(of_deals.order_by(col(TimelineEvent.id))).all()
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[-1].at <= UNTIL
    last_move = {event.deal_id: event.payload["to_stage"] for event in events if event.kind == EventKind.DEAL_MOVED}
    for deal in work.session.exec(select(Deal)):
        assert last_move.get(deal.id, deal.stage_id) == deal.stage_id
        stage = work.session.get_one(Stage, deal.stage_id)
        assert (deal.closed_at is None) == (stage.kind is StageKind.OPEN)
        visits = select(StageVisit).where(StageVisit.deal_id == deal.id, col(StageVisit.left_at).is_(None))
        assert work.session.exec(visits).one().stage_id == deal.stage_id


def _check_links(work: Work) -> None:
    for document in work.session.exec(select(Document).where(Document.status != DocumentStatus.DRAFT)):
        assert find_by_token(work, token=link_token(work, document)).id == document.id
        assert work.session.get_one(DocumentRevision, (document.id, document.revision)).content


def _check_letters(work: Work) -> None:
    waiting = select(Notification).where(Notification.status == NotificationStatus.PLANNED)
    assert work.session.exec(waiting).first() is None


def _check_choices(work: Work) -> None:
    """What was accepted is what the kept paper says, with its sum, and what was chosen before."""
    accepted = work.session.exec(select(Proposal).where(col(Proposal.accepted_tariff).is_not(None))).all()
    for proposal in accepted:
        assert proposal.chosen_tariff is proposal.accepted_tariff
        assert [one["key"] for one in proposal.chosen_options] == proposal.accepted_options
        document = work.session.get_one(Document, proposal.document_id)
        copy = work.session.get(FrozenCopy, (document.id, document.revision))
        if copy is not None:
            assert money(Money(proposal.accepted_amount, proposal.currency), document.locale) in copy.html.decode()


def _check(services: Services) -> None:
    for check in (_check_books, _check_history, _check_links, _check_letters, _check_choices):
        services.runner.read_sync(SYSTEM, check)


class TestPeople:
    def test_give_the_studio_a_name_for_its_english_pages(self, work: Work) -> None:
        install_studio(work)
        assert _add(work, hashes=["-", "-"])
        assert studio_brand(work).speaking("en").name == "Web Studio"
        assert studio_brand(work).speaking("ru").name == "Веб-студия"


class TestGenerate:
    def test_makes_a_few_deals_in_order(self, services_on_disk: Services) -> None:
        assert _make(services_on_disk, 3) == 3
        _check(services_on_disk)

    @pytest.mark.service
    @pytest.mark.parametrize("played", [8, 200])
    def test_keeps_books_history_links_and_letters_in_order(
        self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch, played: int
    ) -> None:
        monkeypatch.setattr(demo, "PLAYED_OUT", played)
        monkeypatch.setattr(demo, "_TEMPLATES", 12)
        assert _make(services_on_disk, 20) == 20
        _check(services_on_disk)

    @pytest.mark.service
    def test_goes_on_with_the_numbers_there_are(
        self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(2):
            _make(services_on_disk, 4)
        titles = services_on_disk.runner.read_sync(SYSTEM, _titles)
        assert [number for number, _, _ in titles] == list(range(1, 9))


def _dashboard(work: Work) -> tuple[Period, Dashboard]:
    owner = replace(work, actor=Actor(kind=ActorKind.STAFF, id="owner", role="owner"))
    period = Period(UNTIL - timedelta(days=200), UNTIL + timedelta(days=1))
    return period, dashboard(owner, period=period)


def _check_lists(work: Work) -> None:
    """Each figure of the dashboard is as many deals, and comes to as much, as the list behind it."""
    owner = replace(work, actor=Actor(kind=ActorKind.STAFF, id="owner", role="owner"))
    period, told = _dashboard(work)
    behind = partial(deals_behind, owner, period=period)
    assert behind(figure=Figure.LEADS).total == told.totals.leads
    assert behind(figure=Figure.PROPOSALS).total == told.totals.proposals
    assert behind(figure=Figure.LOST).total == told.totals.lost
    home = Slice(currency=told.currency)
    won, money = behind(figure=Figure.WON, of=home), behind(figure=Figure.MONEY, of=home)
    assert [sum(one.amount for one in found.sums) for found in (won, money)] == [
        told.totals.won_amount.amount,
        told.totals.received.amount,
    ]
    for figure, shares in ((Figure.WON, told.won_foreign), (Figure.MONEY, told.received_foreign)):
        assert shares
        for one in shares:
            found = behind(figure=figure, of=Slice(currency=one.amount.currency))
            assert (found.total, list(found.sums)) == (one.deals, [one.amount])
    for row in told.managers:
        of = Slice(manager_id=row.id)
        assert behind(figure=Figure.LEADS, of=of).total == row.leads
        assert behind(figure=Figure.PROPOSALS, of=of).total == row.proposals
        assert behind(figure=Figure.LOST, of=of).total == row.lost
    for step in told.funnel:
        assert behind(figure=Figure.ENTERED, of=Slice(stage_id=step.stage_id)).total == step.entered


def _check_turns(work: Work) -> None:
    """Every way that a deal can go besides the straight one has been gone."""
    kinds = [event.kind for event in work.session.exec(select(TimelineEvent))]
    for kind in (
        EventKind.DEAL_ASSIGNED,
        EventKind.REFUND_RECORDED,
        EventKind.DISPUTE_OPENED,
        EventKind.DISPUTE_WON,
        EventKind.DISPUTE_LOST,
    ):
        assert kind in kinds
    invoices = [row.document_id for row in work.session.exec(select(Invoice))]
    assert {one.end for one in ends_of(work, invoice_ids=invoices).values()} >= {
        End.PAID,
        End.RETURNED,
        End.DISPUTED,
        End.DISPUTE_WON,
        End.DISPUTE_LOST,
    }
    lost = [row.id for row in work.session.exec(select(Stage).where(Stage.kind == StageKind.LOST))]
    away = select(StageVisit.deal_id).where(col(StageVisit.stage_id).in_(lost), col(StageVisit.left_at).is_not(None))
    assert work.session.exec(away).all()  # lost, and back
    abroad = work.session.exec(select(Deal).where(Deal.currency != "RUB")).all()
    assert abroad
    assert all(deal.closed_at for deal in abroad)


class TestTurns:
    @pytest.mark.service
    @pytest.mark.parametrize("played", [1, 200])
    def test_are_all_taken_and_counted_as_their_lists_say(
        self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch, played: int
    ) -> None:
        monkeypatch.setattr(demo, "PLAYED_OUT", played)
        _make(services_on_disk, 70 if played > 1 else 300)
        _check(services_on_disk)
        for check in (_check_turns, _check_lists):
            services_on_disk.runner.read_sync(SYSTEM, check)

    @pytest.mark.service
    def test_agree_with_the_provider(self, services_on_disk: Services) -> None:
        _make(services_on_disk, 70)
        assert services_on_disk.reconciliation.look() == 0
