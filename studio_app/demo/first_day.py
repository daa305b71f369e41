"""What waits for people on a demo's first day: leads to decide about, a form, a statement, money that does not fit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sqlmodel import col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.demo.provider import DEMO
from studio_app.bootstrap import Services
from studio_app.core.clock import FixedClock
from studio_app.demo.advertising import spend_on_channels
from studio_app.demo.day import Day
from studio_app.demo.demo_mail import DemoMail
from studio_app.demo.demo_payments import add_payments
from studio_app.demo.sandbox import SeededIds, SeededLinks
from studio_app.demo.waiting_leads import add_waiting_leads
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.indexing import index_missing
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.work import Work

_BACK = timedelta(hours=9)


def fill_first_day(services: Services, *, seed: int, until: datetime) -> None:
    """Add what waits, dated up to `until`; the same for the same seed and deals. Nothing without an owner."""
    links = SeededLinks(services.settings.key, Random(f"{seed}/links"))  # noqa: S311  repeatable on purpose
    online = DEMO.name in services.gateways
    writer = services.delivery.writer
    services.runner.run_sync(SYSTEM, _fill, seed=seed, until=until, links=links, writer=writer, online=online)
    services.runner.run_sync(SYSTEM, index_missing)


def _fill(work: Work, *, seed: int, until: datetime, links: SeededLinks, writer: LetterWriter, online: bool) -> None:
    owners, managers = _staff(work, Role.OWNER), _staff(work, Role.MANAGER)
    if not (owners and managers):
        return
    rng = Random(f"{seed}/day")  # noqa: S311  repeatable on purpose
    clock = FixedClock(until - _BACK)
    day_work = replace(work, clock=clock, new_id=SeededIds(clock, rng), links=links, jobs=RecordingJobs())
    actors = (owners[0], managers[0])
    day = Day(day_work, clock, rng, *(replace(day_work, actor=actor) for actor in actors))
    mail = DemoMail(day_work, clock, writer)
    add_waiting_leads(day)
    day.at(until - timedelta(hours=1))
    add_payments(day, with_provider=online)
    day.at(until)
    spend_on_channels(day)
    mail.deliver()
    mail.stop()


def _staff(work: Work, role: Role) -> Sequence[Actor]:
    rows = work.session.exec(select(User).where(User.role == role, col(User.active)).order_by(col(User.created_at)))
    return [Actor(kind=ActorKind.STAFF, id=row.id, name=row.name, role=role.value) for row in rows]
