"""Questions share answers, and no question gets an answer older than itself."""

import asyncio
from collections.abc import Sequence

import pytest

from studio_app.adapters.request_batcher import RequestBatcher
from studio_app.core.errors import Trouble, Unavailable


class IntakeDefaults:
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


class TestTogether:
    async def test_answers_what_came_in_meanwhile_at_once(self) -> None:
        desk = IntakeDefaults()
        together = RequestBatcher(desk.answer, at_most=8)
        await asyncio.gather(*(together.ask(name) for name in "abcd"))
        assert desk.batches == [["a", "b", "c", "d"]]

    async def test_never_answers_from_before_the_question(self) -> None:
        desk = IntakeDefaults()
        together = RequestBatcher(desk.answer, at_most=8)
        first = asyncio.create_task(together.ask("early"))
        await asyncio.sleep(0.005)
        desk.known = 2
        assert await together.ask("late") == 2
        assert await first == 1

    async def test_keeps_batches_small(self) -> None:
        desk = IntakeDefaults()
        together = RequestBatcher(desk.answer, at_most=3)
        await asyncio.gather(*(together.ask(name) for name in "abcdefg"))
        assert [len(batch) for batch in desk.batches] == [3, 3, 1]

    async def test_refuses_only_the_one_that_is_wrong(self) -> None:
        together = RequestBatcher(IntakeDefaults().answer, at_most=8)
        good, wrong, other = await asyncio.gather(
            together.ask("good"), together.ask("wrong"), together.ask("other"), return_exceptions=True
        )
        assert (good, other) == (1, 1)
        assert isinstance(wrong, ValueError)

    async def test_refuses_all_at_once_when_nobody_can_be_answered(self) -> None:
        asked: list[int] = []

        async def answer(questions: Sequence[str]) -> list[int]:
            asked.append(len(questions))
            raise Unavailable(trouble=Trouble.LOCKED)

        together = RequestBatcher(answer, at_most=8)
        found = await asyncio.gather(*(together.ask(name) for name in "abcd"), return_exceptions=True)
        assert [type(one) for one in found] == [Unavailable] * 4
        assert asked == [4]

    async def test_goes_on_when_somebody_has_gone(self) -> None:
        together = RequestBatcher(IntakeDefaults().answer, at_most=8)
        gone = asyncio.create_task(together.ask("gone"))
        stays = asyncio.create_task(together.ask("stays"))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert await stays == 1
        await asyncio.sleep(0)
        assert not together.busy
