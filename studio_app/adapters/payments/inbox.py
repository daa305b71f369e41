"""The door for webhooks: verified, stored and acknowledged at once, handled right after in a thread of its own.

Webhooks that come in during a commit share the next one: a disk has few synced commits a second to give.
The stored event is its own place in the queue: what a killed process has acknowledged, and not handled,
is found in the table by the next one.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Mapping

from studio_app.adapters.payments.settlement import Settlement, as_provider
from studio_app.core.errors import NotFound
from studio_app.domain.payments.apply import apply_remote
from studio_app.domain.payments.inbox import mark_handled, store_events, waiting_event, waiting_events
from studio_app.domain.payments.schemas import Arrival, InboxItem
from studio_app.domain.work import SYSTEM, Work

_LOOK_EVERY = 1.0  # seconds between two looks for events that others have left behind
_LULL = 0.02  # seconds without a webhook after which a burst is over
_PATIENCE = 1.0  # seconds that one waiting event gives way to arriving ones
_TRY_AGAIN = 30.0  # seconds that an event that could not be handled lets the others pass
_TOGETHER = 64  # webhooks that share one commit at most

log = logging.getLogger(__name__)

Waiting = tuple[Arrival, "asyncio.Future[bool]"]


class Inbox:
    """Where providers tell us what happened. `take` works at once; `start` makes this process handle it, too."""

    def __init__(self, settlement: Settlement) -> None:
        self._settlement = settlement
        self._runner = settlement.runner
        self._arrived: list[Waiting] = []
        self._storing: asyncio.Task[None] | None = None
        self._last = 0.0
        self._later: dict[str, float] = {}
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    async def take(self, *, provider: str, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> bool:
        """Store a webhook, once; True when it is new. Raises NotFound (no such provider), BadSignature."""
        gateway = self._settlement.gateways.get(provider)
        if gateway is None:
            raise NotFound
        hints = gateway.parse_webhook(raw, headers, peer_ip)
        refs = tuple(dict.fromkeys(hint.ref for hint in hints if hint.ref))
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._arrived.append((Arrival(provider, hints[0].event_id, refs, raw), answer))
        if self._storing is None:
            self._storing = asyncio.create_task(self._store())
        return await answer

    def start(self) -> None:
        """Handle stored events from now on; returns at once."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._keep, name="inbox", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Finish the event at hand; what still waits is in the database."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
            self._thread = None

    def handle_waiting(self) -> int:
        """Handle all events that wait; how many it has handled."""
        handled = 0
        while not self._stopping.is_set():
            now = time.monotonic()
            self._later = {event_id: until for event_id, until in self._later.items() if until > now}
            found = self._runner.read_sync(SYSTEM, waiting_events, besides=frozenset(self._later))
            if not found:
                break
            handled += self._handle_together(found)
        return handled

    def handle(self, *, event_id: str) -> None:
        """Ask the provider about all that a stored event hints at, unless that was done. Raises GatewayUnavailable."""
        item = self._runner.read_sync(SYSTEM, waiting_event, event_id=event_id)
        if item is not None:
            self._handle([item], item.provider, item.refs)

    async def _store(self) -> None:
        try:
            while self._arrived:
                batch, self._arrived = self._arrived[:_TOGETHER], self._arrived[_TOGETHER:]
                await self._commit(batch)
                self._last = time.monotonic()
                self._wake.set()
        finally:
            self._storing = None

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            kept = await self._runner.run(SYSTEM, store_events, arrivals=[arrival for arrival, _ in batch])
        except Exception as error:
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), new in zip(batch, kept, strict=True):
            if not answer.done():  # the provider may have hung up
                answer.set_result(new)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self.handle_waiting()
            except Exception:
                log.exception("stored webhooks wait; looking again")
            self._wake.wait(_LOOK_EVERY)

    def _handle_together(self, found: tuple[InboxItem, ...]) -> int:
        """Events about the same checkouts are handled by one question: the answer covers them all."""
        groups: dict[tuple[str, tuple[str, ...]], list[InboxItem]] = {}
        for item in found:
            groups.setdefault((item.provider, item.refs), []).append(item)
        handled = 0
        for (provider, refs), items in groups.items():
            self._give_way()
            if self._stopping.is_set():
                break
            try:
                self._handle(items, provider, refs)
                handled += len(items)
            except Exception:
                log.exception("the webhooks about %s could not be handled; they are tried again", ", ".join(refs))
                self._later.update({item.id: time.monotonic() + _TRY_AGAIN for item in items})
        return handled

    def _handle(self, items: list[InboxItem], provider: str, refs: tuple[str, ...]) -> None:
        gateway = self._settlement.gateways.get(provider)
        states = [gateway.fetch(ref) if gateway else None for ref in refs]
        ids = [item.id for item in items]

        def settle(work: Work) -> None:
            outcomes = [
                status.value if state and (status := apply_remote(work, provider=provider, state=state)) else "unknown"
                for state in states
            ]
            mark_handled(work, event_ids=ids, outcome=", ".join(outcomes))

        self._runner.run_sync(as_provider(provider), settle)

    def _give_way(self) -> None:
        patience = time.monotonic() + _PATIENCE
        while self._busy() and time.monotonic() < patience and not self._stopping.is_set():
            time.sleep(_LULL / 2)

    def _busy(self) -> bool:
        return self._storing is not None or time.monotonic() - self._last < _LULL
