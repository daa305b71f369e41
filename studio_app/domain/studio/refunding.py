"""Use case and query: whether managers may give money back, or the owner alone."""

from studio_app.domain.accounts.ownership import require_owner
from studio_app.domain.studio.current import find_studio, require_studio
from studio_app.domain.timeline.events.studio import StudioChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def managers_may_refund(work: Work) -> bool:
    """The rule as it is; before the studio is set up the owner alone."""
    studio = find_studio(work)
    return studio is not None and studio.managers_may_refund


def set_managers_may_refund(work: Work, *, allowed: bool) -> None:
    """Change the rule. Raises Forbidden for anybody but an owner."""
    require_owner(work)
    studio = require_studio(work)
    if studio.managers_may_refund is not allowed:
        studio.managers_may_refund = allowed
        record(work, StudioChanged(managers_may_refund=allowed))
