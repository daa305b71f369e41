"""A window of a history and what its reader looks for: shared by the pages of a deal and of a client."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.history import PAGE, HistoryKind
from studio_app.workspace.deal.choices import OptionView
from studio_app.workspace.deal.history.load import HistoryFilter, HistoryWithWords
from studio_app.workspace.gate import allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED

_LONGEST = 80


class HistoryWindow(rx.State, mixin=True):
    """How far back, and which events only. Whoever has it says in `_show` what is read."""

    more: bool = False
    kind: str = HistoryKind.ALL.value
    by: str = ""  # a person of the studio, or another kind of actor
    doers: list[OptionView] = []
    text: str = ""
    _limit: int = PAGE

    @rx.event
    @allow(Permission.READ_DEALS)
    async def choose(self, kind: str):
        """Show one kind of events only."""
        self.kind = kind if kind in set(HistoryKind) else HistoryKind.ALL.value
        await self._look()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def choose_doer(self, by: str):
        """Show what one of them did only; an empty name for all."""
        self.by = by if any(one.id == by for one in self.doers) else ""
        await self._look()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def search(self, text: str):
        """Show what says these words only."""
        self.text = " ".join(text.split())[:_LONGEST]
        await self._look()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def show_more(self):
        """A longer piece of the history."""
        self._limit += PAGE
        await self._show()

    async def _look(self) -> None:
        self._limit = PAGE
        await self._show()

    async def _show(self) -> None:
        raise NotImplementedError

    def _filter(self) -> HistoryFilter:
        return HistoryFilter(
            kind=HistoryKind(self.kind), by=self.by, text=self.text, limit=self._limit, locale=locale()
        )

    def _settle(self, history: HistoryWithWords) -> None:
        reader, self.more = locale(), history.page.more
        self.doers = [
            OptionView(id=by, name=name or translate(reader, f"timeline.actor.{by}")) for by, name in history.doers
        ]


def history_filter(state: Any) -> rx.Component:
    """What the reader looks for; `state` has a HistoryWindow."""
    return rx.el.div(
        rx.input(
            rx.input.slot(rx.icon("search", size=14)),
            default_value=state.text,
            on_change=state.search.debounce(250),
            placeholder=tr("deal.history_words"),
            aria_label=tr("deal.history_words"),
            type="search",
        ),
        rx.el.select(
            *(rx.el.option(tr(f"deal.history.{kind.value}"), value=kind.value) for kind in HistoryKind),
            value=state.kind,
            on_change=state.choose,
            aria_label=tr("deal.history_filter"),
            class_name="native-select",
        ),
        rx.el.select(
            rx.el.option(tr("deal.history_anybody"), value=""),
            rx.foreach(state.doers, lambda one: rx.el.option(one.name, value=one.id)),
            value=state.by,
            on_change=state.choose_doer,
            aria_label=tr("deal.history_doer"),
            class_name="native-select",
        ),
        class_name="history-filter",
    )


def history_list(state: Any, entry: Callable[[Any], rx.Component]) -> rx.Component:
    """The window's entries, or why there is nothing to see, and the way further back."""
    return rx.fragment(
        rx.cond(
            state.entries,
            rx.el.ol(rx.foreach(state.entries, entry), class_name="deal-history"),
            _nothing_told(state),
        ),
        rx.cond(
            state.more,
            rx.button(tr("deal.history_more"), on_click=state.show_more, variant="ghost", size="1"),
        ),
    )


def _nothing_told(state: Any) -> rx.Component:
    narrowed = (state.kind != HistoryKind.ALL.value) | (state.by != "") | (state.text != "")
    return rx.text(
        rx.cond(narrowed, tr("deal.history_none"), tr("deal.history_empty")), size="2", color=MUTED, role="status"
    )
