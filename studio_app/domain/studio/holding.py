"""Use cases: a studio restored from a back-up is held, so that nothing leaves it, until a person lets it go.

What a back-up remembers as not yet done may have been done since: letters were sent, money was given back.
"""

from datetime import datetime

from sqlmodel import select

from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.timeline.events.studio import StudioHeld, StudioReleased
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def held_since(work: Work) -> datetime | None:
    """Query: since when nothing leaves the studio; None when all goes its way."""
    return work.session.exec(select(Studio.held_at).where(Studio.id == THE_STUDIO)).first()


def hold(work: Work) -> None:
    """Let nothing leave the studio from now on; records studio.held."""
    studio = work.session.get_one(Studio, THE_STUDIO)
    studio.held_at = work.now()
    record(work, StudioHeld())


def release(work: Work) -> bool:
    """Let everything go its way again; records studio.released. False when nothing was held."""
    studio = work.session.get_one(Studio, THE_STUDIO)
    if studio.held_at is None:
        return False
    studio.held_at = None
    record(work, StudioReleased())
    return True
