"""Queries: the studio as it is now: its row, its clock, its day, and the legal entity that acts for it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.domain.studio.models import THE_STUDIO, LegalEntity, Studio
from studio_app.domain.work import Work

_UNNAMED = "studio_app"
_HOME = "RU"
_INSTANT = timedelta(microseconds=1)


def find_studio(work: Work) -> Studio | None:
    """The studio's row; None before it is set up."""
    return work.session.get(Studio, THE_STUDIO)


def studio(work: Work) -> Studio:
    """The settings of the studio; the defaults before anybody has set them."""
    return find_studio(work) or Studio(name=_UNNAMED)


def require_studio(work: Work) -> Studio:
    """The studio's row, to change it. Raises NotFound before it is set up."""
    row = find_studio(work)
    if row is None:
        raise NotFound
    return row


def zone(work: Work) -> ZoneInfo:
    """The studio's clock."""
    return ZoneInfo(studio(work).timezone)


def local_now(work: Work) -> datetime:
    """This moment on the studio's clock."""
    return work.now().astimezone(zone(work))


def today(work: Work) -> date:
    """The date on the studio's wall: the one that goes onto documents."""
    return local_now(work).date()


def day_of(work: Work, at: datetime) -> date:
    """The date on the studio's wall at that moment."""
    return at.astimezone(zone(work)).date()


def start_of_day(day: date, clock: tzinfo) -> datetime:
    """The moment (UTC) at which `day` begins on that clock."""
    return datetime.combine(day, time.min, tzinfo=clock).astimezone(UTC)


def end_of_day(day: date, clock: tzinfo) -> datetime:
    """The moment (UTC) at which `day` is over on that clock: the first one of the next day."""
    return start_of_day(day + timedelta(days=1), clock)


def last_day(until: datetime, clock: tzinfo) -> date:
    """The last day of what holds before `until`: what `end_of_day` was made from."""
    return (until - _INSTANT).astimezone(clock).date()


def default_entity(work: Work) -> LegalEntity | None:
    """The legal entity that signs and bills unless a person chooses another; None without an active one."""
    query = select(LegalEntity).where(col(LegalEntity.active))
    order = (col(LegalEntity.is_default).desc(), col(LegalEntity.id))
    return work.session.exec(query.order_by(*order).limit(1)).first()


def country(work: Work) -> str:
    """Where the studio is (ISO 3166, two letters): where the legal entity that signs is; Russia before there is one."""
    entity = default_entity(work)
    return entity.country if entity else _HOME
