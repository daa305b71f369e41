"""The client is answered from the deal's page, where they can be reached."""

from sqlmodel import select

from studio_app.domain.leads.models import Message
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.deal.reply.state import ReplyState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def written(work: Work) -> list[str]:
    return list(work.session.exec(select(Message.text)))


class TestReply:
    async def test_is_on_its_way_and_the_form_is_closed(self, seat: Seat) -> None:
        await seat.open(paths.deal(seat.deal(email="maria@example.com")), ReplyState.load)
        [way] = await seat.shows(ReplyState, "ways")
        assert "maria@example.com" in way.label
        await seat.press(ReplyState.open_form)
        told = await seat.press(ReplyState.send, form={"way": way.id, "text": "Посчитаем к среде"})
        assert said(told, "reply.on_its_way")
        assert not await seat.shows(ReplyState, "writing")
        assert seat.read(written) == ["Посчитаем к среде"]

    async def test_without_words_stays_in_the_form(self, seat: Seat) -> None:
        await seat.open(paths.deal(seat.deal()), ReplyState.load)
        [way] = await seat.shows(ReplyState, "ways")
        await seat.press(ReplyState.open_form)
        await seat.press(ReplyState.send, form={"way": way.id, "text": " "})
        assert await seat.shows(ReplyState, "writing")
        assert seat.read(written) == []

    async def test_goes_nowhere_that_was_not_offered(self, seat: Seat) -> None:
        await seat.open(paths.deal(seat.deal()), ReplyState.load)
        await seat.press(ReplyState.open_form)
        await seat.press(ReplyState.send, form={"way": "mail:somebody@else.example", "text": "Добрый день"})
        assert seat.read(written) == []
