"""Uncertain leads wait for a person; certain ones do not."""

from dataclasses import replace

import pytest
from sqlmodel import col, func, select

from studio_app.core.errors import Stale
from studio_app.domain.client_book.edits import save_client
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.files.service import KeptFile, files_of, remove_file, restore_file
from studio_app.domain.leads.attachments import AttachmentIn
from studio_app.domain.leads.conversations import MessageIn, Outcome, take_message
from studio_app.domain.leads.incoming import (
    accept_lead_as_deal,
    find_targets,
    incoming_page,
    join_lead_to_deal,
    reject_lead,
    restore_lead,
    split_lead,
)
from studio_app.domain.leads.intake.accepting import accept_lead
from studio_app.domain.leads.intake.doubts import DoubtReason
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import open_deal, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from studio_app.workspace.incoming.views import card

FIRST = LeadIn(name="Мария Белова", email="maria@example.com", phone="+79161234567", company="ООО «Северный чай»")

UNSURE = LeadIn(name="Ivan", email="ivan@example.org", company="Severniy Chay")


def held(work: Work, lead: LeadIn) -> str:
    lead_id = accept_lead(work, lead=lead).lead_id
    assert open_deal(work, lead_id=lead_id) == ""
    return lead_id


def written(work: Work, *names: str) -> str:
    """The lead that a letter with these files became."""
    files = tuple(
        AttachmentIn(
            name=name,
            size=3,
            kept=KeptFile(stored_as=f"stored-{name}", media_type="application/pdf", size=3, sha256="0" * 64),
        )
        for name in names
    )
    letter = MessageIn(
        kind=ConversationKind.MAIL,
        external_id="<1@example.org>",
        address="ivan@example.org",
        name="Ivan",
        text="See the files",
        at=work.now(),
        attachments=files,
    )
    assert take_message(work, message=letter) is Outcome.LEAD
    return incoming_page(work).rows[0].id


def reasons(work: Work) -> list[DoubtReason]:
    return [doubt.reason for row in incoming_page(work).rows for doubt in row.doubts]


