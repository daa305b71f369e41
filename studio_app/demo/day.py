"""What all that fills a demo's first day shares: the work, the clock, the owner and the manager."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from studio_app.core.clock import FixedClock
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Day:
    """The first day: one unit of work, its clock, and who works with it."""

    work: Work
    clock: FixedClock
    rng: Random
    owner: Work
    manager: Work

    def at(self, moment: datetime) -> None:
        """Put the clock there, never back."""
        self.clock.set(max(self.clock.now(), moment))
