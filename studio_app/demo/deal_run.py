"""What a demo deal is played with: its plan, the clock, the people at work, and the letters that go out meanwhile."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from sqlmodel import col, select

from studio_app.adapters.documents.kinds import DRAWN
from studio_app.adapters.documents.reading import open_head, with_text
from studio_app.adapters.documents.renderer import render_content
from studio_app.core.clock import FixedClock
from studio_app.demo.demo_mail import DemoMail
from studio_app.demo.personas import Persona
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import Document
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work

_UNSEEN = timedelta(days=4)
CHAIN = (
    StageRole.LEAD,
    StageRole.BRIEF,
    StageRole.ESTIMATE,
    StageRole.PROPOSAL,
    StageRole.CONTRACT,
    StageRole.INVOICE,
    StageRole.PAID,
)


class Detour(StrEnum):
    """What happens to a deal besides the straight way (see `detours`)."""

    NONE = ""
    ABROAD = "abroad"  # in another currency
    REOPENED = "reopened"  # lost, and not lost after all
    REASSIGNED = "reassigned"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


@dataclass(frozen=True, slots=True)
class DealPlan:
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
    plays_until: datetime | None  # what would happen later has not happened yet; None: it is placed in time later
    detour: Detour = Detour.NONE
    other: Actor | None = None  # who takes it over, or gives money back
    left_reason_id: str = ""  # why it was lost for a while


class PresentReached(Exception):
    """The deal has been played up to the present."""


class DealRun:
    """One planned deal while it is played, on a unit of work of its own."""

    def __init__(self, work: Work, clock: FixedClock, plan: DealPlan, rng: Random, writer: LetterWriter | None) -> None:
        """With a `writer` letters and signed documents are written out, else they stay empty."""
        self.work, self.clock, self.plan, self.rng, self._writer = work, clock, plan, rng, writer
        self.client = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", name=plan.persona.name))
        self.staff = replace(work, actor=plan.manager)
        self.deal_id = ""
        self._mail = DemoMail(work, clock, writer)

    def pause(self, least: float, most: float, *, staff: bool = False) -> None:
        """Let hours pass, up to a time of day at which people work (or clients are awake); letters go out meanwhile."""
        self.letters()
        until = self.clock.now() + timedelta(hours=self.rng.uniform(least, most), seconds=self.rng.randrange(60))
        first, last = (6, 15) if staff else (5, 18)  # UTC, three hours behind the demo's clients
        if not first <= until.hour < last:
            until = until.replace(hour=first, minute=self.rng.randrange(60)) + timedelta(days=until.hour >= last)
        while staff and until.weekday() >= 5:
            until += timedelta(days=1)
        present = self.plan.plays_until
        if present is not None and until > present:
            self.letters(present)
            raise PresentReached
        self.letters(until)
        self.clock.set(until)

    def pause_until_lately(self) -> None:
        """Let all the time pass up to two days before the present."""
        lately = self.present - timedelta(days=2)
        if lately > self.clock.now():
            self.letters(lately)
            self.clock.set(lately)

    @property
    def present(self) -> datetime:
        """The moment at which people read of the deal; of one without a place in time about half a week later."""
        return self.plan.plays_until or self.clock.now() + _UNSEEN

    def letters(self, until: datetime | None = None) -> None:
        """Send what is due until then, each letter at its moment."""
        self._mail.deliver(until)

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
        content = with_text(self.work, head=open_head(self.work, token=token))
        kind = DRAWN[content.head.document.kind]
        choice = kind.choose(kind.parse(content.text), content.head.facts, ()) if kind.choose else None
        return render_content(content, choice=choice).encode()

    def end(self) -> None:
        """Nothing comes after the deal: letters that were still planned do not go out."""
        self._mail.stop()
