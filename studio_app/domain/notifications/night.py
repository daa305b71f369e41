"""The nightly report to the owners: what the money did, what does not fit; once a night, never about nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import select

from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.team import holders
from studio_app.domain.ledger.balances import uneven_invoices
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import enqueue
from studio_app.domain.notifications.rules import NIGHT_REPORT
from studio_app.domain.notifications.schemas import Decision, LetterFacts, NightReport, Verdict
from studio_app.domain.payments.day_report import day_book
from studio_app.domain.payments.reconciliation.differences import health
from studio_app.domain.statements.queries import waiting_lines
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.current import find_studio, local_now, today
from studio_app.domain.work import Work

TELL = "tell_of_night"
"""The job that plans the letters of a night, and the next night."""

_TOLD = 10  # invoices named in a letter


@dataclass(frozen=True, slots=True)
class _Night:
    at: datetime
    hour: int

    @property
    def day(self) -> date:
        """The day that it tells of: the one before."""
        return self.at.date() - timedelta(days=1)


def plan_night(work: Work) -> None:
    """Plan the next report at the hour that is set; as often as you like, it is one a night."""
    night = _next(work)
    if night is not None:
        key = f"{TELL}:{night.at:%Y%m%d%H}"
        args = {"first": night.day.isoformat(), "hour": str(night.hour)}
        work.jobs.enqueue(work.session, TELL, key=key, args=args, at=night.at)


def tell_of_night(work: Work, *, first: str, hour: str) -> None:
    """A letter to each owner about the days from `first` to yesterday, unless nothing happened. A job.

    A job of an hour that is not set any more only sees to it that the next one is planned.
    """
    plan_night(work)
    studio = find_studio(work)
    if studio is None or studio.report_hour is None or str(studio.report_hour) != hour:
        return
    yesterday = today(work) - timedelta(days=1)
    begin = min(date.fromisoformat(first), yesterday)  # a day that is not over is not told of yet
    span = f"{begin.isoformat()}/{yesterday.isoformat()}"
    if _report(work, span).is_quiet:
        return
    for owner in holders(work, Permission.KEEP_BOOKS):
        _plan(work, owner, span)


def decide_night(work: Work, row: Notification) -> Decision:
    """Whether an owner still has something to read, and what it says."""
    owner = work.session.get(User, row.subject_id)
    report = _report(work, row.occurrence)
    if owner is None or owner not in holders(work, Permission.KEEP_BOOKS) or report.is_quiet:
        return Decision(Verdict.CANCEL)
    brand = studio_brand(work)
    days = dict.fromkeys(f"{day:%d.%m.%Y}" for day in (report.first, report.last))
    facts = LetterFacts(
        notification_id=row.id,
        rule=row.rule,
        recipient=owner.email,
        locale=owner.locale,
        timezone=brand.timezone,
        brand=brand,
        addressee=owner.name,
        client="",
        manager="",
        reply_to="",
        path="/payments",
        title=" – ".join(days),
        number="",
        attempts=row.attempts,
        report=report,
    )
    return Decision(Verdict.SEND, facts=facts)


def _plan(work: Work, owner: User, span: str) -> None:
    known = select(Notification.id).where(
        Notification.subject_id == owner.id, Notification.rule == NIGHT_REPORT, Notification.occurrence == span
    )
    if work.session.exec(known).first() is not None:
        return
    row = Notification(
        id=work.new_id(),
        subject_id=owner.id,
        rule=NIGHT_REPORT,
        occurrence=span,
        recipient=owner.email,
        locale=owner.locale,
        planned_at=work.now(),
        created_at=work.now(),
    )
    work.session.add(row)
    enqueue(work, row)


def _report(work: Work, span: str) -> NightReport:
    first, _, last = span.partition("/")
    days = (date.fromisoformat(first), date.fromisoformat(last))
    uneven = uneven_invoices(work, limit=_TOLD)
    return NightReport(
        first=days[0],
        last=days[1],
        book=day_book(work, first=days[0], last=days[1]),
        differences=health(work).open,
        over=tuple(one for one in uneven if one.due.amount < 0),
        partly=tuple(one for one in uneven if one.due.amount > 0),
        lines=waiting_lines(work),
    )


def _next(work: Work) -> _Night | None:
    studio = find_studio(work)
    if studio is None or studio.report_hour is None:
        return None
    now = local_now(work)
    at = datetime.combine(now.date(), time(studio.report_hour), now.tzinfo)
    return _Night(at if at > now else at + timedelta(days=1), studio.report_hour)
