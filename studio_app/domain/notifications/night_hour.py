"""Use case and query: at what hour of the studio's clock the owners read the nightly report, or never."""

from studio_app.core.errors import Invalid
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.notifications.night import plan_night
from studio_app.domain.studio.current import find_studio, require_studio
from studio_app.domain.timeline.events.studio import StudioChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_HOURS = range(24)


def report_hour(work: Work) -> int | None:
    """The hour as it is set; None: no report."""
    studio = find_studio(work)
    return studio.report_hour if studio else None


def set_report_hour(work: Work, *, hour: int | None) -> None:
    """Change the hour and plan the next report. Raises Forbidden, Invalid."""
    require(work, Permission.EDIT_SETTINGS)
    if hour is not None and hour not in _HOURS:
        raise Invalid(field="hour", reason="hour")
    studio = require_studio(work)
    if studio.report_hour != hour:
        studio.report_hour = hour
        record(work, StudioChanged(report_hour=hour))
        work.session.flush()
        plan_night(work)
