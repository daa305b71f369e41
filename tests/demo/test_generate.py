"""Demo data is what the use cases would have written, the same for the same seed."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, func, select

from studio_app.bootstrap import Services
from studio_app.demo import generate as demo
from studio_app.demo.generate import generate
from studio_app.demo.people import demo_cast
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.documents.links import find_by_token, link_token
from studio_app.domain.documents.models import Document, DocumentRevision, DocumentStatus
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.notifications.models import Notification, NotificationStatus
from studio_app.domain.payments.ledger.models import EntryAllocation
from studio_app.domain.studio.models import Stage, StageKind
from studio_app.domain.work import SYSTEM, Work

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _make(services: Services, deals: int) -> int:
    cast = services.runner.run_sync(SYSTEM, demo_cast, password_hash="-")
    return generate(services, cast=cast, deals=deals, seed=7, until=UNTIL)


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
    last_move = {event.deal_id: event.payload["to_stage"] for event in events if event.kind == "deal.moved"}
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


def _check(services: Services) -> None:
    for check in (_check_books, _check_history, _check_links, _check_letters):
        services.runner.read_sync(SYSTEM, check)


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
        monkeypatch.setattr(demo, "_STENCILS", 12)
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
