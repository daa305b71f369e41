"""A job queue that only remembers: for tests of use cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Enqueued:
    """One job as it was asked for."""

    job: str
    key: str
    args: Mapping[str, str]
    at: datetime | None


@dataclass
class RecordingJobs:
    """Keeps what was enqueued in a list; the same key is kept once."""

    enqueued: list[Enqueued] = field(default_factory=list[Enqueued])

    def enqueue(
        self, session: Session, job: str, *, key: str, args: Mapping[str, str], at: datetime | None = None
    ) -> None:
        """Remember the job."""
        if all(entry.key != key for entry in self.enqueued):
            self.enqueued.append(Enqueued(job=job, key=key, args=dict(args), at=at))
