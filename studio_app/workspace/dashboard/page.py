"""The dashboard: period, four figures, the funnel, time, people, channels, reasons."""

from typing import Any

import reflex as rx

from studio_app.domain.analytics.periods import Preset
from studio_app.workspace import paths
from studio_app.workspace.dashboard.charts import leads_chart, money_chart, times_chart
from studio_app.workspace.dashboard.listing import deals_panel
from studio_app.workspace.dashboard.state import DashboardState
from studio_app.workspace.dashboard.tables import beside, channels_table, funnel_chart, lost_chart, managers_table
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.shell import empty_state, page_header, screen


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.DASHBOARD, active="dashboard", content=_page, on_load=[DashboardState.load])


def _page() -> rx.Component:
    return rx.fragment(
        page_header(tr("nav.dashboard"), _periods()),
        rx.el.div(
            _custom_days(),
            rx.cond(
                DashboardState.loaded,
                rx.cond(
                    DashboardState.empty,
                    empty_state("chart-column", tr("dashboard.empty"), tr("dashboard.empty_hint")),
                    _figures(),
                ),
                _skeleton(),
            ),
            class_name="page dashboard",
        ),
        deals_panel(),
    )


def _periods() -> rx.Component:
    return rx.segmented_control.root(
        *(rx.segmented_control.item(tr(f"dashboard.preset.{preset.value}"), value=preset.value) for preset in Preset),
        value=DashboardState.preset,
        on_change=DashboardState.choose,
        class_name="dashboard-periods",
        aria_label=tr("dashboard.period"),
    )


def _custom_days() -> rx.Component:
    return rx.el.div(
        rx.text(DashboardState.period, size="2", color=rx.color("gray", 11), class_name="num"),
        rx.cond(
            DashboardState.preset == Preset.CUSTOM.value,
            rx.form(
                _day("first", tr("dashboard.from"), DashboardState.first),
                _day("last", tr("dashboard.to"), DashboardState.last),
                rx.button(tr("dashboard.show"), type="submit", variant="soft"),
                on_submit=DashboardState.choose_days,
                class_name="dashboard-days",
            ),
        ),
        class_name="dashboard-line",
    )


def _day(name: str, label: rx.Var[str], value: Any) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", as_="span"),
        rx.input(name=name, type="date", default_value=value, required=True, key=value),
    )


def _figures() -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.foreach(DashboardState.tiles, _tile), class_name="dashboard-tiles"),
        _books(),
        _test_money(),
        rx.el.div(
            card(tr("dashboard.leads_over_time"), leads_chart()),
            card(tr("dashboard.money_over_time"), rx.fragment(_one_currency(), money_chart())),
            class_name="dashboard-pair",
        ),
        rx.el.div(
            card(tr("dashboard.funnel"), funnel_chart(), hint=tr("dashboard.funnel_hint")),
            card(tr("dashboard.time"), times_chart(), hint=tr("dashboard.time_hint")),
            class_name="dashboard-pair wide-left",
        ),
        card(tr("dashboard.managers"), managers_table()),
        card(tr("dashboard.channels"), channels_table()),
        card(tr("dashboard.lost"), lost_chart()),
    )


def card(title: rx.Var[str], content: rx.Component, *, hint: rx.Var[str] | None = None) -> rx.Component:
    """A titled part of the page."""
    return rx.el.section(
        rx.heading(title, size="3", as_="h2"),
        rx.text(hint, size="1", color=rx.color("gray", 11)) if hint is not None else rx.fragment(),
        content,
        class_name="dashboard-card",
    )


def _tile(tile: Any) -> rx.Component:
    return rx.el.div(_tile_button(tile), beside(tile.beside, tile.figure, "", "", ""), class_name="dashboard-tile")


def _tile_button(tile: Any) -> rx.Component:
    return rx.el.button(
        rx.text(
            rx.match(
                tile.figure,
                *((name, tr(f"dashboard.figure.{name}")) for name in ("leads", "proposals", "won", "money")),
                "",
            ),
            size="2",
            color=rx.color("gray", 11),
        ),
        rx.el.span(
            rx.el.span(tile.value, class_name="dashboard-value num"),
            rx.cond(
                tile.change != "",
                rx.el.span(tile.change, class_name="dashboard-change num " + tile.trend, title=tr("dashboard.change")),
            ),
            class_name="dashboard-value-line",
        ),
        rx.text(tile.note, size="1", color=rx.color("gray", 11), class_name="num"),
        class_name="dashboard-open",
        type="button",
        on_click=DashboardState.open_list(tile.figure + ":" + tile.currency, "", "", ""),
    )


def _books() -> rx.Component:
    """How the books stand against the provider's; opens the list of differences."""
    books = DashboardState.books
    said = rx.match(
        books.state,
        ("open", tr_count("ledger.differences", books.open)),
        ("failed", tr("dashboard.books_failed")),
        ("never", tr("dashboard.books_never")),
        tr("dashboard.books_even"),
    )
    return rx.link(
        rx.icon("scale", size=18),
        rx.el.span(tr("dashboard.books"), class_name="dashboard-books-title"),
        rx.el.strong(said),
        rx.cond(books.at != "", rx.el.span(tr("dashboard.books_at", at=books.at), class_name="num dashboard-books-at")),
        href=paths.PAYMENTS,
        underline="none",
        class_name="dashboard-books " + books.state,
    )


def _test_money() -> rx.Component:
    """Whether the sums have the money of a demo or a test account in them."""
    said = rx.match(
        DashboardState.test_money,
        *((choice, tr(f"dashboard.test_money.{choice}")) for choice in ("counted", "left_out")),
        "",
    )
    return rx.cond(said != "", rx.text(said, size="2", color=rx.color("gray", 11), role="note"))


def _one_currency() -> rx.Component:
    """The chart has one scale, so it holds one currency."""
    said = tr("dashboard.one_currency", currency=DashboardState.currency)
    return rx.cond(DashboardState.foreign, rx.text(said, size="1", color=rx.color("gray", 11)))


def _skeleton() -> rx.Component:
    return rx.el.div(
        *(rx.skeleton(height="96px", width="100%") for _ in range(4)), class_name="dashboard-tiles", aria_busy="true"
    )