class TestOpenDeal:
    def test_adds_what_a_known_client_writes_to_the_deal_in_progress(self, studio: Work) -> None:
        first = receive_lead(studio, lead=FIRST)
        studio.session.get_one(Deal, first.deal_id).unread = False
        lead_id = accept_lead(studio, lead=replace(FIRST, message="И ещё вопрос")).lead_id
        assert open_deal(studio, lead_id=lead_id) == first.deal_id
        event = studio.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.LEAD_JOINED)).one()
        assert (event.deal_id, event.payload["text"]) == (first.deal_id, "И ещё вопрос")
        assert studio.session.get_one(Deal, first.deal_id).unread
        assert studio.session.get_one(Lead, lead_id).state is LeadState.DEAL
        assert incoming_page(studio).waiting == 0

    def test_asks_to_which_of_several_deals_it_belongs(self, studio: Work) -> None:
        first = receive_lead(studio, lead=FIRST)
        client_id = studio.session.get_one(Deal, first.deal_id).client_id
        other = LeadIn(name="Мария", email="m@example.org", company="Severniy Chay")
        second = accept_lead_as_deal(studio, lead_id=held(studio, other), client_id=client_id)
        held(studio, replace(FIRST, message="И ещё вопрос"))
        (row,) = incoming_page(studio).rows
        assert {doubt.reason for doubt in row.doubts} == {DoubtReason.OPEN_DEAL}
        assert {doubt.deal_id for doubt in row.doubts} == {first.deal_id, second}

    def test_asks_about_advertising_in_the_name_of_a_client(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        held(studio, replace(FIRST, message="http://a.example http://b.example http://c.example"))
        assert reasons(studio) == [DoubtReason.OPEN_DEAL, DoubtReason.LINKS]

    def test_asks_about_a_known_number_with_a_strangers_address(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        held(studio, LeadIn(name="Кто-то", email="other@example.org", phone="8 916 123-45-67"))
        assert reasons(studio) == [DoubtReason.PHONE]

    def test_asks_about_an_address_of_one_client_with_the_number_of_another(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        receive_lead(studio, lead=LeadIn(name="Олег", email="oleg@example.org", phone="+79990001122"))
        held(studio, LeadIn(name="Олег", email="oleg@example.org", phone="+79161234567"))
        assert set(reasons(studio)) == {DoubtReason.EMAIL, DoubtReason.PHONE}

    def test_asks_about_a_name_that_resembles_a_client(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        held(studio, LeadIn(name="Ivan", email="ivan@example.org", company="Severniy Chay"))
        assert reasons(studio) == [DoubtReason.COMPANY]

    def test_asks_about_advertising(self, studio: Work) -> None:
        held(studio, LeadIn(name="SEO", email="seo@example.org", message="http://a.example http://b.example www.c.io"))
        assert reasons(studio) == [DoubtReason.LINKS]

    def test_lets_a_stranger_straight_through(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        lead_id = accept_lead(studio, lead=LeadIn(name="Олег", email="oleg@example.org", company="Лес")).lead_id
        assert open_deal(studio, lead_id=lead_id)
        assert incoming_page(studio).waiting == 0

    def test_is_settled_once_the_lead_is_held(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        assert open_deal(studio, lead_id=held(studio, UNSURE)) is None


class TestAcceptLeadAsDeal:
    def test_makes_a_deal_of_the_client_it_is_given_to(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        lead_id = held(studio, LeadIn(name="Иван", email="ivan@example.org", company="Severniy Chay"))
        client = studio.session.exec(select(Client)).one()
        deal_id = accept_lead_as_deal(studio, lead_id=lead_id, client_id=client.id)
        deal = studio.session.get_one(Deal, deal_id)
        assert deal.client_id == client.id
        assert studio.session.get_one(Contact, deal.contact_id).email == "ivan@example.org"
        assert studio.session.get_one(Lead, lead_id).state is LeadState.DEAL

    def test_makes_a_new_client_when_it_is_nobody_known(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        lead_id = held(studio, LeadIn(name="Кто-то", email="other@example.org", phone="+79161234567"))
        accept_lead_as_deal(studio, lead_id=lead_id)
        assert studio.session.exec(select(func.count()).select_from(Client)).one() == 2

    def test_is_refused_when_a_colleague_was_quicker(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        lead_id = held(studio, UNSURE)
        accept_lead_as_deal(studio, lead_id=lead_id)
        with pytest.raises(Stale):
            accept_lead_as_deal(studio, lead_id=lead_id)


class TestJoinLeadToDeal:
    def test_tells_the_deal_and_keeps_the_new_address(self, studio: Work) -> None:
        first = receive_lead(studio, lead=FIRST)
        lead_id = held(studio, LeadIn(name="Бухгалтер", email="buh@example.com", phone="+79161234567", message="Счёт"))
        join_lead_to_deal(studio, lead_id=lead_id, deal_id=first.deal_id)
        event = studio.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.LEAD_JOINED)).one()
        assert (event.deal_id, event.payload["text"]) == (first.deal_id, "Счёт")
        emails = studio.session.exec(select(Contact.email).order_by(col(Contact.id))).all()
        assert emails == ["maria@example.com", "buh@example.com"]
        assert studio.session.exec(select(func.count()).select_from(Deal)).one() == 1


class TestRejectLead:
    def test_puts_it_out_of_sight_and_back(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        lead_id = held(studio, UNSURE)
        reject_lead(studio, lead_id=lead_id)
        assert (incoming_page(studio).waiting, incoming_page(studio, spam=True).rows[0].id) == (0, lead_id)
        restore_lead(studio, lead_id=lead_id)
        assert incoming_page(studio).rows[0].id == lead_id


class TestFindTargets:
    def test_finds_deals_by_all_words(self, studio: Work) -> None:
        received = receive_lead(studio, lead=FIRST)
        assert [target.deal_id for target in find_targets(studio, text="белова 7916")] == [received.deal_id]
        assert find_targets(studio, text=" ") == find_targets(studio, text="белова нет") == ()


class TestSplitLead:
    def test_gives_back_what_was_added_to_a_wrong_deal(self, studio: Work) -> None:
        deal_id = receive_lead(studio, lead=FIRST).deal_id
        lead_id = held(studio, UNSURE)
        join_lead_to_deal(studio, lead_id=lead_id, deal_id=deal_id)
        split_lead(studio, lead_id=lead_id)
        assert [row.id for row in incoming_page(studio).rows] == [lead_id]
        assert reasons(studio) == [DoubtReason.COMPANY]
        query = select(TimelineEvent.kind).where(TimelineEvent.deal_id == deal_id)
        assert studio.session.exec(query.order_by(col(TimelineEvent.id))).all()[-1] == EventKind.LEAD_SPLIT

    def test_asks_about_one_that_was_added_without_asking(self, studio: Work) -> None:
        deal_id = receive_lead(studio, lead=FIRST).deal_id
        lead_id = accept_lead(studio, lead=replace(FIRST, message="И ещё вопрос")).lead_id
        assert open_deal(studio, lead_id=lead_id) == deal_id
        split_lead(studio, lead_id=lead_id)
        assert reasons(studio) == [DoubtReason.OPEN_DEAL]

    def test_takes_its_files_along_to_where_it_belongs(self, studio: Work) -> None:
        deal_id = receive_lead(studio, lead=FIRST).deal_id
        lead_id = written(studio, "brief.pdf", "spam.pdf")
        join_lead_to_deal(studio, lead_id=lead_id, deal_id=deal_id)
        removed = next(file for file in files_of(studio, deal_id=deal_id) if file.name == "spam.pdf")
        remove_file(studio, file_id=removed.id)
        split_lead(studio, lead_id=lead_id)
        assert files_of(studio, deal_id=deal_id) == ()
        event = studio.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.LEAD_SPLIT)).one()
        assert event.payload["files"] == 1
        other_id = accept_lead_as_deal(studio, lead_id=lead_id)
        assert [(file.name, file.stored_as) for file in files_of(studio, deal_id=other_id)] == [
            ("brief.pdf", "stored-brief.pdf")
        ]
        restore_file(studio, file_id=removed.id)  # what a person took off the deal is still theirs to bring back
        assert [file.name for file in files_of(studio, deal_id=deal_id)] == ["spam.pdf"]

    def test_leaves_the_lead_that_a_deal_was_made_of(self, studio: Work) -> None:
        lead_id = receive_lead(studio, lead=FIRST).lead_id
        with pytest.raises(Stale):
            split_lead(studio, lead_id=lead_id)


class TestNamesakes:
    def test_are_told_apart_by_their_address(self, studio: Work) -> None:
        for email in ("one@example.com", "two@example.net"):
            deal_id = receive_lead(studio, lead=LeadIn(name="Пётр", email=email)).deal_id
            deal = studio.session.get_one(Deal, deal_id)
            save_client(studio, client_id=deal.client_id, values={"name": "ООО «Северный чай»", "locale": "ru"})
        held(studio, UNSURE)
        (row,) = incoming_page(studio).rows
        assert set(row.reach.values()) == {"one@example.com", "two@example.net"}
        labels = [proposal.label for proposal in card(row, locale="ru", timezone="Europe/Moscow").proposals]
        assert len(set(labels)) == len(labels) == 4

    def test_need_no_address_where_the_name_is_one(self, studio: Work) -> None:
        receive_lead(studio, lead=FIRST)
        held(studio, UNSURE)
        assert incoming_page(studio).rows[0].reach == {}
