"""Waking hours: when a reminder may reach a person on their own clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_waking_moment(at: datetime, *, timezone: str, quiet_from: int, quiet_until: int) -> datetime:
    """`at`, or the first moment after it outside the quiet hours, in the zone of `at`.

    The hours are whole (0-23) on the clock of `timezone`; quiet from 21 until 9 spans midnight;
    equal hours mean that there is no quiet time.
    """
    zone = ZoneInfo(timezone)
    moment = at
    while is_quiet(moment, timezone=timezone, quiet_from=quiet_from, quiet_until=quiet_until):
        local = moment.astimezone(zone)
        days = 1 if local.hour >= quiet_until else 0
        end = datetime.combine(local.date() + timedelta(days=days), time(quiet_until), tzinfo=zone)
        moment = max(end.astimezone(at.tzinfo), moment + timedelta(minutes=1))
    return moment


def is_quiet(at: datetime, *, timezone: str, quiet_from: int, quiet_until: int) -> bool:
    """Whether `at` falls into the quiet hours on the clock of `timezone`."""
    hour = at.astimezone(ZoneInfo(timezone)).hour
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until
