"""A copy of the studio's settings in memory, in which demo deals are played by the real use cases."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any

from sqlalchemy import Engine, StaticPool, Table, create_engine, event, insert, select
from sqlmodel import Session

from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Reactions, Work

SETTINGS = frozenset(
    {
        "studio", "legal_entity", "stage", "channel", "lost_reason", "text_override", "user",
        "questionnaire", "service", "counter", "assignment_rule", "calendar_day", "channel_spend", "lead_form",
    }
)  # fmt: skip
"""Tables that belong to the studio, not to its deals."""
Rows = Mapping[str, Sequence[dict[str, Any]]]


def read_settings(work: Work) -> Rows:
    """Query: every row of the studio's own tables."""
    connection = work.session.connection()
    tables = [metadata.tables[name] for name in sorted(SETTINGS)]
    return {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables}


def deal_tables() -> list[Table]:
    """The tables a deal leaves rows in, in an order in which they can be filled."""
    known = {"user_session", "sign_in_failure", "number_series", "search_entry", *SETTINGS}
    return [table for table in metadata.sorted_tables if table.name not in known]


class SeededIds:
    """Ids like the real ones (see core.ids) from a clock and a seed; remembers what it gave out."""

    def __init__(self, clock: FixedClock, rng: Random) -> None:
        self._clock = clock
        self._rng = rng
        self.given: list[str] = []

    def __call__(self) -> str:
        """The next id; those of one deal sort in the order they were given."""
        made = stamped(self._clock.now(), len(self.given), self._rng)
        self.given.append(made)
        return made


def stamped(at: datetime, order: int, rng: Random) -> str:
    """A UUIDv7 in hex of the moment `at`; `order` sorts those of the same moment."""
    return f"{int(at.timestamp() * 1000):012x}7{order:03x}8{rng.getrandbits(60):015x}"


class SeededLinks(LinkTokens):
    """Link tokens of the real key with nonces from a seed."""

    def __init__(self, secret_key: bytes, rng: Random) -> None:
        super().__init__(secret_key)
        self._rng = rng

    def new_nonce(self) -> str:
        """The next nonce."""
        return f"{self._rng.getrandbits(128):032x}"


class Sandbox:
    """Plays one deal at a time; whatever it wrote is gone when the next one begins."""

    def __init__(self, settings: Rows, *, reactions: Reactions, secret_key: bytes) -> None:
        self._engine: Engine = create_engine(
            "sqlite://", hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        metadata.create_all(self._engine)
        with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if settings.get(table.name):
                    connection.execute(insert(table), list(settings[table.name]))
        self._reactions = reactions
        self._key = secret_key

    @contextmanager
    def play(self, seed: str) -> Iterator[tuple[Work, FixedClock, SeededIds]]:
        """A unit of work with a clock to be set and ids from `seed`; rolled back at the end."""
        rng = Random(seed)  # noqa: S311  repeatable on purpose
        clock = FixedClock(datetime(2026, 1, 5, tzinfo=UTC))
        ids = SeededIds(clock, rng)
        with Session(self._engine, expire_on_commit=False) as session:
            # a session forgets the rows that nobody holds, and a deal asks for the same ones again and again
            known: list[object] = []
            event.listen(session, "loaded_as_persistent", lambda _, row: known.append(row))
            event.listen(session, "pending_to_persistent", lambda _, row: known.append(row))
            yield (
                Work(
                    session=session,
                    clock=clock,
                    new_id=ids,
                    links=SeededLinks(self._key, rng),
                    actor=SYSTEM,
                    jobs=RecordingJobs(),
                    reactions=self._reactions,
                ),
                clock,
                ids,
            )
            session.rollback()

    def close(self) -> None:
        """Give the memory back."""
        self._engine.dispose()
