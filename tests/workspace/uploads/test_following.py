"""What is read is followed while it is read, and let go of when nobody looks any more."""

import asyncio

import pytest

from studio_app.adapters.processes.pool import OnProgress
from studio_app.core.errors import Invalid
from studio_app.workspace.uploads import following
from studio_app.workspace.uploads.following import followed


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_PAUSE", 0.001)


class TestFollowed:
    async def test_tells_how_far_it_has_come_and_last_what_was_made(self) -> None:
        seen = asyncio.Event()

        async def read(tell: OnProgress) -> str:
            tell(500)
            await seen.wait()
            return "plan"

        steps: list[tuple[int, tuple[str, ...]]] = []
        async for step in followed(read):
            steps.append((step.rows, step.made))
            seen.set()
        assert steps == [(500, ()), (500, ("plan",))]

    async def test_makes_one_step_of_what_is_read_at_once(self) -> None:
        async def read(tell: OnProgress) -> None:
            """Nothing is waiting to be read."""

        assert [step.made async for step in followed(read)] == [(None,)]

    async def test_raises_what_the_reading_raises(self) -> None:
        async def read(tell: OnProgress) -> None:
            raise Invalid(field="file", reason="required")

        with pytest.raises(Invalid):
            [step async for step in followed(read)]

    async def test_ends_the_reading_when_nobody_looks_any_more(self) -> None:
        ended = asyncio.Event()

        async def read(tell: OnProgress) -> None:
            try:
                tell(1)
                await asyncio.sleep(60)
            finally:
                ended.set()

        steps = followed(read)
        assert (await anext(steps)).rows == 1
        await steps.aclose()
        await asyncio.wait_for(ended.wait(), 5)
