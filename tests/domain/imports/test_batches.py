"""Rows of leads that are taken in or back together come to what they come to one after the other."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import col, func, select

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.board.changes import changed_deals
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import new_document
from studio_app.domain.files.digests import digest_of
from studio_app.domain.imports.importing import import_some, start_import
from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.imports.planning import plan_import
from studio_app.domain.imports.queries import all_rows
from studio_app.domain.imports.schemas import Options, RawRow, Reason
from studio_app.domain.imports.undoing import undo_import, undo_some
from studio_app.domain.imports.uploads import keep_upload
from studio_app.domain.leads.assignment.models import AssignmentRule
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.tasks.models import Task
from studio_app.domain.timeline.events.deals import DealCreated, DealWithdrawn
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

Seen = tuple[list[tuple[str, Reason | None]], dict[str, object]]

ROWS = (
    {"name": "Борис", "email": "boris@example.com", "message": "Нужен магазин"},
    {"name": "Дина", "email": "old@example.com", "message": "Ещё раз"},  # has a deal in progress
    {"name": "Анна", "email": "anna@example.com", "company": "Северный чай", "phone": "+79160000001"},
    {"name": "Вера", "email": "vera@example.com", "phone": "+79160000001"},  # the number of the first
    {"name": "Глеб", "email": "gleb@example.com", "company": "Северный чаи"},  # like the company of the first
    {"name": "Егор", "email": "won@example.com", "message": "Снова"},  # had one
    {"name": "Жанна", "email": "zh@example.com", "message": "http://a.example http://b.example http://c.example"},
    {"name": "Зоя", "email": "zoya@example.com", "channel": "Avito"},
    {"name": "Игорь", "phone": "+79160000002"},
    {"name": "Клара", "email": "klara@example.com", "message": "Магазин одежды"},
    {"name": "Лев", "email": "lev@example.com", "company": "Лев и Ко"},
)


@pytest.fixture
def owner(studio: Work) -> Work:
    for name in ("vera", "oleg"):
        seller = add_person(studio, email=f"{name}@s.example", name=name, password_hash="-", role=Role.MANAGER)
    person = studio.session.exec(select(User).where(User.role == Role.OWNER)).one()
    studio.session.add(AssignmentRule(id="rule", topic="магазин", user_id=seller.id))
    for email in ("old@example.com", "won@example.com"):
        received = receive_lead(studio, lead=LeadIn(name="Кто-то", email=email))
    won = studio.session.exec(select(Stage.id).where(Stage.kind == StageKind.WON)).first()
    studio.session.get_one(Deal, received.deal_id).stage_id = won or ""
    studio.session.flush()
    return replace(studio, actor=Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role="owner"))


def brought(work: Work, *, limit: int) -> str:
    keep_upload(work, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
    raw = [RawRow(line, cells) for line, cells in enumerate(ROWS, start=2)]
    planned = plan_import(work, kind=ImportKind.LEADS, rows=raw, options=Options()).rows
    import_id = start_import(work, kind=ImportKind.LEADS, digest=digest_of(b"x"), rows=planned)
    while import_some(work, import_id=import_id, limit=limit):
        pass
    return import_id


def told(work: Work, import_id: str) -> list[tuple[str, Reason | None]]:
    return [(row.state.value, row.reason) for row in all_rows(work, import_id=import_id)]


def everything(work: Work) -> dict[str, object]:
    """What is in the database, without ids; a rank is one of its column only."""
    deals = {row.id: row for row in work.session.exec(select(Deal))}
    leads = work.session.exec(select(Lead).order_by(col(Lead.name), col(Lead.received_at), col(Lead.id)))
    events = work.session.exec(
        select(TimelineEvent).where(~col(TimelineEvent.kind).startswith("import.")).order_by(col(TimelineEvent.id))
    )
    return {
        "deals": [
            (row.number, row.title, row.manager_id, row.channel_id, row.version, row.unread)
            for row in sorted(deals.values(), key=lambda row: (row.stage_id, row.rank))
        ],
        "leads": [(row.name, row.state, row.deal_id and deals[row.deal_id].number, len(row.doubts)) for row in leads],
        "events": [(row.kind, row.actor_name, row.deal_id and deals[row.deal_id].number) for row in events],
        "found": sorted(work.session.exec(select(SearchEntry.words))),
        "visits": work.session.exec(select(func.count()).select_from(StageVisit)).one(),
        "clients": sorted(work.session.exec(select(Client.name))),
    }


def tried(work: Work, attempt: Callable[[], Seen]) -> Seen:
    """What it gives, and then as if it had never been."""
    savepoint = work.session.begin_nested()
    result = attempt()
    savepoint.rollback()
    return result


class TestTakeLeads:
    def test_together_is_one_after_the_other(self, owner: Work) -> None:
        def came(limit: int) -> Seen:
            return told(owner, brought(owner, limit=limit)), everything(owner)

        alone = tried(owner, lambda: came(1))
        assert [state for state, _ in alone[0]] == [
            "created",
            "joined",
            "created",
            "held",
            "held",
            "joined",
            "held",
            *["created"] * 4,
        ]
        assert tried(owner, lambda: came(4)) == alone
        assert tried(owner, lambda: came(50)) == alone

    def test_refuses_the_rows_that_a_reaction_refuses_and_no_others(self, owner: Work) -> None:
        class Unwanted(StudioError):
            code = "unwanted"

        def refuse(work: Work, recorded: Recorded[DealCreated]) -> None:
            if work.session.get_one(Deal, recorded.deal_id).title == "Зоя":
                raise Unwanted

        owner.reactions = {**owner.reactions, DealCreated: [*owner.reactions[DealCreated], refuse]}
        states = dict(zip((row["name"] for row in ROWS), told(owner, brought(owner, limit=50)), strict=True))
        assert states["Зоя"][0] == "refused"
        assert [states[name][0] for name in ("Анна", "Борис", "Клара")] == ["created"] * 3
        assert "Зоя" not in owner.session.exec(select(Deal.title)).all()
        told_of = [event.deal_id for event in owner.events if event.kind == EventKind.DEAL_CREATED]
        there = set(owner.session.exec(select(Deal.id)))
        assert set(told_of) <= there
        assert changed_deals(owner.session).keys() == there


class TestUntakeLeads:
    def test_together_is_one_after_the_other(self, owner: Work) -> None:
        import_id = brought(owner, limit=50)
        anna = owner.session.exec(select(Deal).where(Deal.title == "Северный чай")).one()
        boris = owner.session.exec(select(Deal).where(Deal.title == "Борис")).one()
        owner.session.add(
            Task(id="t", deal_id=boris.id, assignee_id=owner.actor.id, title="x", created_at=owner.now())
        )  # without a trace in the timeline
        new_document(owner, deal_id=anna.id, kind=DocumentKind.BRIEF, title="x", locale="ru")

        def went(limit: int) -> Seen:
            undo_import(owner, import_id=import_id)
            told_before = len(owner.events)
            while undo_some(owner, import_id=import_id, limit=limit):
                pass
            withdrawn = {one.event.number for one in owner.events[told_before:] if isinstance(one.event, DealWithdrawn)}
            assert withdrawn.isdisjoint({anna.number, boris.number})
            return told(owner, import_id), everything(owner)

        alone = tried(owner, lambda: went(1))
        assert [(state, reason.code if reason else "") for state, reason in alone[0]][:6] == [
            ("stays", "worked_on"),
            ("stays", "in_history"),
            ("stays", "worked_on"),
            ("undone", ""),
            ("undone", ""),
            ("undone", ""),
        ]
        assert tried(owner, lambda: went(50)) == alone
