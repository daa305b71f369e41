"""The list of clients, the page of one, and two that are one."""

from dataclasses import fields

from studio_app.domain.client_book.edits import save_client
from studio_app.domain.client_book.listing import client_card
from studio_app.domain.clients.requisites import requisites_of
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.clients.list_state import ClientsState
from studio_app.workspace.clients.merge_state import MergeState
from studio_app.workspace.clients.state import ClientState
from tests.agreeing import CLIENT
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def client_of(work: Work, *, deal_id: str) -> str:
    return work.session.get_one(Deal, deal_id).client_id


async def opened(seat: Seat, client_id: str) -> None:
    await seat.open(paths.client(client_id), ClientState.load, MergeState.load)


class TestList:
    async def test_shows_whom_the_words_name(self, seat: Seat) -> None:
        for name, email in (("Анна Белова", "anna@example.com"), ("Борис Чернов", "boris@example.com")):
            seat.deal(name, email=email)
        await seat.open(paths.CLIENTS, ClientsState.load)
        assert await seat.shows(ClientsState, "total") == 2
        await seat.press(ClientsState.search, text="чернов")
        assert [row.name for row in await seat.shows(ClientsState, "rows")] == ["Борис Чернов"]

    async def test_turns_no_page_that_is_not_there(self, seat: Seat) -> None:
        seat.deal()
        await seat.open(paths.CLIENTS, ClientsState.load)
        for by in (1, -1):
            await seat.press(ClientsState.turn, by=by)
            assert await seat.shows(ClientsState, "page") == 0
        assert len(await seat.shows(ClientsState, "rows")) == 1


class TestPage:
    async def test_keeps_no_requisites_that_are_wrong_and_says_where(self, seat: Seat) -> None:
        client_id = seat.read(client_of, deal_id=seat.deal())
        await opened(seat, client_id)
        typed = {one.name: str(getattr(CLIENT, one.name)) for one in fields(CLIENT)}
        told = await seat.press(ClientState.keep_requisites, answers={**typed, "inn": "7736050004"})
        assert said(told, "error.invalid.details")
        assert (await seat.shows(ClientState, "errors"))["inn"]
        assert (await seat.shows(ClientState, "values"))["inn"] == "7736050004"
        assert seat.read(requisites_of, client_id=client_id) is None

        await seat.press(ClientState.keep_requisites, answers=typed)
        assert not any((await seat.shows(ClientState, "errors")).values())
        assert seat.read(requisites_of, client_id=client_id) == CLIENT

    async def test_asks_about_a_name_that_a_colleague_has_changed_meanwhile(self, seat: Seat) -> None:
        client_id = seat.read(client_of, deal_id=seat.deal("Мария"))
        await opened(seat, client_id)
        await seat.press(ClientState.edit_client)
        seat.run(save_client, client_id=client_id, values={"name": "Марина", "locale": "ru"})
        await seat.press(ClientState.keep_client, answers={"name": "Марья", "locale": "ru"})
        [clash] = await seat.shows(ClientState, "clashes")
        assert (clash.field, clash.mine, clash.theirs) == ("name", "Марья", "Марина")
        assert seat.read(client_card, client_id=client_id).name == "Марина"
        await seat.press(ClientState.put, field="name")
        assert await seat.shows(ClientState, "clashes") == []
        assert seat.read(client_card, client_id=client_id).name == "Марья"

    async def test_of_nobody_leads_back_to_the_list(self, seat: Seat) -> None:
        seat.tab.path = paths.client("nobody")
        assert paths.CLIENTS in await seat.press(ClientState.load)
        assert await seat.shows(ClientState, "name") == ""


class TestMerging:
    async def test_makes_one_of_two_and_two_of_them_again(self, seat: Seat) -> None:
        deals = [seat.deal("Мария Круглова"), seat.deal("Мария Круглова", email="other@example.com")]
        kept, gone = (seat.read(client_of, deal_id=deal_id) for deal_id in deals)
        assert kept != gone
        await opened(seat, kept)
        await seat.press(MergeState.open, opened=True)
        await seat.press(MergeState.search, text="Круглова")
        assert [row.id for row in await seat.shows(MergeState, "found")] == [gone]
        await seat.press(MergeState.choose, client_id=gone)
        assert await seat.shows(MergeState, "deals") == 1
        told = await seat.press(MergeState.merge, answers={})
        assert said(told, "clients.merge_done")
        assert {seat.read(client_of, deal_id=deal_id) for deal_id in deals} == {kept}

        await seat.press(MergeState.load)
        [past] = await seat.shows(MergeState, "past")
        await seat.press(MergeState.part, merge_id=past.id)
        assert seat.read(client_of, deal_id=deals[1]) == gone
        assert await seat.shows(MergeState, "past") == []
