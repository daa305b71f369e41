"""When something is due, on the studio's clock."""

from datetime import date, datetime, time, timedelta

from studio_app.domain.studio.current import local_now, zone
from studio_app.domain.work import Work

END_OF_WORK = time(18)


def due_moment(work: Work, due_on: date | None, due_time: time | None = None) -> datetime | None:
    """The moment on the studio's clock; the end of work for a day without a time, None without a day."""
    return datetime.combine(due_on, due_time or END_OF_WORK, tzinfo=zone(work)) if due_on else None


def next_evening(work: Work) -> datetime:
    """The next end of work on the studio's clock: tomorrow's when today's is over."""
    local = local_now(work)
    today = local.replace(hour=END_OF_WORK.hour, minute=END_OF_WORK.minute, second=0, microsecond=0)
    return today if local < today else today + timedelta(days=1)
