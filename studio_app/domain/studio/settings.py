"""Use cases: the studio's own settings, one row, changed as a whole."""

import re
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import available_timezones

from studio_app.core.errors import Invalid, Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.studio.current import require_studio
from studio_app.domain.studio.models import Studio
from studio_app.domain.timeline.events.studio import StudioChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_REMINDERS = re.compile(r"\d{1,2}(,\d{1,2}){0,5}")
LONGEST_OF_STUDIO = widths(Studio, "name", "name_en", "email", "phone")
"""Characters that the texts of the studio may have."""


@dataclass(frozen=True, slots=True)
class StudioSettings:
    """What the owner may change about the studio. `version` is the one the values were read at."""

    name: str
    name_en: str  # empty: the same
    accent: str  # #rrggbb
    locale: str
    timezone: str
    email: str
    phone: str
    hour_cost: Money
    lead_cost: Money
    min_margin_percent: Decimal
    deposit_percent: Decimal
    proposal_valid_days: int
    invoice_due_days: int
    quiet_from_hour: int
    quiet_until_hour: int
    reminder_days: str  # days after sending: "2,5"
    version: int


def studio_settings(work: Work) -> StudioSettings:
    """The settings as they are. Raises NotFound before the studio is set up."""
    require(work, Permission.EDIT_SETTINGS)
    studio = require_studio(work)
    return StudioSettings(
        name=studio.name,
        name_en=studio.name_en,
        accent=studio.accent,
        locale=studio.locale,
        timezone=studio.timezone,
        email=studio.email,
        phone=studio.phone,
        hour_cost=Money(studio.hour_cost_amount, studio.currency),
        lead_cost=Money(studio.lead_cost_amount, studio.currency),
        min_margin_percent=studio.min_margin_percent,
        deposit_percent=studio.deposit_percent,
        proposal_valid_days=studio.proposal_valid_days,
        invoice_due_days=studio.invoice_due_days,
        quiet_from_hour=studio.quiet_from_hour,
        quiet_until_hour=studio.quiet_until_hour,
        reminder_days=studio.reminder_days,
        version=studio.version,
    )


def save_studio(work: Work, *, settings: StudioSettings) -> int:
    """Change the settings and return their new version. Raises Forbidden, Stale, Invalid naming the field."""
    require(work, Permission.EDIT_SETTINGS)
    studio = require_studio(work)
    if studio.version != settings.version:
        raise Stale
    _check(settings)
    studio.name, studio.name_en = settings.name.strip(), settings.name_en.strip()
    studio.accent = settings.accent.lower()
    studio.locale = settings.locale
    studio.timezone = settings.timezone
    studio.email, studio.phone = settings.email.strip(), settings.phone.strip()
    studio.hour_cost_amount = settings.hour_cost.amount
    studio.lead_cost_amount = settings.lead_cost.amount
    studio.min_margin_percent = settings.min_margin_percent
    studio.deposit_percent = settings.deposit_percent
    studio.proposal_valid_days = settings.proposal_valid_days
    studio.invoice_due_days = settings.invoice_due_days
    studio.quiet_from_hour, studio.quiet_until_hour = settings.quiet_from_hour, settings.quiet_until_hour
    studio.reminder_days = settings.reminder_days.replace(" ", "")
    studio.version += 1
    record(work, StudioChanged(version=studio.version))
    return studio.version


def _check(settings: StudioSettings) -> None:
    days = [int(day) for day in settings.reminder_days.replace(" ", "").split(",") if day.isdigit()]
    rules = (
        ("name", "required", bool(settings.name.strip())),
        ("accent", "colour", _COLOUR.fullmatch(settings.accent)),
        ("timezone", "timezone", settings.timezone in available_timezones()),
        ("email", "email", not settings.email.strip() or "@" in settings.email),
        ("hour_cost", "negative", settings.hour_cost.amount >= 0),
        ("lead_cost", "negative", settings.lead_cost.amount >= 0),
        ("min_margin_percent", "percent", 0 <= settings.min_margin_percent < 100),
        ("deposit_percent", "percent", 0 < settings.deposit_percent <= 100),
        ("proposal_valid_days", "days", 1 <= settings.proposal_valid_days <= 365),
        ("invoice_due_days", "days", 1 <= settings.invoice_due_days <= 365),
        ("quiet_from_hour", "hour", 0 <= settings.quiet_from_hour <= 23),
        ("quiet_until_hour", "hour", 0 <= settings.quiet_until_hour <= 23),
        (
            "reminder_days",
            "reminder_days",
            _REMINDERS.fullmatch(settings.reminder_days.replace(" ", "")) and days == sorted(set(days)) and days[0] > 0,
        ),
    )
    for field, reason, holds in rules:
        if not holds:
            raise Invalid(field=field, reason=reason)
