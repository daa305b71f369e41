"""A filled brief names its deal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from studio_app.domain.briefs.schemas import Filled
from studio_app.domain.briefs.service import send_brief, submit_brief
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.naming import rename_deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.models import Document
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.search.find import find_anything
from studio_app.domain.timeline.events.deals import DealChanged
from studio_app.domain.work import Work

LEAD = LeadIn(name="Мария Круглова", email="maria@example.com", company="Северный чай")
ANSWERS: Mapping[str, Any] = {
    "goals": "Больше заявок",
    "site_kind": "corporate",
    "pages": 12,
    "design": "custom",
    "content": "client",
    "languages": ["ru"],
    "deadline": "quarter",
}


def submitted(work: Work, lead: LeadIn = LEAD, *, title: str = "") -> Deal:
    deal = work.session.get_one(Deal, receive_lead(work, lead=lead).deal_id)
    if title:
        rename_deal(work, deal_id=deal.id, title=title)
    token = send_brief(work, deal_id=deal.id).path.removeprefix("/b/")
    submit_brief(work, token=token, filled=Filled(ANSWERS))
    return deal


class TestNameDeal:
    @pytest.mark.parametrize(
        ("changes", "title"),
        [
            ({}, "Корпоративный сайт — Северный чай"),
            ({"company": ""}, "Корпоративный сайт — Мария Круглова"),
            ({"company": "Harbour Lights", "locale": "en"}, "Company site — Harbour Lights"),
        ],
    )
    def test_says_what_and_for_whom_in_the_clients_language(
        self, studio: Work, changes: dict[str, str], title: str
    ) -> None:
        assert submitted(studio, replace(LEAD, **changes)).title == title  # pyright: ignore[reportArgumentType]

    def test_names_the_proposal_too(self, studio: Work) -> None:
        deal = submitted(studio)
        query = select(Document.title).where(Document.deal_id == deal.id, Document.kind == DocumentKind.PROPOSAL)
        assert studio.session.exec(query).one() == deal.title

    def test_keeps_the_deal_findable_and_tells_the_board(self, studio: Work) -> None:
        deal = submitted(studio)
        for words in ("корпоративный сайт северный чай", "maria@example.com"):
            assert deal.id in {hit.ref for hit in find_anything(studio, text=words).hits}
        changes = [one.event for one in studio.events if isinstance(one.event, DealChanged)]
        assert next(one.title for one in changes if one.title_before) == deal.title

    def test_leaves_a_title_that_a_person_has_given(self, studio: Work) -> None:
        assert submitted(studio, title="Сайт чайной").title == "Сайт чайной"
