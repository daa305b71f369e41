"""Who may change the studio itself: its owners, checked in each use case whatever the face has checked."""

from studio_app.core.errors import Forbidden
from studio_app.domain.work import Work


def require_owner(work: Work) -> None:
    """Raise Forbidden unless the actor is an owner or the system itself."""
    if not work.actor.is_owner:
        raise Forbidden
