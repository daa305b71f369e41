"""Which clients have a page open right now."""

import asyncio
from collections.abc import Sequence

import pytest

from studio_app.adapters.live.readers import Readers
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Committed
from studio_app.workspace.board.feed import _UNSEEN


@pytest.fixture
def told() -> list[str | None]:
    return []


@pytest.fixture
def readers(told: list[str | None]) -> Readers:
    def publish(events: Sequence[Committed]) -> None:
        told.extend(event.deal_id for event in events if event.kind is EventKind.READER_SEEN)

    return Readers(publish, life_seconds=0.02)


class TestReaders:
    def test_count_a_page_as_long_as_it_is_open(self, readers: Readers, told: list[str | None]) -> None:
        with readers.reading(deal_id="d", kind="proposal"), readers.reading(deal_id="d", kind="proposal"):
            assert readers.now("d") == ("proposal",)
            assert readers.now("other") == ()
        assert readers.now("d") == ()
        assert told == ["d", "d"]  # came and went, once each

    async def test_let_a_sign_of_life_fade(self, readers: Readers, told: list[str | None]) -> None:
        for _ in range(3):
            readers.alive(deal_id="d", kind="brief")
        assert readers.now("d") == ("brief",)
        await asyncio.sleep(0.05)
        assert readers.now("d") == ()
        assert told == ["d", "d"]

    def test_leave_boards_alone(self) -> None:
        assert EventKind.READER_SEEN in _UNSEEN
