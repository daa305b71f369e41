"""What one open board is asked to do. The cards live in the browser, the filter in its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.refusals import in_words
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.board.cards import lost_reasons, more_cards
from studio_app.domain.board.options import board_options
from studio_app.domain.board.saved_views import drop_view, keep_habit, save_view
from studio_app.domain.board.schemas import CardOrder
from studio_app.domain.deals.bulk import Outcome, SeenDeal, Undo, assign_many, move_many, tag_many, undo_moves
from studio_app.domain.deals.moves import move
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.workspace.board.address import filter_of, form_of, order_of
from studio_app.workspace.board.audiences import Form
from studio_app.workspace.board.opening import opened, put_back
from studio_app.workspace.board.options import options_view
from studio_app.workspace.board.views import more_cards_view
from studio_app.workspace.board.wire.asks import Held, Move
from studio_app.workspace.board.wire.messages import SnapshotHead
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale, toast_error
from studio_app.workspace.live import live


@dataclass(frozen=True)
class Drop:
    """Where cards were dropped: as they were then, the stage, the cards above and below (empty: none)."""

    deals: tuple[SeenDeal, ...]
    stage_id: str
    above_id: str = ""
    below_id: str = ""


@dataclass(frozen=True)
class Reason:
    """A reason to choose."""

    id: str
    name: str


class BoardState(rx.State):
    """One open board."""

    adding: bool = False
    losing: bool = False
    reasons: list[Reason] = []
    _query: str = ""
    _form: Form = Form.CARDS
    _order: CardOrder = CardOrder.MANUAL
    _loss: Drop | None = None

    @rx.event
    @allow(Permission.READ_DEALS)
    async def open_board(self, query: str = ""):
        """Join those who are told of changes, then send the whole board as it is."""
        self._query, self._form = query, form_of(query)
        where = filter_of(query, me=actor().id)
        audience = await live.join_board(self, locale=locale(), where=where, form=self._form)
        options = await services().runner.read(actor(), board_options)
        self._order = order_of(options.habits)
        shown = options_view(options, audience.locale, me=actor().id)
        while True:
            head: SnapshotHead = {
                "seq": audience.seq,
                "room": audience.room,
                "query": query,
                "options": shown,
                "reading": live.reading_now(),
            }
            opening, snapshot = await services().runner.read(
                actor(), opened, where=where, order=self._order, locale=audience.locale, head=head
            )
            if live.settle(audience, opening):
                break
        await live.answer(self, snapshot)

    @rx.event
    @allow(Permission.READ_DEALS)
    async def show_more(self, stage_id: str, last_id: str):
        """Send the next window of a column, under its last loaded card."""
        where = filter_of(self._query, me=actor().id)
        last, cards = await services().runner.read(
            actor(), more_cards, stage_id=stage_id, where=where, order=self._order, after=last_id
        )
        await live.answer(self, more_cards_view(stage_id, last, cards, locale(), self._query))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def move(self, deal_id: str, version: int, stage_id: str, above_id: str, below_id: str):
        """Put a card where it was dropped; on refusal it goes back where it is."""
        try:
            await services().runner.run(
                actor(),
                move,
                deal_id=deal_id,
                version=version,
                stage_id=stage_id,
                above_id=above_id or None,
                below_id=below_id or None,
            )
        except StudioError:
            await self._put_back([deal_id])
            raise

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def move_many(self, deals: list[Held], stage_id: str, above_id: str, below_id: str):
        """Put many cards into a stage; those that are refused go back where they are."""
        return await self._move_many(Drop(tuple(map(_seen, deals)), stage_id, above_id, below_id))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def undo(self, moves: list[Move]):
        """Put cards back where they were before the last move, if nobody has changed them since."""
        wanted = [Undo(_seen(one), one["stage_id"], one["above_id"], one["below_id"]) for one in moves]
        return await self._tell(await services().runner.run(actor(), undo_moves, moves=wanted), "board.undone")

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def assign_many(self, deals: list[Held], manager_id: str):
        """Hand many deals to a person."""
        outcome = await services().runner.run(actor(), assign_many, deals=[*map(_seen, deals)], manager_id=manager_id)
        return await self._tell(outcome, "board.assigned")

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def tag_many(self, deals: list[Held], tag: str, on: bool):
        """Mark many deals with a tag, a new one where there is none of that name, or take it off them."""
        outcome = await services().runner.run(actor(), tag_many, deals=[*map(_seen, deals)], tag=tag, on=on)
        return await self._tell(outcome, "board.tagged")

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def ask_reason(self, deals: list[Held], stage_id: str, above_id: str, below_id: str):
        """Cards were dropped into the lost column: ask why."""
        self._loss = Drop(tuple(map(_seen, deals)), stage_id, above_id, below_id)
        found = await services().runner.read(actor(), lost_reasons)
        self.reasons = [Reason(one.id, one.name_en if locale() == "en" else one.name_ru) for one in found]
        self.losing = True

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def lose(self, answers: dict[str, str]):
        """The reason is told: the deals are lost."""
        loss, self._loss, self.losing = self._loss, None, False
        if loss is None:
            return None
        return await self._move_many(loss, lost_reason_id=answers.get("reason"), comment=answers.get("comment", ""))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def keep(self):
        """No reason is told: the cards go back."""
        loss, self._loss, self.losing = self._loss, None, False
        if loss is not None:
            await self._put_back([deal.deal_id for deal in loss.deals])

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def open_adding(self, opened: bool):
        """Open or close the dialog of a new deal."""
        self.adding = opened

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("adding")
    async def add_deal(self, answers: dict[str, str]):
        """Enter a deal by hand; it appears through the feed, like every other."""
        lead = LeadIn(
            name=answers.get("name", ""),
            email=answers.get("email", ""),
            phone=answers.get("phone", ""),
            company=answers.get("company", ""),
            message=answers.get("message", ""),
            locale=locale(),
        )
        await services().runner.run(actor(), add_deal_by_hand, lead=lead)
        self.adding = False
        return rx.toast.success(translate(locale(), "board.added"))

    @rx.event
    @allow(Permission.READ_DEALS)
    async def keep_habit(self, name: str, value: str):
        """Remember how the person likes the board."""
        await services().runner.run(actor(), keep_habit, name=name, value=value)

    @rx.event
    @allow(Permission.READ_DEALS)
    async def save_view(self, name: str, query: str, shared: bool):
        """Keep the filter under a name."""
        await services().runner.run(actor(), save_view, name=name, query=query, shared=shared)
        await self._send_options()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def drop_view(self, view_id: str):
        """Forget a saved view."""
        await services().runner.run(actor(), drop_view, view_id=view_id)
        await self._send_options()

    async def _move_many(self, drop: Drop, **loss: Any) -> Any:
        outcome = await services().runner.run(
            actor(),
            move_many,
            deals=drop.deals,
            stage_id=drop.stage_id,
            above_id=drop.above_id or None,
            below_id=drop.below_id or None,
            **loss,
        )
        return await self._tell(outcome, "board.moved" if len(drop.deals) > 1 else "")

    async def _tell(self, outcome: Outcome, done: str) -> Any:
        """Put back the cards that were refused and say why; else say what was done, if that needs words."""
        if outcome.refused:
            await self._put_back([deal_id for deal_id, _ in outcome.refused])
            first = outcome.refused[0][1]
            sentence = in_words(first, locale())
            if len(outcome.refused) == 1 and not outcome.done:
                return rx.toast.error(sentence)
            counts = {"done": outcome.done, "refused": len(outcome.refused)}
            return toast_error(locale(), "board.some_refused", sentence=sentence, **counts)
        return rx.toast.success(translate(locale(), done, count=outcome.done)) if done else None

    async def _put_back(self, deal_ids: Sequence[str]) -> None:
        await put_back(self, deal_ids, self._form)

    async def _send_options(self) -> None:
        options = await services().runner.read(actor(), board_options)
        shown = options_view(options, locale(), me=actor().id)
        await live.answer(self, {"kind": "new_options", "options": shown})


def _seen(deal: Held) -> SeenDeal:
    return SeenDeal(deal["deal_id"], deal["version"])
