"""A lead comes in and becomes one deal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.assignment.workload import StudioNotReady
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import add_deal_by_hand, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.search.find import find_anything
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import Channel, Stage
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

LEAD = LeadIn(
    name="Мария Белова", email="Maria@Example.com", phone="8 (916) 123-45-67", message="Нужен сайт", source="telegram"
)


def _deals(work: Work) -> int:
    return work.session.exec(select(func.count()).select_from(Deal)).one()


class TestReceiveLead:
    def test_makes_a_deal_in_the_first_stage_of_its_channel(self, studio: Work) -> None:
        received = receive_lead(studio, lead=LEAD)
        deal = studio.session.get_one(Deal, received.deal_id)
        assert received.created
        assert studio.session.get_one(Channel, deal.channel_id).key == "telegram"
        event = studio.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.DEAL_CREATED)).one()
        assert event.deal_id == deal.id
        assert event.payload["lead_id"] == received.lead_id
        assert studio.session.get_one(Stage, event.payload["stage_id"]).role is StageRole.LEAD

    def test_keeps_the_words_and_normalises_the_addresses(self, studio: Work) -> None:
        received = receive_lead(studio, lead=LEAD)
        contact = studio.session.exec(select(Contact)).one()
        assert (contact.email, contact.phone) == ("maria@example.com", "+79161234567")
        assert studio.session.get_one(Lead, received.lead_id).message == "Нужен сайт"

    def test_numbers_deals_one_after_another(self, studio: Work) -> None:
        for index in range(3):
            receive_lead(studio, lead=replace(LEAD, name=f"Гость {index}"))
        assert list(studio.session.exec(select(Deal.number).order_by(col(Deal.number)))) == [1, 2, 3]

    def test_is_found_by_number_name_phone_and_address(self, studio: Work) -> None:
        received = receive_lead(studio, lead=LEAD)
        for words in ("1", "Марию Белову", "+7 916 123-45-67", "MARIA@example.com"):
            [deal, *_] = find_anything(studio, text=words).hits
            assert (deal.kind, deal.ref) == (EntryKind.DEAL, received.deal_id)

    def test_keeps_an_unknown_source_and_falls_back_to_the_site(self, studio: Work) -> None:
        received = receive_lead(studio, lead=replace(LEAD, source="Billboard on M4"))
        deal = studio.session.get_one(Deal, received.deal_id)
        assert studio.session.get_one(Channel, deal.channel_id).key == "site"
        assert studio.session.get_one(Lead, received.lead_id).source == "Billboard on M4"

    def test_knows_a_returning_client_by_address(self, studio: Work) -> None:
        first = receive_lead(studio, lead=LEAD)
        second = receive_lead(studio, lead=replace(LEAD, message="Теперь магазин"))
        rows = [studio.session.get_one(Deal, received.deal_id) for received in (first, second)]
        assert rows[0].client_id == rows[1].client_id
        assert rows[0].contact_id == rows[1].contact_id

    def test_never_gives_a_known_phone_a_strangers_address(self, studio: Work) -> None:
        receive_lead(studio, lead=replace(LEAD, email=""))
        receive_lead(studio, lead=replace(LEAD, email="stranger@example.org", name="Кто-то"))
        contacts = studio.session.exec(select(Contact).order_by(col(Contact.id))).all()
        assert [(contact.email, contact.is_primary) for contact in contacts] == [
            ("", True),
            ("stranger@example.org", False),
        ]
        assert studio.session.exec(select(func.count()).select_from(Client)).one() == 1

    def test_goes_to_the_manager_with_the_fewest_open_deals(self, studio: Work) -> None:
        second = add_person(studio, email="b@studio.example", name="Ольга", password_hash="-", role=Role.MANAGER)
        studio.session.flush()
        ids = [receive_lead(studio, lead=replace(LEAD, name=f"Гость {index}")).deal_id for index in range(4)]
        managers = [studio.session.get_one(Deal, deal_id).manager_id for deal_id in ids]
        assert managers.count(second.id) == 2

    def test_is_refused_while_nobody_could_take_it(self, work: Work) -> None:
        with pytest.raises(StudioNotReady):
            receive_lead(work, lead=LEAD)

    @pytest.mark.parametrize(
        ("change", "field", "reason"),
        [
            ({"name": " \t"}, "name", "required"),
            ({"email": "", "phone": ""}, "email", "reachable"),
            ({"email": "maria@example"}, "email", "email"),
            ({"phone": "12"}, "phone", "phone"),
            ({"message": "x" * 10_001}, "message", "too_long"),
            ({"answers": {"a": {"b": 1}}}, "answers", "answers"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, studio: Work, change: dict[str, object], field: str, reason: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            receive_lead(studio, lead=replace(LEAD, **change))  # type: ignore[arg-type]
        assert (refusal.value.field, refusal.value.reason) == (field, reason)
        assert _deals(studio) == 0


class TestRepeatedLead:
    def test_gives_the_first_one_back_within_ten_minutes(self, studio: Work, clock: FixedClock) -> None:
        first = receive_lead(studio, lead=LEAD)
        clock.advance(timedelta(minutes=9))
        again = receive_lead(studio, lead=replace(LEAD, name=" МАРИЯ  Белова ", email="maria@example.COM", source="vk"))
        assert (again.lead_id, again.deal_id, again.created) == (first.lead_id, first.deal_id, False)
        assert studio.session.get_one(Lead, first.lead_id).source == "telegram"

    def test_is_a_new_one_after_ten_minutes(self, studio: Work, clock: FixedClock) -> None:
        receive_lead(studio, lead=LEAD)
        clock.advance(timedelta(minutes=10))
        assert receive_lead(studio, lead=LEAD).created

    def test_counts_ten_minutes_from_the_newest_lead(self, studio: Work, clock: FixedClock) -> None:
        receive_lead(studio, lead=LEAD)
        clock.advance(timedelta(minutes=10))
        second = receive_lead(studio, lead=LEAD)
        clock.advance(timedelta(minutes=5))
        assert receive_lead(studio, lead=LEAD).lead_id == second.lead_id

    def test_by_its_key_is_the_same_at_any_time_whatever_it_says(self, studio: Work, clock: FixedClock) -> None:
        first = receive_lead(studio, lead=replace(LEAD, idempotency_key="k-1"))
        clock.advance(timedelta(days=2))
        again = receive_lead(studio, lead=replace(LEAD, idempotency_key="k-1", message="Другое"))
        assert again.lead_id == first.lead_id
        assert _deals(studio) == 1

    def test_with_another_key_is_still_the_same_lead_and_the_key_remembers_it(
        self, studio: Work, clock: FixedClock
    ) -> None:
        first = receive_lead(studio, lead=LEAD)
        assert receive_lead(studio, lead=replace(LEAD, idempotency_key="k-2")).lead_id == first.lead_id
        clock.advance(timedelta(hours=1))
        assert receive_lead(studio, lead=replace(LEAD, idempotency_key="k-2")).lead_id == first.lead_id


class TestAddDealByHand:
    def test_is_the_persons_own_in_the_channel_of_hand_made_deals(self, studio: Work) -> None:
        anna = add_person(studio, email="c@studio.example", name="Вера", password_hash="-", role=Role.MANAGER)
        studio.session.flush()
        by_anna = replace(studio, actor=Actor(kind=ActorKind.STAFF, id=anna.id, name=anna.name, role="manager"))
        received = add_deal_by_hand(by_anna, lead=replace(LEAD, source=""), title="Сайт пекарни")
        deal = studio.session.get_one(Deal, received.deal_id)
        assert (deal.manager_id, deal.title) == (anna.id, "Сайт пекарни")
        assert studio.session.get_one(Channel, deal.channel_id).key == "hand"
