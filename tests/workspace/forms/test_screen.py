"""Forms of the studio's own: what is typed is kept, or refused with its field, and the link shows the form."""

from typing import Any

import httpx

from studio_app.domain.leads.forms import LONGEST_QUESTION, forms, save_form
from studio_app.workspace.forms.state import FormsState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture

ADDRESS = "/settings/forms"


async def typed(seat: Seat, **changes: str) -> dict[str, Any]:
    """A new form as the browser posts it."""
    await seat.open(ADDRESS, FormsState.load)
    await seat.press(FormsState.edit, row_id="")
    form = await seat.shows(FormsState, "form")
    own = {"key": "tea", "name": "Чай", "channel_id": form.channel_id, "active": "on"}
    return {**form.typed, **own, **changes}


class TestForms:
    async def test_of_a_new_one_the_link_shows_its_questions(self, seat: Seat, browser: httpx.AsyncClient) -> None:
        data = await typed(seat, question_ru_1="Какой чай?", question_en_1="Which tea?", required_1="on")
        await seat.press(FormsState.save, data=data)
        assert not await seat.shows(FormsState, "editing")
        row = next(one for one in await seat.shows(FormsState, "rows") if one.key == "tea")
        page = await browser.get(row.link.removeprefix(seat.services.settings.url))
        assert page.status_code == 200
        assert "Какой чай?" in page.text

    async def test_names_each_text_that_is_too_long_and_keeps_none(self, seat: Seat) -> None:
        data = await typed(seat, question_ru_1="ы" * (LONGEST_QUESTION + 1))
        before = len(seat.read(forms))
        told = await seat.press(FormsState.save, data=data)
        assert "question_ru_1" in told
        assert await seat.shows(FormsState, "editing")
        assert len(seat.read(forms)) == before

    async def test_are_not_kept_over_what_a_colleague_has_kept_meanwhile(self, seat: Seat) -> None:
        mine = await typed(seat)
        await seat.press(FormsState.save, data=mine)
        [made] = [one for one in seat.read(forms) if one.key == "tea"]
        await seat.press(FormsState.edit, row_id=made.id)
        seat.run(save_form, form=made.model_copy(update={"name": "Кофе"}))
        told = await seat.press(FormsState.save, data={**mine, "name": "Какао"})
        assert said(told, "error.stale")
        [kept] = [one for one in seat.read(forms) if one.key == "tea"]
        assert (kept.name, kept.version) == ("Кофе", made.version + 1)

    async def test_are_looked_at_by_links_of_our_own_only(self, seat: Seat) -> None:
        await seat.press(FormsState.save, data=await typed(seat))
        row = next(one for one in await seat.shows(FormsState, "rows") if one.key == "tea")
        for link, shown in ((row.link, row.link), ("https://elsewhere.example/lead/tea", "")):
            await seat.press(FormsState.look_at, link=link)
            assert await seat.shows(FormsState, "preview") == shown
