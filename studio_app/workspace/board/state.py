"""What one open board is asked to do. It holds the filter and the open dialogs; the cards live in the browser."""

from dataclasses import dataclass

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.deals.board.cards import board, card, lost_reasons, more_cards
from studio_app.domain.deals.board.schemas import BoardFilter
from studio_app.domain.deals.intake import add_deal_by_hand
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.schemas import LeadIn
from studio_app.workspace.board.views import board_view, card_view
from studio_app.workspace.gate import Access, actor, allow, locale
from studio_app.workspace.live import live

_LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Drop:
    """Where a card was dropped: its version then, the stage, the cards above and below (empty: none)."""

    deal_id: str
    version: int
    stage_id: str
    above_id: str
    below_id: str


@dataclass(frozen=True)
class Reason:
    """A reason to choose."""

    id: str
    name: str


class BoardState(rx.State):
    """One open board."""

    mine: bool = False
    search_text: str = ""
    adding: bool = False
    losing: bool = False
    reasons: list[Reason] = []
    _loss: Drop | None = None

    @rx.event
    @allow(Access.STAFF)
    async def open_board(self):
        """Join those who are told of changes, then send the whole board as it is."""
        audience = await live.join_board(self, locale=locale(), where=self._where())
        seq = audience.seq
        columns = await services().runner.read(actor(), board, where=audience.where)
        await live.answer(self, board_view(columns, seq=seq, locale=audience.locale))

    @rx.event
    @allow(Access.STAFF)
    async def show_mine(self, chosen: str | list[str]):
        """Show the person's own deals, or everybody's."""
        self.mine = chosen == "mine"
        return BoardState.open_board

    @rx.event
    @allow(Access.STAFF)
    async def search(self, text: str):
        """Show the deals that contain every word of `text`."""
        self.search_text = text[:_LONGEST_SEARCH]
        return BoardState.open_board

    @rx.event
    @allow(Access.STAFF)
    async def show_more(self, stage_id: str, rank: str, deal_id: str):
        """Send the next window of a column."""
        cards = await services().runner.read(
            actor(), more_cards, stage_id=stage_id, where=self._where(), rank=rank, deal_id=deal_id
        )
        await live.answer(self, {"stage": stage_id, "more": [card_view(found, locale()) for found in cards]})

    @rx.event
    @allow(Access.STAFF)
    async def move(self, deal_id: str, version: int, stage_id: str, above_id: str, below_id: str):
        """Put a card where it was dropped; on refusal it goes back where it is."""
        await self._move(Drop(deal_id, version, stage_id, above_id, below_id))

    @rx.event
    @allow(Access.STAFF)
    async def ask_reason(self, deal_id: str, version: int, stage_id: str, above_id: str, below_id: str):
        """A card was dropped into the lost column: ask why."""
        self._loss = Drop(deal_id, version, stage_id, above_id, below_id)
        found = await services().runner.read(actor(), lost_reasons)
        self.reasons = [Reason(one.id, one.name_en if locale() == "en" else one.name_ru) for one in found]
        self.losing = True

    @rx.event
    @allow(Access.STAFF)
    async def lose(self, answers: dict[str, str]):
        """The reason is told: the deal is lost."""
        loss, self._loss, self.losing = self._loss, None, False
        if loss is not None:
            await self._move(loss, lost_reason_id=answers.get("reason"), comment=answers.get("comment", ""))

    @rx.event
    @allow(Access.STAFF)
    async def keep(self):
        """No reason is told: the card goes back."""
        loss, self._loss, self.losing = self._loss, None, False
        if loss is not None:
            await self._put_back(loss.deal_id)

    @rx.event
    @allow(Access.STAFF)
    async def open_adding(self, opened: bool):
        """Open or close the dialog of a new deal."""
        self.adding = opened

    @rx.event
    @allow(Access.STAFF)
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

    async def _move(self, drop: Drop, *, lost_reason_id: str | None = None, comment: str = "") -> None:
        try:
            await services().runner.run(
                actor(),
                move,
                deal_id=drop.deal_id,
                stage_id=drop.stage_id,
                version=drop.version,
                above_id=drop.above_id or None,
                below_id=drop.below_id or None,
                lost_reason_id=lost_reason_id,
                comment=comment,
            )
        except StudioError:
            await self._put_back(drop.deal_id)
            raise

    async def _put_back(self, deal_id: str) -> None:
        found = await services().runner.read(actor(), card, deal_id=deal_id)
        await live.answer(self, {"card": card_view(found, locale())})

    def _where(self) -> BoardFilter:
        return BoardFilter(manager_id=actor().id if self.mine else None, text=self.search_text)
