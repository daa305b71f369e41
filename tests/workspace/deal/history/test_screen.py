"""The history on a deal's page: what was written down stands in it, and what was asked for only."""

import pytest

from studio_app.workspace import paths
from studio_app.workspace.deal.history.state import HistoryState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


@pytest.fixture
async def page(seat: Seat) -> Seat:
    await seat.open(paths.deal(seat.deal()), HistoryState.load)
    return seat


async def notes(seat: Seat) -> list[str]:
    return [one.note for one in await seat.shows(HistoryState, "entries") if one.note]


class TestHistory:
    async def test_shows_a_note_as_it_was_written(self, page: Seat) -> None:
        await page.press(HistoryState.write_note, form={"text": "Просит позвонить после обеда"})
        first = (await page.shows(HistoryState, "entries"))[0]
        assert (first.note, first.text, first.who) == ("Просит позвонить после обеда", "", "Анна Орлова")
        assert first.undo

    async def test_takes_no_empty_note(self, page: Seat) -> None:
        before = len(await page.shows(HistoryState, "entries"))
        assert said(await page.press(HistoryState.write_note, form={"text": "  "}), "error.invalid.required")
        await page.press(HistoryState.catch_up)
        assert len(await page.shows(HistoryState, "entries")) == before

    async def test_shows_only_what_says_the_words(self, page: Seat) -> None:
        for text in ("Просит скидку", "Прислал логотип"):
            await page.press(HistoryState.write_note, form={"text": text})
        await page.press(HistoryState.search, text="логотип")
        assert await notes(page) == ["Прислал логотип"]
        await page.press(HistoryState.search, text="")
        assert set(await notes(page)) >= {"Просит скидку", "Прислал логотип"}

    async def test_keeps_a_call_with_what_came_of_it(self, page: Seat) -> None:
        await page.press(HistoryState.open_log)
        form = {"channel": "call", "result": "agreed", "minutes": "12", "text": "Согласны на аванс"}
        await page.press(HistoryState.log, form=form)
        assert not await page.shows(HistoryState, "logging")
        first = (await page.shows(HistoryState, "entries"))[0]
        assert "12" in first.text
        assert first.note == "Согласны на аванс"

    @pytest.mark.parametrize("wrong", [{"channel": "pigeon"}, {"result": "unheard of"}, {"minutes": "ten"}])
    async def test_keeps_the_form_of_a_call_that_makes_no_sense(self, page: Seat, wrong: dict[str, str]) -> None:
        before = len(await page.shows(HistoryState, "entries"))
        await page.press(HistoryState.open_log)
        form = {"channel": "call", "result": "agreed", "minutes": "12", "text": "", **wrong}
        assert said(await page.press(HistoryState.log, form=form), "error.invalid.minutes")
        assert await page.shows(HistoryState, "logging")
        assert len(await page.shows(HistoryState, "entries")) == before
