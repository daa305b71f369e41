"""The inbox of webhooks: verified, stored and acknowledged at once, handled right after in a thread of its own."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, islice

from studio_app.adapters.batched_inbox import BatchedInbox
from studio_app.adapters.payments.settlement import UNKNOWN, Settlement, as_provider
from studio_app.core.errors import NotFound
from studio_app.core.printable import printable
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import RemoteState
from studio_app.domain.payments.providers.inbox import mark_handled, store_events, waiting_event, waiting_events
from studio_app.domain.payments.providers.schemas import Arrival, InboxItem
from studio_app.domain.work import Work

_BATCH_SIZE = 64  # webhooks that share one commit at most
_AT_A_TIME = 5  # checkouts that are settled by one transaction: other people's changes wait no longer than that
_QUESTIONS = 4  # that a provider is asked at the same time

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Answer:
    """Events about the same checkouts: one answer of the provider covers them all."""

    ids: tuple[str, ...]
    states: tuple[RemoteState | None, ...]


class Inbox:
    """Where providers tell us what happened. `take` works at once; `start` makes this process handle it, too."""

    def __init__(self, settlement: Settlement, *, is_held: Callable[[], bool] = lambda: False) -> None:
        """While the studio `is_held`, what is taken in waits: no provider may be asked about it."""
        self._settlement = settlement
        self._is_held = is_held
        self._runner = settlement.runner
        self.batched = BatchedInbox[Arrival, bool](
            "inbox",
            store=self._store,
            work_off=self.handle_waiting,
            batch_size=_BATCH_SIZE,
            lull=0.02,
            patience=1.0,
            rest=30.0,
        )

    async def take(self, *, provider: str, raw: bytes, headers: Mapping[str, str], peer_ip: str) -> bool:
        """Store a webhook, once; True when it is new. Raises NotFound (no such provider), BadSignature."""
        gateway = self._settlement.gateways.get(provider)
        if gateway is None:
            raise NotFound
        hints = gateway.parse_webhook(raw, headers, peer_ip)
        refs = tuple(dict.fromkeys(hint.ref for hint in hints if hint.ref))
        return await self.batched.take(Arrival(provider, hints[0].event_id, refs, raw))

    def start(self) -> None:
        """Handle stored events from now on; returns at once."""
        self.batched.start()

    def stop(self) -> None:
        """Finish the transaction at hand; what still waits is in the database."""
        self.batched.stop()

    def handle_waiting(self) -> int:
        """Handle all events that wait; how many it has handled."""
        handled = 0
        with ThreadPoolExecutor(_QUESTIONS, thread_name_prefix="ask") as asking:
            while not self.batched.closing:
                found = self._runner.read_sync(SYSTEM, waiting_events, besides=self.batched.aside())
                if not found or self._is_held():
                    break
                for provider, items in groupby(sorted(found, key=lambda item: item.provider), lambda one: one.provider):
                    handled += self._handle_all(asking, provider, list(items))
        return handled

    def handle(self, *, event_id: str) -> None:
        """Ask the provider about all that a stored event hints at, unless that was done. Raises GatewayUnavailable."""
        item = self._runner.read_sync(SYSTEM, waiting_event, event_id=event_id)
        if item is not None:
            self._settle(item.provider, [self._ask(item.provider, item.refs, [item])])

    async def _store(self, arrivals: Sequence[Arrival]) -> tuple[bool, ...]:
        return await self._runner.run(SYSTEM, store_events, arrivals=arrivals)

    def _handle_all(self, asking: ThreadPoolExecutor, provider: str, found: Sequence[InboxItem]) -> int:
        """A few checkouts a transaction; the provider is asked about them at the same time."""
        groups: dict[tuple[str, ...], list[InboxItem]] = {}
        for item in found:
            groups.setdefault(item.refs, []).append(item)
        handled, left = 0, iter(groups.items())
        while not self.batched.closing and (batch := list(islice(left, _AT_A_TIME))):
            self.batched.give_way()
            answers = asking.map(lambda group: self._try_asking(provider, *group), batch)
            handled += self._settle_each(provider, [one for one in answers if one is not None])
        return handled

    def _try_asking(self, provider: str, refs: tuple[str, ...], items: Sequence[InboxItem]) -> _Answer | None:
        try:
            return self._ask(provider, refs, items)
        except Exception:
            self._put_aside([item.id for item in items])
            return None

    def _ask(self, provider: str, refs: tuple[str, ...], items: Sequence[InboxItem]) -> _Answer:
        gateway = self._settlement.gateways.get(provider)
        states = tuple(gateway.fetch(ref) if gateway else None for ref in refs)
        return _Answer(tuple(item.id for item in items), states)

    def _settle_each(self, provider: str, answers: Sequence[_Answer]) -> int:
        """Together if that goes well; what is wrong with one must not keep the others from the books."""
        try:
            self._settle(provider, answers)
            return sum(len(one.ids) for one in answers)
        except Exception:
            if len(answers) > 1:
                return sum(self._settle_each(provider, [one]) for one in answers)
            self._put_aside(answers[0].ids)
            return 0

    def _settle(self, provider: str, answers: Sequence[_Answer]) -> None:
        def settle(work: Work) -> None:
            for one in answers:
                states = [state and apply_remote(work, provider=provider, state=state) for state in one.states]
                outcome = ", ".join(status.value if status else UNKNOWN for status in states)
                mark_handled(work, event_ids=one.ids, outcome=outcome)

        if answers:
            self._runner.run_sync(as_provider(provider), settle)

    def _put_aside(self, ids: Sequence[str]) -> None:
        log.exception("webhooks could not be handled; they are tried again: %s", printable(", ".join(ids)))
        self.batched.put_aside(*ids)
