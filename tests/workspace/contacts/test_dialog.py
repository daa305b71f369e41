"""The dialog of one contact: somebody known, or somebody new of a client."""

from sqlmodel import col, select

from studio_app.domain.client_book.edits import save_contact
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work
from studio_app.workspace.contacts.state import ContactState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def contact_of(work: Work, *, deal_id: str) -> Contact:
    return work.session.get_one(Contact, work.session.get_one(Deal, deal_id).contact_id)


def names(work: Work, *, client_id: str) -> list[str]:
    rows = select(Contact.name).where(Contact.client_id == client_id)
    return list(work.session.exec(rows.order_by(col(Contact.name))))


class TestDialog:
    async def test_shows_what_is_kept_and_keeps_what_is_typed(self, seat: Seat) -> None:
        deal_id = seat.deal("Мария", email="maria@example.com")
        contact = seat.read(contact_of, deal_id=deal_id)
        await seat.press(ContactState.edit, contact_id=contact.id)
        assert (await seat.shows(ContactState, "form")).email == "maria@example.com"
        answers = {"name": "Мария Круглова", "email": "new@example.com", "phone": "", "post": "Директор"}
        await seat.press(ContactState.save, answers=answers)
        assert not await seat.shows(ContactState, "opened")
        kept = seat.read(contact_of, deal_id=deal_id)
        assert (kept.name, kept.email, kept.post) == ("Мария Круглова", "new@example.com", "Директор")

    async def test_stays_open_over_somebody_who_cannot_be_reached(self, seat: Seat) -> None:
        deal_id = seat.deal()
        await seat.press(ContactState.edit, contact_id=seat.read(contact_of, deal_id=deal_id).id)
        told = await seat.press(ContactState.save, answers={"name": "Мария", "email": "", "phone": ""})
        assert said(told, "error.invalid.reachable")
        assert await seat.shows(ContactState, "opened")
        assert seat.read(contact_of, deal_id=deal_id).email == "maria@example.com"

    async def test_asks_about_what_a_colleague_has_changed_meanwhile(self, seat: Seat) -> None:
        deal_id = seat.deal()
        contact = seat.read(contact_of, deal_id=deal_id)
        await seat.press(ContactState.edit, contact_id=contact.id)
        theirs = {"name": "Мария", "email": "theirs@example.com", "phone": ""}
        seat.run(save_contact, contact_id=contact.id, values=theirs)
        await seat.press(ContactState.save, answers={**theirs, "email": "mine@example.com"})
        [clash] = await seat.shows(ContactState, "clashes")
        assert (clash.field, clash.mine, clash.theirs) == ("email", "mine@example.com", "theirs@example.com")
        await seat.press(ContactState.leave, field="email")
        assert await seat.shows(ContactState, "clashes") == []
        assert seat.read(contact_of, deal_id=deal_id).email == "theirs@example.com"

    async def test_adds_somebody_to_a_client(self, seat: Seat) -> None:
        client_id = seat.read(contact_of, deal_id=seat.deal("Мария")).client_id
        await seat.press(ContactState.add, client_id=client_id)
        await seat.press(ContactState.save, answers={"name": "Бухгалтер", "email": "pay@example.com"})
        assert seat.read(names, client_id=client_id) == ["Бухгалтер", "Мария"]
