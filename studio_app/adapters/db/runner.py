"""Runs use cases: opens the transaction in a worker thread, commits, tells the live readers."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, repeat
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from studio_app.adapters.db.commits import Done, SharedCommits
from studio_app.adapters.db.engine import READ_ONLY
from studio_app.adapters.db.sessions import KeepingSession
from studio_app.adapters.db.trouble import trouble_of
from studio_app.core.clock import Clock
from studio_app.core.errors import Trouble, Unavailable
from studio_app.core.ids import NewId
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import Actor
from studio_app.domain.board.changes import DealChange, changed_deals
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.live import DealTouched
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Committed, Installation, JobQueue, Reactions, Work

P = ParamSpec("P")
R = TypeVar("R")
_PATIENCE = (1.0, 2.0, 5.0, 10.0)  # seconds between tries to store what must not be forgotten
Publish = Callable[[Sequence[Committed]], None]


class Runner:
    """The one way from a face or a job into the domain.

    Writes on SQLite go through one thread, so they queue in order instead of colliding on the
    file's lock, and those that wait share a commit; reads, and everything on PostgreSQL, share a small pool.
    There a writer waits for its turn when its transaction begins, so on both a use case may trust what it has read.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        new_id: NewId,
        links: LinkTokens,
        jobs: JobQueue,
        reactions: Reactions,
        publish: Publish,
        readers: int = 4,
        installation: Installation = Installation(),  # noqa: B008  a frozen value
        noticed: Callable[[Trouble], None] = lambda _: None,
    ) -> None:
        """`noticed` is told whenever the database keeps a use case from being run."""
        self.engine = engine
        self._read_engine = engine.execution_options(**{READ_ONLY: True})
        self._clock = clock
        self._new_id = new_id
        self._links = links
        self._jobs = jobs
        self._reactions = reactions
        self._publish = publish
        self._installation = installation
        self._noticed = noticed
        self._closing = threading.Event()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="read")
        self._commits = SharedCommits(engine) if engine.dialect.name == "sqlite" else None
        self._writers = ThreadPoolExecutor(readers, thread_name_prefix="write")  # starts no thread unless used

    async def run(
        self, actor: Actor, use_case: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a use case in one write transaction and return its result; raises what it raises, Unavailable."""
        with self._telling():
            return await asyncio.wrap_future(self._submit(self._call(use_case, actor, *args, **kwargs)))

    async def read(
        self, actor: Actor, query: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a query in one read-only transaction. Raises what it raises, Unavailable."""
        call = partial(self._read, query, actor, *args, **kwargs)
        with self._telling():
            return await asyncio.get_running_loop().run_in_executor(self._readers, call)

    def run_sync(
        self, actor: Actor, use_case: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`run` for jobs and the command line, which have no event loop."""
        with self._telling():
            return self._submit(self._call(use_case, actor, *args, **kwargs)).result()

    def read_sync(
        self, actor: Actor, query: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`read` for jobs and the command line."""
        with self._telling():
            return self._read(query, actor, *args, **kwargs)

    def insist(
        self, actor: Actor, use_case: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """`run_sync` for what has happened already outside: while nothing can be stored, it waits and tries again.

        Raises Unavailable only when the program ends meanwhile.
        """
        for seconds in chain(_PATIENCE, repeat(_PATIENCE[-1])):
            try:
                return self.run_sync(actor, use_case, *args, **kwargs)
            except Unavailable:
                if self._closing.wait(seconds):
                    raise
        raise AssertionError  # the waits never end

    def close(self) -> None:
        """Wait for what is running and give the connections back."""
        self._closing.set()
        if self._commits is not None:
            self._commits.close()
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What the driver says of a database that cannot be used becomes the one error that everybody understands."""
        try:
            yield
        except Exception as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            self._noticed(trouble)
            raise Unavailable(trouble=trouble) from error

    def _work(self, session: Session, actor: Actor) -> Work:
        return Work(
            session=session,
            clock=self._clock,
            new_id=self._new_id,
            links=self._links,
            actor=actor,
            jobs=self._jobs,
            reactions=self._reactions,
            installation=self._installation,
        )

    def _submit(self, call: Callable[[Session], tuple[R, Done]]) -> "Future[R]":
        return self._commits.submit(call) if self._commits else self._writers.submit(self._alone, call)

    def _alone(self, call: Callable[[Session], tuple[R, Done]]) -> R:
        with KeepingSession(self.engine, expire_on_commit=False) as session:
            result, done = call(session)
        done()
        return result

    def _call(
        self, use_case: Callable[..., R], actor: Actor, /, *args: Any, **kwargs: Any
    ) -> Callable[[Session], tuple[R, Done]]:
        """The use case as a transaction of a session; telling of it waits until that is on disk."""

        def call(session: Session) -> tuple[R, Done]:
            work = self._work(session, actor)
            with session.begin():
                result = use_case(work, *args, **kwargs)
            return result, partial(self._tell, work)

        return call

    def _tell(self, work: Work) -> None:
        if work.events:
            self._publish(committed(work.events, changed_deals(work.session)))

    def _read(self, query: Callable[..., R], actor: Actor, /, *args: Any, **kwargs: Any) -> R:
        with KeepingSession(self._read_engine, expire_on_commit=False) as session:
            return query(self._work(session, actor), *args, **kwargs)


def committed(events: Sequence[Recorded[Event]], changed: Mapping[str, DealChange]) -> list[Committed]:
    """The events of a transaction as readers get them: what became of a deal comes with its first event.

    A client was renamed, a list was changed: deals that have no event of their own are told of beside them.
    """
    deals: dict[str | None, DealChange] = {**changed}
    messages = [_committed(one, deals.pop(one.event.deal_id, None)) for one in events]
    touched = ((DealTouched(deal_id=key), one) for key, one in deals.items() if key)
    return messages + [replace(messages[-1], event=event, deal=one) for event, one in touched]


def _committed(recorded: Recorded[Event], deal: DealChange | None) -> Committed:
    return Committed(
        id=recorded.id,
        event=recorded.event,
        at=recorded.at,
        actor_kind=recorded.actor_kind,
        actor_id=recorded.actor_id,
        actor_name=recorded.row.actor_name,
        deal=deal,
    )
