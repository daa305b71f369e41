"""Replacing a link and asking for the new one from many sides at one moment, on both databases."""

from functools import partial

import pytest
from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.links import LinkReplaced, get_document, replace_link
from studio_app.domain.documents.models import FormerLink
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.new_links import ask_for_link
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.adapters.db.test_forty_sides import SIDES, at_once, cluster, runners
from tests.selling import issued_invoice

__all__ = ["cluster", "runners"]  # fixtures

pytestmark = pytest.mark.service


def link_hash(work: Work, invoice: str) -> str:
    return get_document(work, invoice).token_hash


def counted(work: Work) -> tuple[list[str], list[str]]:
    """The events about links, and the rules of the letters with them."""
    events = work.session.exec(
        select(TimelineEvent.kind).where(
            col(TimelineEvent.kind).in_([EventKind.DOCUMENT_LINK_ASKED, EventKind.DOCUMENT_LINK_RENEWED])
        )
    )
    rules = work.session.exec(select(Notification.rule).where(col(Notification.rule).startswith("link_")))
    return sorted(events), sorted(rules)


class TestManySides:
    def test_replace_the_link_that_all_of_them_saw_once(self, runners: list[Runner]) -> None:
        invoice = runners[0].run_sync(SYSTEM, issued_invoice)
        seen = runners[0].read_sync(SYSTEM, link_hash, invoice=invoice)
        acts = [partial(replace_link, document_id=invoice, link_hash=seen)] * SIDES
        answers = at_once(runners, *acts)
        assert sum(isinstance(one, LinkReplaced) for one in answers) == SIDES - 1
        assert runners[0].read_sync(SYSTEM, counted) == ([EventKind.DOCUMENT_LINK_RENEWED], ["link_replaced"])
        kept = runners[0].read_sync(
            SYSTEM, lambda work: [row.token_hash for row in work.session.exec(select(FormerLink))]
        )
        assert kept == [seen]

    def test_ask_at_different_former_links_and_one_letter_goes(self, runners: list[Runner]) -> None:
        invoice = runners[0].run_sync(SYSTEM, issued_invoice)
        formers = []
        for _ in range(4):
            formers.append(runners[0].read_sync(SYSTEM, link_hash, invoice=invoice))
            runners[0].run_sync(SYSTEM, replace_link, document_id=invoice)
        at_once(runners, *(partial(ask_for_link, former=formers[number % 4]) for number in range(SIDES)))
        events, rules = runners[0].read_sync(SYSTEM, counted)
        assert (events.count(EventKind.DOCUMENT_LINK_ASKED), rules.count("link_asked")) == (1, 1)
