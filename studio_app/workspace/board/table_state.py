"""What the table asks for: more rows, and changes of single cells. A refused one shows the row as it is."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.core.numbers import read_money
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.board.cards import card
from studio_app.domain.board.rows import more_rows
from studio_app.domain.board.schemas import BoardFilter, Card, RowOrder
from studio_app.domain.deals.amounts import currency_of
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.edits import rename_deal
from studio_app.domain.documents.price_by_hand import price_by_hand
from studio_app.domain.tasks.planning import plan_next
from studio_app.domain.work import Work
from studio_app.workspace.board.address import filter_of, row_order_of
from studio_app.workspace.board.audiences import Form
from studio_app.workspace.board.opening import put_back
from studio_app.workspace.board.views import more_rows_view
from studio_app.workspace.deal.parsing import day_or_none
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.live import live


class TableState(rx.State):
    """The table of one open board; it keeps nothing, its rows live in the browser."""

    @rx.event
    @allow(Permission.READ_DEALS)
    async def show_more(self, query: str, last_id: str):
        """Send the next window of rows, under the last loaded one."""
        where, order = filter_of(query, me=actor().id), row_order_of(query)
        last, rows = await services().runner.read(actor(), _below, where=where, order=order, deal_id=last_id)
        await live.answer(self, more_rows_view(last, rows, locale(), query))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def rename(self, deal_id: str, title: str, seen: str):
        """Give the deal another title; what a colleague has called it meanwhile stands, and is told."""
        clashes = await self._change(deal_id, rename_deal, title=title, seen=seen)
        if clashes:
            await put_back(self, [deal_id], Form.ROWS)
            return rx.toast.warning(translate(locale(), "board.renamed_meanwhile", title=clashes[0].theirs))
        return None

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def price(self, deal_id: str, version: int, amount: str):
        """Say what the deal may be worth."""
        await self._change(deal_id, _price, version=version, text=amount)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def hand_over(self, deal_id: str, version: int, manager_id: str):
        """Give the deal to a colleague."""
        await self._change(deal_id, assign, version=version, manager_id=manager_id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def plan(self, deal_id: str, title: str, day: str, seen: int):
        """Say what comes next on the deal, and when."""
        await self._change(deal_id, _plan, title=title, day=day, seen=seen)

    async def _change(self, deal_id: str, use_case: Callable[..., Any], **what: Any) -> Any:
        try:
            return await services().runner.run(actor(), use_case, deal_id=deal_id, **what)
        except StudioError:
            await put_back(self, [deal_id], Form.ROWS)
            raise


def _below(work: Work, *, where: BoardFilter, order: RowOrder, deal_id: str) -> tuple[Card, tuple[Card, ...]]:
    """The deal as it is now, and the rows below it."""
    return card(work, deal_id=deal_id), more_rows(work, where=where, order=order, after=deal_id)


def _price(work: Work, *, deal_id: str, version: int, text: str) -> None:
    amount = read_money(text, currency_of(work, deal_id=deal_id), field="amount", empty=Decimal(0))
    price_by_hand(work, deal_id=deal_id, version=version, amount=amount)


def _plan(work: Work, *, deal_id: str, title: str, day: str, seen: int) -> None:
    plan_next(work, deal_id=deal_id, title=title, due_on=day_or_none(day), seen=seen)
