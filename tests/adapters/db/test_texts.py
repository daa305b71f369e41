"""Texts that no database holds, on both of them."""

from typing import Any

import pytest
from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Client
from studio_app.domain.studio.models import Channel
from studio_app.domain.timeline.events.deals import NoteAdded
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.both_databases import cluster, runner
from tests.selling import DEAL, make_deal

__all__ = ["cluster", "runner"]

BAD = ["\x00", "\ud800", "\udc80"]


def _rename(work: Work, *, bad: str) -> str:
    make_deal(work)
    client = work.session.exec(select(Client)).one()
    client.name = f"Acme{bad} Ltd"
    work.session.flush()
    work.session.expire_all()
    return client.name


def _note(work: Work, *, bad: str) -> dict[str, Any]:
    make_deal(work)
    record(work, NoteAdded(deal_id=DEAL, text=f"before{bad} 🙂", mentions=(bad,)))
    work.session.flush()
    return dict(
        work.session.exec(select(TimelineEvent.payload).where(TimelineEvent.kind == EventKind.NOTE_ADDED)).one()
    )


def _many(work: Work, *, bad: str) -> list[str]:
    work.session.add_all(
        Channel(id=str(n), key=f"{n}", name_ru=f"row {bad}{n}", name_en="", position=n) for n in range(3)
    )
    work.session.flush()
    return list(
        work.session.exec(select(Channel.name_ru).where(col(Channel.id).in_(list("012"))).order_by(col(Channel.id)))
    )


def _find(work: Work, *, bad: str) -> Client | None:
    return work.session.exec(select(Client).where(Client.id == f"no such{bad} client")).first()


@pytest.mark.parametrize("bad", BAD)
class TestTextNoDatabaseHolds:
    def test_is_stored_without_it(self, bad: str, runner: Runner) -> None:
        assert runner.run_sync(SYSTEM, _rename, bad=bad) == "Acme Ltd"

    def test_stands_in_no_json(self, bad: str, runner: Runner) -> None:
        assert runner.run_sync(SYSTEM, _note, bad=bad) == {"text": "before 🙂", "mentions": [""]}

    def test_finds_nothing_and_fails_nothing(self, bad: str, runner: Runner) -> None:
        assert runner.run_sync(SYSTEM, _find, bad=bad) is None

    def test_of_many_rows_is_stored_without_it(self, bad: str, runner: Runner) -> None:
        assert runner.run_sync(SYSTEM, _many, bad=bad) == [f"row {number}" for number in range(3)]
