"""Use case: what the settings of payments keep together."""

from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.notifications.night_hour import set_report_hour
from studio_app.domain.studio.refunding import set_managers_may_refund
from studio_app.domain.work import Work


def save_payment_settings(work: Work, *, managers_may_refund: bool, report_hour: int | None) -> None:
    """Keep whether managers may give money back, and at what hour the nightly report comes (None: never).

    Raises Forbidden, Invalid for an hour that no clock shows.
    """
    require(work, Permission.EDIT_SETTINGS)
    set_managers_may_refund(work, allowed=managers_may_refund)
    set_report_hour(work, hour=report_hour)
