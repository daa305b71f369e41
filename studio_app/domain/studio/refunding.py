"""Use case and query: whether managers may give money back, or the owner alone."""

from studio_app.domain.accounts.ownership import require_owner
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.timeline import record
from studio_app.domain.work import Work


def managers_may_refund(work: Work) -> bool:
    """The rule as it is; before the studio is set up the owner alone."""
    studio = work.session.get(Studio, THE_STUDIO)
    return studio is not None and studio.managers_may_refund


def set_managers_may_refund(work: Work, *, allowed: bool) -> None:
    """Change the rule. Raises Forbidden for anybody but an owner."""
    require_owner(work)
    studio = work.session.get_one(Studio, THE_STUDIO)
    if studio.managers_may_refund is not allowed:
        studio.managers_may_refund = allowed
        record(work, "studio.changed", deal_id=None, managers_may_refund=allowed)
