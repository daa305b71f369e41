"""Duplicates made one client, and two again."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.client_book.edits import save_client, save_client_requisites
from studio_app.domain.client_book.listing import client_card, find_clients
from studio_app.domain.client_book.merging import (
    FIELDS,
    REQUISITES,
    AlreadyMerged,
    doubles_of,
    merge_clients,
    merges_into,
    preview_merge,
    undo_merge,
)
from studio_app.domain.clients.duplicates import Reason
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.requisites import requisites_of
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.agreeing import CLIENT

TABLES = ("client", "contact", "requisites", "deal")


def arrive(work: Work, name: str, email: str = "", *, phone: str = "", company: str = "", message: str = "") -> Deal:
    lead = receive_lead(work, lead=LeadIn(name=name, email=email, phone=phone, company=company, message=message))
    return work.session.get_one(Deal, lead.deal_id)


def rows(work: Work) -> dict[str, list[Any]]:
    work.session.flush()
    return {
        table: [tuple(row) for row in work.session.connection().execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
        for table in TABLES
    }


@pytest.fixture
def pair(studio: Work) -> tuple[Deal, Deal]:
    """Two clients who are one: each with a deal."""
    first = arrive(studio, "Анна Белова", "anna@daisy.example", company="ООО «Ромашка»")
    second = arrive(studio, "Белова А.", "belova@mail.example", phone="+79161112233", company="Ромашка")
    return first, second


class TestPreviewMerge:
    def test_shows_field_by_field_what_would_happen(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        preview = preview_merge(studio, kept_id=kept.client_id, gone_id=gone.client_id)
        names = {field.field: (field.kept, field.gone, field.differs) for field in preview.fields}
        assert names["name"] == ("ООО «Ромашка»", "Ромашка", True)
        assert not names["locale"][2]
        assert [(one.name, one.twin) for one in preview.contacts] == [("Белова А.", "")]
        assert preview.deals == 1

    def test_refuses_nonsense(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        with pytest.raises(Invalid):
            preview_merge(studio, kept_id=pair[0].client_id, gone_id=pair[0].client_id)
        with pytest.raises(NotFound):
            preview_merge(studio, kept_id=pair[0].client_id, gone_id="nobody")


class TestDoublesOf:
    def test_names_each_with_its_surest_reason(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        assert [(one.client_id, one.reason) for one in doubles_of(studio, client_id=kept.client_id)] == [
            (gone.client_id, Reason.COMPANY)
        ]
        studio.session.get_one(Contact, gone.contact_id).email = "anna@daisy.example"
        studio.session.flush()
        (match,) = doubles_of(studio, client_id=kept.client_id)
        assert match.reason is Reason.EMAIL
        merge_clients(studio, kept_id=kept.client_id, gone_id=gone.client_id)
        assert doubles_of(studio, client_id=kept.client_id) == ()


class TestMergeClients:
    def test_brings_deals_contacts_and_the_history_together(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        gone_id = gone.client_id
        merge_clients(studio, kept_id=kept.client_id, gone_id=gone_id)
        card = client_card(studio, client_id=kept.client_id)
        assert {deal.id for deal in card.deals} == {kept.id, gone.id}
        assert {one.email for one in card.contacts} == {"anna@daisy.example", "belova@mail.example"}
        assert [one.is_primary for one in card.contacts].count(True) == 1
        assert client_card(studio, client_id=gone_id).merged_into == kept.client_id
        assert find_clients(studio, text="ромашка").total == 1
        told = studio.session.exec(
            select(TimelineEvent).where(TimelineEvent.kind == EventKind.DEAL_CLIENT_MERGED)
        ).all()
        assert [event.deal_id for event in told] == [gone.id]

    def test_makes_one_of_the_same_person(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        studio.session.get_one(Contact, gone.contact_id).email = "anna@daisy.example"
        studio.session.flush()
        merge_clients(studio, kept_id=kept.client_id, gone_id=gone.client_id)
        assert gone.contact_id == kept.contact_id
        again = arrive(studio, "Анна", "anna@daisy.example", message="Ещё один сайт")
        assert again.client_id == kept.client_id

    def test_takes_what_was_chosen(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        merge_clients(studio, kept_id=kept.client_id, gone_id=gone.client_id, take={"name"})
        assert studio.session.get_one(Client, kept.client_id).name == "Ромашка"

    def test_takes_requisites_where_there_are_none(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        save_client_requisites(studio, client_id=gone.client_id, requisites=CLIENT)
        merge_clients(studio, kept_id=kept.client_id, gone_id=gone.client_id)
        assert requisites_of(studio, client_id=kept.client_id) == CLIENT

    def test_happens_once(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept_id, gone_id = pair[0].client_id, pair[1].client_id
        merge_clients(studio, kept_id=kept_id, gone_id=gone_id)
        for one, other in ((kept_id, gone_id), (gone_id, kept_id)):
            with pytest.raises(AlreadyMerged):
                merge_clients(studio, kept_id=one, gone_id=other)


class TestUndoMerge:
    @pytest.mark.parametrize("requisites_of_whom", ["nobody", "gone", "both"])
    @pytest.mark.parametrize("same_person", [False, True])
    @pytest.mark.parametrize("take", [(), (*FIELDS, REQUISITES)])
    def test_puts_every_row_back(
        self, studio: Work, pair: tuple[Deal, Deal], requisites_of_whom: str, same_person: bool, take: tuple[str, ...]
    ) -> None:
        kept_id, gone_id = pair[0].client_id, pair[1].client_id
        if requisites_of_whom != "nobody":
            save_client_requisites(studio, client_id=gone_id, requisites=CLIENT)
        if requisites_of_whom == "both":
            save_client_requisites(studio, client_id=kept_id, requisites=CLIENT)
        if same_person:
            studio.session.get_one(Contact, pair[1].contact_id).email = "anna@daisy.example"
            save_client(studio, client_id=gone_id, values={"name": "Ромашка", "locale": "en"})
        before = rows(studio)
        merge_id = merge_clients(studio, kept_id=kept_id, gone_id=gone_id, take=take)
        assert rows(studio) != before
        assert [one.id for one in merges_into(studio, client_id=kept_id)] == [merge_id]
        assert undo_merge(studio, merge_id=merge_id) == gone_id
        assert rows(studio) == before
        with pytest.raises(AlreadyMerged):
            undo_merge(studio, merge_id=merge_id)

    def test_keeps_what_came_or_changed_since(self, studio: Work, pair: tuple[Deal, Deal]) -> None:
        kept, gone = pair
        kept_id, gone_id = kept.client_id, gone.client_id
        merge_id = merge_clients(studio, kept_id=kept_id, gone_id=gone_id, take={"name"})
        later = arrive(studio, "Белова А.", "belova@mail.example", message="Новый проект")
        save_client(studio, client_id=kept_id, values={"name": "Ромашка и Ко", "locale": "ru"})
        undo_merge(studio, merge_id=merge_id)
        assert (later.client_id, gone.client_id) == (kept_id, gone_id)
        assert studio.session.get_one(Contact, later.contact_id).client_id == kept_id
        assert client_card(studio, client_id=kept_id).name == "Ромашка и Ко"
