"""The unit of work: one transaction with the clock, the actor and the ports a use case needs."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol

from sqlmodel import Session

from studio_app.core.clock import Clock
from studio_app.core.errors import StudioError
from studio_app.core.ids import NewId
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import Actor, ActorKind

if TYPE_CHECKING:
    from studio_app.domain.timeline.events.base import Event
    from studio_app.domain.timeline.events.kinds import EventKind
    from studio_app.domain.timeline.recorded import Recorded

P = ParamSpec("P")


class JobQueue(Protocol):
    """Durable jobs, enqueued in the caller's transaction: rolled back with it, run after it."""

    def enqueue(
        self, session: Session, job: str, *, key: str, args: Mapping[str, str], at: datetime | None = None
    ) -> None:
        """Plan `job` with `args` (JSON strings), not before `at`; the same `key` runs once."""
        ...


@dataclass(frozen=True, slots=True)
class Installation:
    """How this installation is set up, as far as the business has to know."""

    demo: bool = True  # everything in it is play
    mails: bool = True  # letters leave the house; otherwise staff can read them


Reaction = Callable[["Work", "Recorded[Any]"], None]
Reactions = Mapping["type[Event]", Sequence[Reaction]]


@dataclass
class Work:
    """One open transaction. Use cases take it first: `issue(work, *, invoice_id)`."""

    session: Session
    clock: Clock
    new_id: NewId
    links: LinkTokens
    actor: Actor
    jobs: JobQueue
    reactions: Reactions = field(default_factory=dict["type[Event]", Sequence[Reaction]])
    installation: Installation = Installation()
    events: "list[Recorded[Event]]" = field(default_factory=list["Recorded[Event]"])

    def now(self) -> datetime:
        """The current moment in UTC."""
        return self.clock.now()


@contextmanager
def savepoint(work: Work) -> Generator[None]:
    """What fails within takes back what it did and recorded, and nothing that was done before."""
    before = len(work.events)
    try:
        with work.session.begin_nested():
            yield
    except BaseException:
        del work.events[before:]
        raise


def refusal_of(
    work: Work, use_case: Callable[Concatenate[Work, P], object], /, *args: P.args, **kwargs: P.kwargs
) -> StudioError | None:
    """Why the second half of an act was refused; None: it is done. What the first half did stands either way."""
    try:
        with savepoint(work):
            use_case(work, *args, **kwargs)
    except StudioError as error:
        return error
    return None


@dataclass(frozen=True, slots=True)
class Committed:
    """A timeline event after its commit, as the live readers get it."""

    id: int
    event: "Event"
    at: datetime
    actor_kind: ActorKind
    actor_id: str
    actor_name: str
    deal: object = None  # what the transaction made of the deal (board.changes), with the first event about it

    @property
    def deal_id(self) -> str | None:
        """The deal that it happened to, if any."""
        return self.event.deal_id

    @property
    def kind(self) -> "EventKind":
        """What kind of event it is."""
        return self.event.kind
