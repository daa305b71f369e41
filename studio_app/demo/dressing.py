"""What waits for people on a demo's first day: leads to decide about, a form, a statement, money that does not fit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sqlmodel import col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.bootstrap import Services
from studio_app.core.clock import FixedClock
from studio_app.demo.advertising import spend_on_channels
from studio_app.demo.day import Day
from studio_app.demo.postman import Postman
from studio_app.demo.sandbox import SeededIds, SeededLinks
from studio_app.demo.till import fill_till
from studio_app.demo.waiting_room import fill_waiting_room
from studio_app.domain.accounts.models import Role, User
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.indexing import index_missing
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.work import Work

_BACK = timedelta(hours=9)


def dress(services: Services, *, seed: int, until: datetime) -> None:
    """Add what waits, dated up to `until`; the same for the same seed and deals. Nothing without an owner."""
    links = SeededLinks(services.settings.key, Random(f"{seed}/links"))  # noqa: S311  repeatable on purpose
    online = services.demo_provider is not None
    writer = services.delivery.writer
    services.runner.run_sync(SYSTEM, _dress, seed=seed, until=until, links=links, writer=writer, online=online)
    services.runner.run_sync(SYSTEM, index_missing)


def _dress(work: Work, *, seed: int, until: datetime, links: SeededLinks, writer: LetterWriter, online: bool) -> None:
    owners, managers = _staff(work, Role.OWNER), _staff(work, Role.MANAGER)
    if not (owners and managers):
        return
    rng = Random(f"{seed}/day")  # noqa: S311  repeatable on purpose
    clock = FixedClock(until - _BACK)
    played = replace(work, clock=clock, new_id=SeededIds(clock, rng), links=links, jobs=RecordingJobs())
    actors = (owners[0], managers[0])
    day = Day(played, clock, rng, *(replace(played, actor=actor) for actor in actors))
    post = Postman(played, clock, writer)
    fill_waiting_room(day)
    day.at(until - timedelta(hours=1))
    fill_till(day, with_provider=online)
    day.at(until)
    spend_on_channels(day)
    post.deliver()
    post.stop()


def _staff(work: Work, role: Role) -> Sequence[Actor]:
    rows = work.session.exec(select(User).where(User.role == role, col(User.active)).order_by(col(User.created_at)))
    return [Actor(kind=ActorKind.STAFF, id=row.id, name=row.name, role=role.value) for row in rows]
