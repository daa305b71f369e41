"""The live hub."""

import asyncio
from datetime import UTC, datetime

from studio_app.adapters.live.hub import Hub
from studio_app.domain.actors import ActorKind
from studio_app.domain.timeline.events.notifications import NotificationSent
from studio_app.domain.work import Committed
from tests.happened import blank


def event(number: int, deal_id: str | None = "deal") -> Committed:
    return Committed(
        number, blank(NotificationSent, deal_id=deal_id), datetime(2026, 1, 1, tzinfo=UTC), ActorKind.SYSTEM, "", ""
    )


class TestHub:
    async def test_every_listener_gets_every_event_in_order(self) -> None:
        hub = Hub()
        async with hub.listen() as one, hub.listen() as other:
            await asyncio.to_thread(hub.publish, [event(1), event(2)])
            for queue in (one, other):
                received = [await asyncio.wait_for(queue.get(), 1) for _ in range(2)]
                assert [item.id for item in received if item] == [1, 2]

    async def test_a_listener_that_fell_behind_is_told_to_resync(self) -> None:
        hub = Hub()
        async with hub.listen() as queue:
            hub.publish([event(number) for number in range(600)])
            hub.publish([event(number) for number in range(600)])
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert await asyncio.wait_for(queue.get(), 1) is None

    async def test_nobody_gets_anything_after_leaving(self) -> None:
        hub = Hub()
        async with hub.listen() as queue:
            pass
        hub.publish([event(1)])
        await asyncio.sleep(0)
        assert queue.empty()

    async def test_a_page_of_one_deal_is_not_woken_by_another(self) -> None:
        hub = Hub()
        async with hub.listen(deal_id="deal") as queue, hub.listen(deal_id="other") as other, hub.listen() as board:
            hub.publish([event(1), event(2, "other"), event(3, None), event(4)])
            assert [(await asyncio.wait_for(board.get(), 1)) for _ in range(4)]
            assert [queue.get_nowait(), queue.get_nowait()] == [event(1), event(4)]
            assert other.get_nowait() == event(2, "other")
            assert queue.empty()
            assert other.empty()
        assert not hub._listeners
