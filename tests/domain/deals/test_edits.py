"""Two people at one deal."""

import pytest
from sqlmodel import select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.client_book.edits import add_contact, contact_values, save_contact
from studio_app.domain.clients.models import Contact
from studio_app.domain.clients.recipients import Purpose, recipient
from studio_app.domain.deals.edits import contact_names, deal_values, edit_deal
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.find import find_anything
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.domain.conftest import House

PETR = {"name": "Пётр", "email": "petr@example.com", "phone": "", "post": "Директор", "signs": "on"}


@pytest.fixture
def deal(work: Work, house: House) -> Deal:
    return work.session.get_one(Deal, house.deal(stage=0))


class TestEditDeal:
    def test_merges_what_two_people_changed(self, work: Work, deal: Deal) -> None:
        seen = deal_values(work, deal_id=deal.id)
        other = add_contact(work, client_id="client", values=PETR)
        assert edit_deal(work, deal_id=deal.id, values={**seen, "title": "Магазин"}, seen=seen) == ()
        assert edit_deal(work, deal_id=deal.id, values={**seen, "contact_id": other}, seen=seen) == ()
        assert (deal.title, deal.contact_id) == ("Магазин", other)
        assert [hit.ref for hit in find_anything(work, text="магазин петр").hits] == [deal.id]

    def test_shows_a_clash_and_overwrites_nothing(self, work: Work, deal: Deal) -> None:
        seen = deal_values(work, deal_id=deal.id)
        edit_deal(work, deal_id=deal.id, values={**seen, "title": "Её"}, seen=seen)
        (clash,) = edit_deal(work, deal_id=deal.id, values={**seen, "title": "Его"}, seen=seen)
        assert (clash.field, clash.mine, clash.theirs) == ("title", "Его", "Её")
        assert deal.title == "Её"

    def test_keeps_what_was_before_in_the_timeline(self, work: Work, deal: Deal) -> None:
        seen = deal_values(work, deal_id=deal.id)
        edit_deal(work, deal_id=deal.id, values={**seen, "title": "Магазин"}, seen=seen)
        same = deal_values(work, deal_id=deal.id)
        edit_deal(work, deal_id=deal.id, values=same, seen=same)
        (event,) = work.session.exec(select(TimelineEvent)).all()
        assert event.payload["changed"] == {"title": ["Deal 1", "Магазин"]}

    def test_refuses_a_title_left_out_and_a_strangers_contact(self, work: Work, deal: Deal) -> None:
        seen = deal_values(work, deal_id=deal.id)
        with pytest.raises(Invalid):
            edit_deal(work, deal_id=deal.id, values={**seen, "title": "  "}, seen=seen)
        with pytest.raises(NotFound):
            edit_deal(work, deal_id=deal.id, values={**seen, "contact_id": "stranger"}, seen=seen)


class TestContactNames:
    def test_leaves_out_whom_nobody_knows(self, work: Work, deal: Deal) -> None:
        petr = add_contact(work, client_id="client", values=PETR)
        assert contact_names(work, contact_ids=[petr, "stranger", ""]) == {petr: PETR["name"]}


class TestSaveContact:
    def test_merges_and_shows_a_clash(self, work: Work, deal: Deal) -> None:
        contact_id = add_contact(work, client_id="client", values=PETR)
        seen = contact_values(work, contact_id=contact_id)
        save_contact(work, contact_id=contact_id, values={**seen, "email": "p@example.com", "post": "Владелец"})
        mine = {**seen, "email": "petr@daisy.example", "decides": "on"}
        (clash,) = save_contact(work, contact_id=contact_id, values=mine, seen=seen)
        row = work.session.get_one(Contact, contact_id)
        assert (clash.field, clash.theirs) == ("email", "p@example.com")
        assert (row.email, row.post, row.decides, row.signs) == ("p@example.com", "Владелец", True, True)


class TestRecipient:
    def test_is_whoever_has_the_role_else_the_deals_contact(self, work: Work, deal: Deal) -> None:
        signer = add_contact(work, client_id="client", values=PETR)
        found = {one: recipient(work, contact_id=deal.contact_id, purpose=one) for one in Purpose}
        assert {one: row.id if row else "" for one, row in found.items()} == {
            Purpose.DECIDE: deal.contact_id,
            Purpose.PAY: deal.contact_id,
            Purpose.SIGN: signer,
        }
