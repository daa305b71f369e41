"""The inbox of leads: they are accepted at once, and become deals right after, one by one, in a thread of its own."""

import asyncio
import logging
import time
from collections.abc import Sequence

from studio_app.adapters.batched_inbox import BatchedInbox
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.request_batcher import RequestBatcher
from studio_app.domain.actors import SYSTEM, Actor
from studio_app.domain.leads.intake.accepting import accept_leads, waiting_leads
from studio_app.domain.leads.intake.content import normalise
from studio_app.domain.leads.intake.first_letters import LetterLimits
from studio_app.domain.leads.intake.promises import Promise, promises_of
from studio_app.domain.leads.intake.receiving import open_deal
from studio_app.domain.leads.intake.schemas import LeadAccepted, LeadIn
from studio_app.domain.studio.current import country

_MINUTE = 60.0  # seconds
_BATCH_SIZE = 32  # leads that share one commit, or one look, at most

_log = logging.getLogger(__name__)

Arrival = tuple[Actor, LeadIn]


class LeadInbox:
    """Where leads from outside come in. `take` works at once; `start` makes this process open their deals, too."""

    def __init__(self, runner: Runner, limits: LetterLimits | None = None) -> None:
        self._runner = runner
        self.limits = limits or LetterLimits()
        self._country, self._ask_again = "", 0.0
        self._asking = asyncio.Lock()
        self._promises = RequestBatcher[str, Promise](self._promised, at_most=_BATCH_SIZE)
        self.batched = BatchedInbox[Arrival, LeadAccepted](
            "lead inbox",
            store=self._accept,
            work_off=self.open_waiting,
            batch_size=_BATCH_SIZE,
            lull=0.01,
            patience=0.5,
            rest=60.0,
        )

    async def take(self, actor: Actor, *, lead: LeadIn) -> LeadAccepted:
        """Accept a lead: when this returns, it is stored. Raises what `accept_lead` raises."""
        return await self.batched.take((actor, normalise(lead, country=await self.country())))

    async def country(self) -> str:
        """Of which country a number is that names none. Asked once a minute: leads may come by the hundred."""
        async with self._asking:  # whoever came first goes on first
            if time.monotonic() >= self._ask_again:
                self._country = await self._runner.read(SYSTEM, country)
                self._ask_again = time.monotonic() + _MINUTE
            return self._country

    async def promise(self, lead_id: str) -> Promise:
        """What whoever has sent the lead may be told."""
        return await self._promises.ask(lead_id)

    def start(self) -> None:
        """Make deals of accepted leads from now on; returns at once."""
        self.batched.start()

    def stop(self) -> None:
        """Finish the deal at hand; what still waits is in the database."""
        self.batched.stop()

    @property
    def alive(self) -> bool:
        """Whether this process makes deals of accepted leads."""
        return self.batched.alive

    def open_waiting(self) -> int:
        """Make the deals of all leads that wait; how many it made."""
        made = 0
        while not self.batched.closing:
            found = self._runner.read_sync(SYSTEM, waiting_leads, besides=self.batched.aside())
            opened = sum(self._open(lead_id) for lead_id in found)
            made += opened
            if not opened:  # the rest is in the hands of another process
                break
        return made

    async def _promised(self, lead_ids: Sequence[str]) -> list[Promise]:
        return await self._runner.read(SYSTEM, promises_of, lead_ids=lead_ids, limits=self.limits)

    async def _accept(self, arrivals: Sequence[Arrival]) -> list[LeadAccepted]:
        return await self._runner.run(SYSTEM, accept_leads, arrivals=arrivals)

    def _open(self, lead_id: str) -> bool:
        self.batched.give_way()
        if self.batched.closing:
            return False
        try:
            return self._runner.run_sync(SYSTEM, open_deal, lead_id=lead_id, limits=self.limits) is not None
        except Exception:
            _log.exception("the deal of lead %s could not be made; it is tried again", lead_id)
            self.batched.put_aside(lead_id)
            return False
