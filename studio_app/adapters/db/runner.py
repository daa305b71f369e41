"""Runs use cases: opens the transaction in a worker thread, commits, tells the live readers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from studio_app.adapters.db.engine import READ_ONLY
from studio_app.adapters.db.sessions import KeepingSession
from studio_app.core.clock import Clock
from studio_app.core.ids import NewId
from studio_app.core.tokens import LinkTokens
from studio_app.domain.deals.board.facts import FactsChange, changed_deals
from studio_app.domain.timeline import TimelineEvent
from studio_app.domain.work import Actor, Committed, JobQueue, Reaction, Work

P = ParamSpec("P")
R = TypeVar("R")
TOUCHED = "deal.touched"
"""What is published, and not recorded, of a deal that changed by what was done to something else."""

Publish = Callable[[Sequence[Committed]], None]


class Runner:
    """The one way from a face or a job into the domain.

    Writes on SQLite go through one thread, so they queue in order instead of colliding on the
    file's lock; reads, and everything on PostgreSQL, share a small pool.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        new_id: NewId,
        links: LinkTokens,
        jobs: JobQueue,
        reactions: Mapping[str, Sequence[Reaction]],
        publish: Publish,
        readers: int = 4,
    ) -> None:
        self.engine = engine
        self._read_engine = engine.execution_options(**{READ_ONLY: True})
        self._clock = clock
        self._new_id = new_id
        self._links = links
        self._jobs = jobs
        self._reactions = reactions
        self._publish = publish
        sqlite = engine.dialect.name == "sqlite"
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="read")
        self._writers = ThreadPoolExecutor(1 if sqlite else readers, thread_name_prefix="write")

    async def run(
        self, actor: Actor, use_case: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a use case in one write transaction and return its result; raises what it raises."""
        call = partial(self._write, use_case, actor, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writers, call)

    async def read(
        self, actor: Actor, query: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a query in one read-only transaction."""
        call = partial(self._read, query, actor, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._readers, call)

    def run_sync(
        self, actor: Actor, use_case: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`run` for jobs and the command line, which have no event loop."""
        return self._writers.submit(partial(self._write, use_case, actor, *args, **kwargs)).result()

    def read_sync(
        self, actor: Actor, query: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`read` for jobs and the command line."""
        return self._read(query, actor, *args, **kwargs)

    def close(self) -> None:
        """Wait for what is running and give the connections back."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    def _work(self, session: Session, actor: Actor) -> Work:
        return Work(
            session=session,
            clock=self._clock,
            new_id=self._new_id,
            links=self._links,
            actor=actor,
            jobs=self._jobs,
            reactions=self._reactions,
        )

    def _write(self, use_case: Callable[..., R], actor: Actor, /, *args: Any, **kwargs: Any) -> R:
        with KeepingSession(self.engine, expire_on_commit=False) as session:
            work = self._work(session, actor)
            with session.begin():
                result = use_case(work, *args, **kwargs)
        if work.events:
            self._publish(committed(work.events, changed_deals(session)))
        return result

    def _read(self, query: Callable[..., R], actor: Actor, /, *args: Any, **kwargs: Any) -> R:
        with KeepingSession(self._read_engine, expire_on_commit=False) as session:
            return query(self._work(session, actor), *args, **kwargs)


def committed(events: Sequence[TimelineEvent], changed: Mapping[str, FactsChange]) -> list[Committed]:
    """The events of a transaction as readers get them: what became of a deal comes with its first event.

    A client was renamed, a list was changed: deals that have no event of their own are told of beside them.
    """
    deals: dict[str | None, FactsChange] = {**changed}
    told = [_committed(event, deals.pop(event.deal_id, None)) for event in events]
    return told + [replace(told[-1], deal_id=key, kind=TOUCHED, deal=one) for key, one in deals.items()]


def _committed(event: TimelineEvent, deal: FactsChange | None) -> Committed:
    return Committed(
        id=event.id or 0,
        deal_id=event.deal_id,
        kind=event.kind,
        at=event.at,
        actor_kind=event.actor_kind,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        payload=event.payload,
        deal=deal,
    )
