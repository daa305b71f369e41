"""What open boards are told: one patch a change for everybody who looks at the same cards in the same language."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from typing import TypeAlias

from studio_app.domain.actors import ActorKind
from studio_app.domain.board.cards import CardNow, Opening
from studio_app.domain.board.changes import DealChange
from studio_app.domain.board.filtering import PreparedFilter
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.board.totals import Sums
from studio_app.domain.timeline.events.clients import RequisitesSaved
from studio_app.domain.timeline.events.documents import BriefSaved, DocumentSeen
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.live import ReaderSeen
from studio_app.domain.work import Committed
from studio_app.workspace.board.audiences import Audience, Form, Step, Views, changes, count_step
from studio_app.workspace.board.views import card_view, row_view
from studio_app.workspace.board.wire import values
from studio_app.workspace.board.wire.messages import Change, Message

CHANNEL = "board"
"""The name under which the board's component takes messages in the browser."""

READING_SECONDS = 60
"""How long a card says that the client is reading or filling something after the last sign of it."""

Envelope: TypeAlias = dict[str, dict[str, Message]]
"""A message as Reflex's browser side takes it."""

_REMEMBERED = 2000  # changes kept for boards that are just being read
# What leaves the card as it is; everything else that happens to a deal may show on it
_UNSEEN = EventKind.of("note", "notification", "reader", "requisites", "payment", "refund") | {
    EventKind.BRIEF_SAVED,
    EventKind.CONTRACT_CODE_REQUESTED,
}
# What the columns, the filters and the names on the cards are made of
_OPTIONS = EventKind.of("stage", "pipeline", "tag", "person") | {EventKind.DEAL_WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Question:
    """What to read for a batch of events, and what is known without reading."""

    deal_ids: tuple[str, ...]
    changes: tuple[tuple[int, str, DealChange], ...]  # event, deal, what became of it
    reading: tuple[str, ...]  # deals whose clients are just looking at something
    reload: bool  # something about the columns themselves has changed
    newest: int


class BoardFeed:
    """Who looks at what, and the patches for them."""

    def __init__(self) -> None:
        self._audiences: dict[str, Audience] = {}  # by room
        self._numbers = count()
        self._remembered: deque[Step] = deque(maxlen=_REMEMBERED)
        self._told = 0  # the newest event that audiences have been told of
        self._reading: dict[str, datetime] = {}

    def join(self, *, locale: str, where: BoardFilter, form: Form = Form.CARDS) -> Audience:
        """The audience of that filter, form and language."""
        for known in self._audiences.values():
            if (known.locale, known.where, known.form) == (locale, where, form):
                return known
        audience = Audience(room=f"b:{next(self._numbers)}", locale=locale, where=where, form=form)
        return self._audiences.setdefault(audience.room, audience)

    def settle(self, audience: Audience, opening: Opening, now: datetime) -> bool:
        """Count on from what has just been read; False when it was read too early and has to be read again."""
        if audience.prepared is None and self._told > opening.newest:
            return False
        audience.prepared, audience.newest = opening.prepared, opening.newest
        audience.sums = Sums({stage: dict(column) for stage, column in opening.sums.by_stage.items()})
        audience.probabilities = {column.stage_id: column.probability for column in opening.columns}
        for step in self._remembered:
            if step.event_id > opening.newest:
                count_step(audience, step, now)
        return True

    def recount(self, audience: Audience, prepared: PreparedFilter, sums: Sums, newest: int, now: datetime) -> bool:
        """Compare the kept sums with some just read and keep those; whether they had drifted apart.

        Time alone makes deals stale, and another process may have written. Call it when nothing is under way.
        """
        kept, audience.prepared, audience.newest = audience.sums, prepared, newest
        audience.sums = Sums({stage: dict(column) for stage, column in sums.by_stage.items()})
        for step in self._remembered:
            if step.event_id > newest:
                count_step(audience, step, now)
        return any(kept.totals(stage) != audience.sums.totals(stage) for stage in prepared.norms)

    def drop(self, room: str) -> None:
        """Forget an audience that nobody belongs to any more."""
        self._audiences.pop(room, None)

    def rooms(self) -> tuple[str, ...]:
        """Everybody."""
        return tuple(self._audiences)

    def oldest(self) -> Audience | None:
        """The audience whose sums have been kept for longest without being read."""
        ready = (audience for audience in self._audiences.values() if audience.prepared is not None)
        return min(ready, key=lambda audience: audience.newest, default=None)

    def reading_now(self, now: datetime) -> list[values.Reading]:
        """Deals whose clients are looking at something."""
        for deal_id, at in list(self._reading.items()):
            if (now - at).total_seconds() > READING_SECONDS:
                del self._reading[deal_id]
        return [{"deal": deal_id, "age": int((now - at).total_seconds())} for deal_id, at in self._reading.items()]

    def question(self, events: Sequence[Committed]) -> Question | None:
        """What has to be read for these events; None when no board shows a difference."""
        changes = tuple(
            (event.id, event.deal_id or "", event.deal) for event in events if isinstance(event.deal, DealChange)
        )
        newest = max((event.id for event in events), default=0)
        self._told = max(self._told, newest)
        signs = [event for event in events if event.deal_id and _is_sign_of_life(event)]
        self._reading.update({event.deal_id or "": event.at for event in signs})
        if not self._audiences:
            return None
        seen = [event for event in events if event.deal is not None or event.kind not in _UNSEEN]
        shown = [event.deal_id for event in seen if event.deal_id]
        reload = any(event.kind in _OPTIONS for event in events)
        if not shown and not signs and not reload:
            return None
        return Question(
            deal_ids=tuple(dict.fromkeys(shown)),
            changes=changes,
            reading=tuple(dict.fromkeys(event.deal_id or "" for event in signs)),
            reload=reload,
            newest=newest,
        )

    def patches(self, question: Question, seen: Sequence[CardNow], now: datetime) -> Iterator[tuple[str, Envelope]]:
        """Room and message for every audience that has to learn of a change."""
        steps = _steps(question, seen)
        self._remembered.extend(steps)
        views = Views(cache(card_view), cache(row_view))
        for audience in tuple(self._audiences.values()):
            if question.reload:
                yield audience.room, self.message({"kind": "resync"})
                continue
            patches: list[Change] = [*changes(audience, steps, seen, views, now)]
            patches.extend({"kind": "client_reads", "deal": deal_id} for deal_id in question.reading)
            if len(patches) > 1 and audience.form is Form.CARDS:
                yield audience.room, self.message({"kind": "patches", "patches": patches})
            else:
                for patch in patches:
                    yield audience.room, self.message(patch)

    @staticmethod
    def message(content: Message) -> Envelope:
        """`content` in the envelope that Reflex's browser side hands to the board's component."""
        return {"delta": {CHANNEL: content}}


def _steps(question: Question, seen: Sequence[CardNow]) -> list[Step]:
    now = {one.card.id: one.deal for one in seen}
    return [
        Step(event_id, deal_id, change.last(), None)
        if change.gone
        else Step(event_id, deal_id, *change.resolve(now[deal_id]))
        for event_id, deal_id, change in question.changes
        if change.gone or deal_id in now
    ]


def _is_sign_of_life(event: Committed) -> bool:
    signs = (DocumentSeen, ReaderSeen, BriefSaved, RequisitesSaved)
    return event.actor_kind is ActorKind.CLIENT and isinstance(event.event, signs)
