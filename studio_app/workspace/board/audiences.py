"""Boards that look at the same: their sums kept in step, and the patches that they get."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from studio_app.domain.board.cards import CardNow
from studio_app.domain.board.changes import DealForFilter
from studio_app.domain.board.filtering import PreparedFilter
from studio_app.domain.board.schemas import BoardFilter, Card
from studio_app.domain.board.totals import Sums
from studio_app.domain.board.weighing import weigh, weigh_together
from studio_app.workspace.board.views import short, totals_view
from studio_app.workspace.board.wire import values
from studio_app.workspace.board.wire.messages import CardPatch, DaysChanged, RowPatch


class Form(StrEnum):
    """What a board is looked at as: cards, rows or days."""

    CARDS = "board"
    ROWS = "table"
    DAYS = "calendar"


@dataclass(slots=True)
class Audience:
    """Boards that see the same in the same form and language; `seq` numbers the patches they got.

    Until its first board has been read it has no filter made ready and is told nothing.
    """

    room: str
    locale: str
    where: BoardFilter
    form: Form = Form.CARDS
    seq: int = 0
    prepared: PreparedFilter | None = None
    sums: Sums = field(default_factory=Sums)
    probabilities: Mapping[str, int] = field(default_factory=dict[str, int])
    newest: int = 0  # the last event that the sums know


@dataclass(frozen=True, slots=True)
class Step:
    """What an event has made of a deal; `before` is None for a new one, `after` for one that is gone."""

    event_id: int
    deal_id: str
    before: DealForFilter | None
    after: DealForFilter | None


@dataclass(frozen=True, slots=True)
class Views:
    """What cards look like, each made once for all who see it in that language."""

    card: Callable[[Card, str], values.Card]
    row: Callable[[Card, str], values.Row]


def changes(
    audience: Audience, steps: Sequence[Step], seen: Sequence[CardNow], views: Views, now: datetime
) -> Iterator[CardPatch | RowPatch | DaysChanged]:
    """What one audience is told, its sums kept in step; nothing before its first board has been read."""
    prepared = audience.prepared
    if prepared is None:
        return
    left, touched = _follow(audience, prepared, steps, now)
    gone = [step.deal_id for step in steps if step.after is None and step.deal_id in left]
    whats: list[tuple[str, CardNow | None]] = [(deal_id, None) for deal_id in gone]
    for one in seen:
        if prepared.shows(one.deal, now):
            whats.append((one.card.id, one))
        elif one.card.id in left:
            whats.append((one.card.id, None))
    if whats and audience.form is Form.DAYS:
        # a day shows the first of its tasks and how many there are: it is read anew, at its reader's pace
        yield {"kind": "days_changed"}
        return
    for deal_id, one in whats:
        audience.seq += 1
        if one is not None:
            touched.add(one.deal.columns.stage_id)
        if audience.form is Form.ROWS:
            yield _row_patch(audience, deal_id, one, views)
        else:
            yield _card_patch(audience, deal_id, one, views, touched)


def _card_patch(
    audience: Audience, deal_id: str, one: CardNow | None, views: Views, touched: Collection[str]
) -> CardPatch:
    totals = _totals(audience, touched)
    patch: CardPatch = {"kind": "card", "seq": audience.seq, "room": audience.room, "totals": totals}
    if one is None:
        patch["gone"] = deal_id
    else:
        patch["card"] = views.card(one.card, audience.locale)
    return patch


def _row_patch(audience: Audience, deal_id: str, one: CardNow | None, views: Views) -> RowPatch:
    total = totals_view(weigh_together(audience.sums, probabilities=audience.probabilities), audience.locale)
    patch: RowPatch = {"kind": "row", "seq": audience.seq, "room": audience.room, "total": total}
    if one is None:
        patch["gone"] = deal_id
    else:
        patch["row"] = views.row(one.card, audience.locale)
    return patch


def _follow(
    audience: Audience, prepared: PreparedFilter, steps: Sequence[Step], now: datetime
) -> tuple[set[str], set[str]]:
    """Keep the sums in step; the deals that were shown before, and the stages whose totals have changed."""
    left, touched = set[str](), set[str]()
    for step in steps:
        if step.event_id > audience.newest:
            count_step(audience, step, now)
        # told of to all, also where one who came meanwhile has brought the sums along
        if step.before is not None and prepared.shows(step.before, now):
            left.add(step.deal_id)
            touched.add(step.before.columns.stage_id)
        if step.after is not None and prepared.shows(step.after, now):
            touched.add(step.after.columns.stage_id)
    return left, touched


def count_step(audience: Audience, step: Step, now: datetime) -> None:
    """Keep the audience's sums in step."""
    prepared = audience.prepared
    if prepared is None:
        return
    if step.before is not None and prepared.shows(step.before, now):
        audience.sums.remove_deal(step.before.columns)
    if step.after is not None and prepared.shows(step.after, now):
        audience.sums.add_deal(step.after.columns)


def _totals(audience: Audience, stages: Collection[str]) -> dict[str, values.Totals]:
    return {
        short(stage): totals_view(weigh(audience.sums.totals(stage), probability=percent), audience.locale)
        for stage in stages
        if (percent := audience.probabilities.get(stage)) is not None
    }
