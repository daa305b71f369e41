"""The reception: leads are accepted at once, and become deals right after, one by one, in a thread of its own.

Leads that come in during a commit share the next one: a disk has few synced commits a second to give.

The stored lead is its own place in the queue. What a killed process has accepted, and not made a deal
of, is found in the table by the next one, or by any other one that serves.
"""

import asyncio
import logging
import threading
import time

from studio_app.adapters.db.runner import Runner
from studio_app.domain.deals.intake.accepting import accept_leads, waiting_leads
from studio_app.domain.deals.intake.content import normalise
from studio_app.domain.deals.intake.receiving import open_deal
from studio_app.domain.deals.schemas import LeadAccepted, LeadIn
from studio_app.domain.work import SYSTEM, Actor

_LOOK_EVERY = 1.0  # seconds between two looks for leads that others have left behind
_LULL = 0.005  # seconds without a lead after which a burst is over
_PATIENCE = 0.5  # seconds that one waiting lead gives way to arriving ones
_TRY_AGAIN = 60.0  # seconds that a lead whose deal could not be made lets the others pass

_TOGETHER = 32  # leads that share one commit at most

_log = logging.getLogger(__name__)

Arrival = tuple[Actor, LeadIn, "asyncio.Future[LeadAccepted]"]


class Reception:
    """Where leads from outside come in. `take` works at once; `start` makes this process open their deals, too."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._arrived: list[Arrival] = []
        self._accepting: asyncio.Task[None] | None = None
        self._last = 0.0
        self._later: dict[str, float] = {}
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    async def take(self, actor: Actor, *, lead: LeadIn) -> LeadAccepted:
        """Accept a lead: when this returns, it is stored. Raises what `accept_lead` raises."""
        answer: asyncio.Future[LeadAccepted] = asyncio.get_running_loop().create_future()
        self._arrived.append((actor, normalise(lead), answer))
        if self._accepting is None:
            self._accepting = asyncio.create_task(self._accept())
        return await answer

    def start(self) -> None:
        """Make deals of accepted leads from now on; returns at once."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._keep, name="reception", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Finish the deal at hand; what still waits is in the database."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
            self._thread = None

    @property
    def alive(self) -> bool:
        """Whether this process makes deals of accepted leads."""
        return self._thread is not None and self._thread.is_alive()

    def open_waiting(self) -> int:
        """Make the deals of all leads that wait; how many it made."""
        made = 0
        while not self._stopping.is_set():
            now = time.monotonic()
            self._later = {lead_id: until for lead_id, until in self._later.items() if until > now}
            found = self._runner.read_sync(SYSTEM, waiting_leads, besides=frozenset(self._later))
            opened = sum(self._open(lead_id) for lead_id in found)
            made += opened
            if not opened:  # the rest is in the hands of another process
                break
        return made

    async def _accept(self) -> None:
        try:
            while self._arrived:
                batch, self._arrived = self._arrived[:_TOGETHER], self._arrived[_TOGETHER:]
                await self._commit(batch)
                self._last = time.monotonic()
                self._wake.set()
        finally:
            self._accepting = None

    async def _commit(self, batch: list[Arrival]) -> None:
        try:
            arrivals = [(actor, lead) for actor, lead, _ in batch]
            accepted = await self._runner.run(SYSTEM, accept_leads, arrivals=arrivals)
        except Exception as error:
            if len(batch) > 1:  # what is wrong with one must not refuse the others
                for one in batch:
                    await self._commit([one])
            elif not batch[0][2].done():
                batch[0][2].set_exception(error)
            return
        for (_, _, answer), result in zip(batch, accepted, strict=True):
            if not answer.done():  # the caller may have gone
                answer.set_result(result)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self.open_waiting()
            except Exception:
                _log.exception("accepted leads wait for their deals; looking again")
            self._wake.wait(_LOOK_EVERY)

    def _open(self, lead_id: str) -> bool:
        self._give_way()
        if self._stopping.is_set():
            return False
        try:
            return self._runner.run_sync(SYSTEM, open_deal, lead_id=lead_id) is not None
        except Exception:
            _log.exception("the deal of lead %s could not be made; it is tried again", lead_id)
            self._later[lead_id] = time.monotonic() + _TRY_AGAIN
            return False

    def _give_way(self) -> None:
        patience = time.monotonic() + _PATIENCE
        while self._busy() and time.monotonic() < patience and not self._stopping.is_set():
            time.sleep(_LULL)

    def _busy(self) -> bool:
        return self._accepting is not None or time.monotonic() - self._last < _LULL
