"""The last day of a proposal is one day everywhere."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from studio_app.adapters.documents.reading import read_content
from studio_app.adapters.documents.renderer import render_content
from studio_app.adapters.texts.format import day as day_text
from studio_app.core.clock import FixedClock
from studio_app.domain.clients.models import Client
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.sending import decide
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.work import Work
from tests.proposing import published


class TestTheLastDay:
    @pytest.mark.parametrize("timezone", ["Europe/Moscow", "Asia/Vladivostok", "America/New_York"])
    def test_is_the_same_in_letter_page_and_editor_wherever_the_client_lives(
        self, studio: Work, clock: FixedClock, timezone: str
    ) -> None:
        clock.set(datetime(2026, 11, 30, 1, 0, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(ZoneInfo("UTC")))
        document = published(studio)
        for client in studio.session.exec(select(Client)):
            client.timezone = timezone
        said = read_proposal(studio, document_id=document.id)
        rule = Notification.rule == "proposal_published"
        (row,) = studio.session.exec(select(Notification).where(rule)).all()
        facts = decide(studio, notification_id=row.id).facts
        assert facts is not None
        assert facts.until == said.content.valid_until
        page = render_content(read_content(studio, document_id=document.id))
        assert day_text(said.content.valid_until, "ru") in page

    def test_is_whole(self, studio: Work, clock: FixedClock) -> None:
        document = published(studio)
        last = read_proposal(studio, document_id=document.id).content.valid_until
        midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZoneInfo("Europe/Moscow"))
        clock.set(midnight.astimezone(ZoneInfo("UTC")) - timedelta(seconds=1))
        assert not read_proposal(studio, document_id=document.id).facts.expired
        clock.advance(timedelta(seconds=1))
        assert read_proposal(studio, document_id=document.id).facts.expired
