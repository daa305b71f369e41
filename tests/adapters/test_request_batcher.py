"""Questions share answers, and no question gets an answer older than itself."""

import asyncio
from collections.abc import Sequence

import pytest

from studio_app.adapters.request_batcher import RequestBatcher
from studio_app.core.errors import Trouble, Unavailable


class AnsweringService:
    """Answers with what it knows at the moment; slowly."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.known = 1

    async def answer(self, questions: Sequence[str]) -> list[int]:
        self.batches.append(list(questions))
        if "wrong" in questions:
            raise ValueError("wrong")
        known = self.known
        await asyncio.sleep(0.01)
        return [known] * len(questions)


class TestRequestBatcher:
    async def test_answers_what_came_in_meanwhile_at_once(self) -> None:
        service = AnsweringService()
        batcher = RequestBatcher(service.answer, at_most=8)
        await asyncio.gather(*(batcher.ask(name) for name in "abcd"))
        assert service.batches == [["a", "b", "c", "d"]]

    async def test_never_answers_from_before_the_question(self) -> None:
        service = AnsweringService()
        batcher = RequestBatcher(service.answer, at_most=8)
        first = asyncio.create_task(batcher.ask("early"))
        await asyncio.sleep(0.005)
        service.known = 2
        assert await batcher.ask("late") == 2
        assert await first == 1

    async def test_keeps_batches_small(self) -> None:
        service = AnsweringService()
        batcher = RequestBatcher(service.answer, at_most=3)
        await asyncio.gather(*(batcher.ask(name) for name in "abcdefg"))
        assert [len(batch) for batch in service.batches] == [3, 3, 1]

    async def test_refuses_only_the_one_that_is_wrong(self) -> None:
        batcher = RequestBatcher(AnsweringService().answer, at_most=8)
        good, wrong, other = await asyncio.gather(
            batcher.ask("good"), batcher.ask("wrong"), batcher.ask("other"), return_exceptions=True
        )
        assert (good, other) == (1, 1)
        assert isinstance(wrong, ValueError)

    async def test_refuses_all_at_once_when_nobody_can_be_answered(self) -> None:
        asked: list[int] = []

        async def answer(questions: Sequence[str]) -> list[int]:
            asked.append(len(questions))
            raise Unavailable(trouble=Trouble.LOCKED)

        batcher = RequestBatcher(answer, at_most=8)
        found = await asyncio.gather(*(batcher.ask(name) for name in "abcd"), return_exceptions=True)
        assert [type(one) for one in found] == [Unavailable] * 4
        assert asked == [4]

    async def test_refuses_those_who_came_meanwhile_without_trying_again(self) -> None:
        asked: list[str] = []
        begun, late_is_here = asyncio.Event(), asyncio.Event()

        async def answer(questions: Sequence[str]) -> list[int]:
            asked.extend(questions)
            begun.set()
            await late_is_here.wait()
            raise Unavailable(trouble=Trouble.LOCKED)

        batcher = RequestBatcher(answer, at_most=8)
        early = asyncio.create_task(batcher.ask("early"))
        await begun.wait()
        late = asyncio.create_task(batcher.ask("late"))
        await asyncio.sleep(0)
        late_is_here.set()
        found = await asyncio.gather(early, late, return_exceptions=True)
        assert [type(one) for one in found] == [Unavailable] * 2
        assert asked == ["early"]

    async def test_goes_on_when_somebody_has_gone(self) -> None:
        batcher = RequestBatcher(AnsweringService().answer, at_most=8)
        gone = asyncio.create_task(batcher.ask("gone"))
        stays = asyncio.create_task(batcher.ask("stays"))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert await stays == 1
        await asyncio.sleep(0)
        assert not batcher.busy
