"""Use cases: the same change to many deals at once. Those that refuse are told apart, the others go through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studio_app.core.errors import Invalid, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.tagging import add_tag, tag_deal
from studio_app.domain.timeline.events.deals import DealMoved
from studio_app.domain.timeline.reading import newest
from studio_app.domain.work import Work

MOST = 500
"""Deals that one change takes: a person's selection, not the whole base."""


@dataclass(frozen=True, slots=True)
class SeenDeal:
    """A deal as the person saw it."""

    deal_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Where a deal stood before: its stage, and the cards above and below then (empty: none)."""

    deal: SeenDeal
    stage_id: str
    above_id: str = ""
    below_id: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many deals were changed, and why the others were not, by deal."""

    done: int
    refused: tuple[tuple[str, StudioError], ...]


def move_many(
    work: Work,
    *,
    deals: Sequence[SeenDeal],
    stage_id: str,
    above_id: str | None = None,
    below_id: str | None = None,
    lost_reason_id: str | None = None,
    comment: str = "",
) -> Outcome:
    """Put the deals into a stage in the order given, beside the neighbours named or at the top."""
    require(work, Permission.EDIT_DEALS)
    above = above_id

    def put(deal: SeenDeal) -> None:
        nonlocal above
        move(
            work,
            deal_id=deal.deal_id,
            version=deal.version,
            stage_id=stage_id,
            above_id=above,
            below_id=below_id,
            lost_reason_id=lost_reason_id,
            comment=comment,
        )
        above = deal.deal_id

    return _each(deals, put)


def undo_moves(work: Work, *, moves: Sequence[Undo]) -> Outcome:
    """Put the deals back, each where it stood, unless somebody has changed it since; back in its old loss if lost.

    What their last move ended goes on: the days in the stage are counted as if they had not left it.
    """
    require(work, Permission.EDIT_DEALS)
    where = {move.deal.deal_id: move for move in moves}

    def put_back(deal: SeenDeal) -> None:
        past = where[deal.deal_id]
        reason, comment = _last_loss(work, deal.deal_id, past.stage_id)
        move(
            work,
            deal_id=deal.deal_id,
            version=deal.version,
            stage_id=past.stage_id,
            above_id=past.above_id or None,
            below_id=past.below_id or None,
            lost_reason_id=reason,
            comment=comment,
            back=True,
            since=_stay_before(work, deal.deal_id, past.stage_id),
        )

    return _each([move.deal for move in moves], put_back)


def assign_many(work: Work, *, deals: Sequence[SeenDeal], manager_id: str) -> Outcome:
    """Hand the deals to a person."""
    require(work, Permission.EDIT_DEALS)
    return _each(deals, lambda deal: assign(work, deal_id=deal.deal_id, version=deal.version, manager_id=manager_id))


def tag_many(work: Work, *, deals: Sequence[SeenDeal], tag: str, on: bool) -> Outcome:
    """Mark the deals with the tag of that name, a new one where there is none, or take it off them. Raises Invalid."""
    require(work, Permission.EDIT_DEALS)
    tag_id = add_tag(work, name=tag)
    return _each(deals, lambda deal: tag_deal(work, deal_id=deal.deal_id, tag_id=tag_id, on=on))


def _last_loss(work: Work, deal_id: str, stage_id: str) -> tuple[str | None, str]:
    """The reason with which the deal last came into that stage, and what was said of it."""
    moves = (moved.event for moved in newest(work, DealMoved, deal_id=deal_id, limit=10))
    return next(((move.lost_reason_id, move.lost_comment) for move in moves if move.to_stage == stage_id), (None, ""))


def _stay_before(work: Work, deal_id: str, stage_id: str) -> datetime | None:
    """When the deal had come into that stage, if its last move was out of there."""
    last = next(iter(newest(work, DealMoved, deal_id=deal_id, limit=1)), None)
    if last is None or last.event.from_stage != stage_id:
        return None
    return last.at - timedelta(seconds=last.event.seconds)


def _each(deals: Sequence[SeenDeal], change: Callable[[SeenDeal], object]) -> Outcome:
    # each of the changes checks all its rules before it writes, so a refusal leaves nothing behind
    if len(deals) > MOST:
        raise Invalid(field="deals", reason="too_many_deals", maximum=MOST)
    refused: list[tuple[str, StudioError]] = []
    for deal in deals:
        try:
            change(deal)
        except StudioError as error:
            refused.append((deal.deal_id, error))
    return Outcome(done=len(deals) - len(refused), refused=tuple(refused))
