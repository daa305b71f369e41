"""Who may give money back: what the table of permissions says, and the studio's own setting on top of it."""

from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.permissions import Permission, may, require
from studio_app.domain.studio.current import find_studio, require_studio
from studio_app.domain.timeline.events.studio import StudioChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def may_refund(work: Work) -> bool:
    """Whether the actor may give money back: whoever makes the setting always, others where it lets them."""
    free = may(work.actor, Permission.EDIT_SETTINGS)
    return may(work.actor, Permission.REFUND) and (free or managers_may_refund(work))


def require_refund(work: Work) -> None:
    """Raise Forbidden unless the actor may give money back."""
    if not may_refund(work):
        raise Forbidden


def managers_may_refund(work: Work) -> bool:
    """The setting as it is; before the studio is set up it lets nobody."""
    studio = find_studio(work)
    return studio is not None and studio.managers_may_refund


def set_managers_may_refund(work: Work, *, allowed: bool) -> None:
    """Change the setting. Raises Forbidden."""
    require(work, Permission.EDIT_SETTINGS)
    studio = require_studio(work)
    if studio.managers_may_refund is not allowed:
        studio.managers_may_refund = allowed
        record(work, StudioChanged(managers_may_refund=allowed))
