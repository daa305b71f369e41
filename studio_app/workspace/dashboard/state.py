"""What the dashboard is asked: a period, and the deals behind a figure."""

from dataclasses import replace
from datetime import date
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.lists import deals_behind
from studio_app.domain.analytics.periods import Preset, choose_period
from studio_app.domain.analytics.schemas import Figure, Slice
from studio_app.domain.payments.reconciliation.differences import health
from studio_app.domain.studio.brand import studio_brand
from studio_app.workspace.dashboard import heads, points, rows, words
from studio_app.workspace.gate import actor, allow, locale


class DashboardState(rx.State):
    """One open dashboard."""

    preset: str = Preset.DAYS_30.value
    first: str = ""
    last: str = ""
    period: str = ""
    loaded: bool = False
    empty: bool = False
    currency: str = ""
    tiles: list[heads.Tile] = []
    funnel: list[rows.StageRow] = []
    times: list[dict[str, Any]] = []
    over_time: list[dict[str, Any]] = []
    managers: list[rows.SourceRow] = []
    channels: list[rows.SourceRow] = []
    lost: list[rows.LostRow] = []
    books: heads.Books = heads.Books()
    foreign: bool = False  # something was received in another currency
    test_money: str = ""  # none, counted, left_out
    listing: bool = False
    figure: str = ""
    subject: str = ""
    deals: list[rows.DealRow] = []
    total: int = 0
    sums: str = ""  # what the listed deals come to
    has_more: bool = False
    _of: Slice = Slice()

    @rx.event
    @allow(Permission.READ_DASHBOARD)
    async def load(self):
        """Show the figures of the chosen period."""
        await self._show()

    @rx.event
    @allow(Permission.READ_DASHBOARD)
    async def choose(self, preset: str | list[str]):
        """Take one of the ready periods, or open the fields of a custom one."""
        self.preset = _one_of(Preset, str(preset)).value
        if self.preset != Preset.CUSTOM.value:
            await self._show()

    @rx.event
    @allow(Permission.READ_DASHBOARD)
    async def choose_days(self, form: dict[str, Any]):
        """Take a custom period."""
        self.preset = Preset.CUSTOM.value
        self.first, self.last = str(form.get("first", "")), str(form.get("last", ""))
        await self._show()

    @rx.event
    @allow(Permission.READ_DASHBOARD)
    async def open_list(self, figure: str, by: str, key: str, subject: str):
        """Show the deals behind a figure (of one currency: `won:EUR`); `by` names what `key` is."""
        figure, _, currency = figure.partition(":")
        self.figure = _one_of(Figure, figure).value
        self.subject, self.listing, self.deals = subject[:120], True, []
        self._of = replace(_slice(by, key), currency=currency[:3])
        await self._more()

    @rx.event
    @allow(Permission.READ_DASHBOARD)
    async def more(self):
        """Show the next deals of the list."""
        await self._more()

    @rx.event
    @allow(Permission.READ_DASHBOARD)
    async def close_list(self, open_: bool):
        """Close the list."""
        self.listing = open_

    async def _show(self) -> None:
        run, who = services().runner, actor()
        chosen = await run.read(
            who, choose_period, preset=Preset(self.preset), first=_day(self.first), last=_day(self.last)
        )
        figures = await run.read(who, dashboard, period=chosen.period)
        spoken = locale()
        self.first, self.last = chosen.first.isoformat(), chosen.last.isoformat()
        self.period, self.currency = words.period_text(chosen, spoken), figures.currency
        self.tiles, self.funnel = heads.tiles(figures, spoken), rows.funnel(figures.funnel, spoken)
        self.times = points.times(figures.funnel, spoken)
        self.over_time = points.over_time(figures.over_time, spoken)
        self.managers = rows.sources(figures.managers, spoken)
        self.channels = rows.sources(figures.channels, spoken)
        self.lost = rows.lost(figures.lost, spoken)
        self.foreign = bool(figures.received_foreign)
        self.test_money = figures.play_money.value
        brand = await run.read(who, studio_brand)
        self.books = heads.books(await run.read(who, health), spoken, brand.timezone)
        self.empty = not (figures.totals.leads or figures.managers or any(row.entered for row in figures.funnel))
        self.loaded = True

    async def _more(self) -> None:
        run, who = services().runner, actor()
        chosen = await run.read(
            who, choose_period, preset=Preset(self.preset), first=_day(self.first), last=_day(self.last)
        )
        found = await run.read(
            who,
            deals_behind,
            figure=Figure(self.figure),
            period=chosen.period,
            of=self._of,
            offset=len(self.deals),
        )
        brand = await run.read(who, studio_brand)
        self.total, self.sums = found.total, words.sums(found, locale())
        self.deals = [*self.deals, *rows.deals(found.deals, locale(), brand.timezone)]
        self.has_more = bool(found.deals) and len(self.deals) < found.total


def _slice(by: str, key: str) -> Slice:
    if by == "stage":
        return Slice(stage_id=key)
    if by == "manager":
        return Slice(manager_id=key)
    if by == "channel":
        return Slice(channel_id=key)
    reason, _, manager = key.partition(":")
    return Slice(lost_reason_id=reason, manager_id=manager) if by == "reason" else Slice()


def _one_of(kind: Any, value: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise Invalid(field="figure", reason="required") from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
