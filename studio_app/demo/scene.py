"""What a story is played on: the plot, the clock, the people at work, and the letters that go out meanwhile."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from sqlmodel import col, select

from studio_app.adapters.documents.papers import open_cover, paper_of
from studio_app.adapters.documents.renderer import render_paper
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.demo.personas import Persona
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import Document, DocumentKind, DocumentStatus
from studio_app.domain.notifications.models import Notification, NotificationStatus
from studio_app.domain.notifications.planning import SEND
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.notifications.schemas import LetterText, Verdict
from studio_app.domain.notifications.sending import decide, note_cancelled, note_sent, postpone
from studio_app.domain.studio.models import Stage, StageRole
from studio_app.domain.work import SYSTEM, Actor, ActorKind, Work

CHAIN = (
    StageRole.LEAD,
    StageRole.BRIEF,
    StageRole.ESTIMATE,
    StageRole.PROPOSAL,
    StageRole.CONTRACT,
    StageRole.INVOICE,
    StageRole.PAID,
)


@dataclass(frozen=True, slots=True)
class Plot:
    """What is decided about a deal before it begins."""

    persona: Persona
    locale: str
    reach: StageRole  # the stage it gets to
    lost_reason_id: str  # empty: it is still open there, or paid
    channel: str
    manager: Actor
    title: str
    message: str
    answers: dict[str, Any]
    begins: datetime
    told_until: datetime  # what would happen later has not happened yet


class NotYet(Exception):
    """The story has reached the present."""


class Scene:
    """One plot on a unit of work of its own."""

    def __init__(self, work: Work, clock: FixedClock, plot: Plot, rng: Random, writer: LetterWriter | None) -> None:
        """With a `writer` letters and signed documents are written out, else they stay empty."""
        self.work, self.clock, self.plot, self.rng, self._writer = work, clock, plot, rng, writer
        self.client = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", name=plot.persona.name))
        self.staff = replace(work, actor=plot.manager)
        self.deal_id = ""
        self._sent = 0  # jobs of letters that have been seen to

    def pause(self, least: float, most: float, *, staff: bool = False) -> None:
        """Let hours pass, up to a time of day at which people work (or clients are awake); letters go out meanwhile."""
        self.letters()
        until = self.clock.now() + timedelta(hours=self.rng.uniform(least, most), seconds=self.rng.randrange(60))
        first, last = (6, 15) if staff else (5, 18)  # UTC, three hours behind the demo's clients
        if not first <= until.hour < last:
            until = until.replace(hour=first, minute=self.rng.randrange(60)) + timedelta(days=until.hour >= last)
        while staff and until.weekday() >= 5:
            until += timedelta(days=1)
        self.letters(min(until, self.plot.told_until))
        if until > self.plot.told_until:
            raise NotYet
        self.clock.set(until)

    def letters(self, until: datetime | None = None) -> None:
        """Send what is due until then, each letter at its moment."""
        limit = until or self.clock.now()
        due = self._due(limit)
        if due == self._sent:
            return
        self._sent = due
        system = replace(self.work, actor=SYSTEM)
        for _ in range(20):
            row = next((row for row in self._planned() if row.planned_at <= limit), None)
            if row is None:
                return
            self.clock.set(max(self.clock.now(), row.planned_at))
            decision = decide(system, notification_id=row.id)
            if decision.verdict is Verdict.POSTPONE:
                postpone(system, notification_id=row.id)
            elif decision.verdict is Verdict.SEND and decision.facts is not None:
                copy = self._writer.write(decision.facts) if self._writer else LetterText(row.rule, "", "")
                note_sent(
                    system,
                    notification_id=row.id,
                    recipient=decision.facts.recipient,
                    message_id=f"<{row.id}@studio.example>",
                    copy=copy,
                    kept=True,
                )
            else:
                note_cancelled(system, notification_id=row.id)
            self.work.session.flush()

    def _due(self, limit: datetime) -> int:
        """How many letters the jobs have been asked to send until then; reading them costs no query."""
        asked = cast("RecordingJobs", self.work.jobs).enqueued
        return sum(1 for job in asked if job.job == SEND and (job.at is None or job.at <= limit))

    def _planned(self) -> list[Notification]:
        query = select(Notification).where(Notification.status == NotificationStatus.PLANNED)
        return list(self.work.session.exec(query.order_by(col(Notification.planned_at))))

    def document(self, kind: DocumentKind) -> Document:
        """The newest document of that kind that is not paid yet; else the newest."""
        query = select(Document).where(Document.kind == kind, Document.status != DocumentStatus.PAID)
        return self.work.session.exec(query.order_by(col(Document.id).desc())).first() or self._newest(kind)

    def _newest(self, kind: DocumentKind) -> Document:
        query = select(Document).where(Document.kind == kind).order_by(col(Document.id).desc())
        return self.work.session.exec(query).one()

    def token(self, kind: DocumentKind) -> str:
        """What stands in the link of that document."""
        return link_token(self.work, self.document(kind))

    def deal(self) -> Deal:
        """The row of the deal."""
        return self.work.session.get_one(Deal, self.deal_id)

    def stage(self) -> StageRole:
        """How far the deal is."""
        return self.work.session.get_one(Stage, self.deal().stage_id).role

    def html(self, token: str) -> bytes | None:
        """The document as the client sees it; None where nothing is written out."""
        if self._writer is None:
            return None
        cover = open_cover(self.work, token=token)
        return render_paper(paper_of(self.work, cover=cover)).encode()

    def end(self) -> None:
        """Nothing comes after the story: letters that were still planned do not go out."""
        for row in self._planned():
            row.status = NotificationStatus.CANCELLED
        self.work.session.flush()
