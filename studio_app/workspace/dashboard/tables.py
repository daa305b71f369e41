"""The funnel, people, channels and reasons: rows whose figures open their lists."""

from typing import Any

import reflex as rx

from studio_app.workspace.dashboard.state import DashboardState
from studio_app.workspace.dashboard.words import Beside
from studio_app.workspace.i18n import tr


def funnel_chart() -> rx.Component:
    """A bar a stage: entries of the period, the part that went on, who still waits."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(),
            rx.el.span(),
            rx.el.span(tr("dashboard.conversion")),
            rx.el.span(tr("dashboard.waiting")),
            class_name="funnel-row funnel-head",
        ),
        rx.foreach(DashboardState.funnel, _stage),
        class_name="funnel",
    )


def _stage(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(row.name, class_name="funnel-name"),
        rx.el.button(
            rx.el.span(
                class_name="funnel-bar",
                style={"width": row.width, "background": "var(--" + row.colour.to(str) + "-9, var(--accent-9))"},
            ),
            rx.el.span(row.entered, class_name="num"),
            type="button",
            class_name="funnel-track",
            aria_label=row.name,
            on_click=DashboardState.open_list("entered", "stage", row.id, row.name),
        ),
        rx.cond(
            row.conversion != "",
            _figure(row.conversion, "forward", "stage", row.id, row.name),
            rx.el.span(),
        ),
        rx.cond(
            row.waiting > 0,
            _figure(row.waiting.to_string(), "waiting", "stage", row.id, row.name),
            rx.el.span(),
        ),
        class_name="funnel-row",
    )


def managers_table() -> rx.Component:
    """What each person brought."""
    return _sources(DashboardState.managers, "manager", tr("dashboard.manager"))


def channels_table() -> rx.Component:
    """What each channel brought."""
    return _sources(DashboardState.channels, "channel", tr("dashboard.channel"))


def _sources(rows: Any, by: str, head: rx.Var[str]) -> rx.Component:
    numbers = ["leads", "proposals", "won", "win_share", "lost", "won_amount", "received"]
    numbers += ["spent", "per_lead", "per_won"] if by == "channel" else []
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(head),
                    *(rx.el.th(tr(f"dashboard.column.{name}"), class_name="num") for name in numbers),
                )
            ),
            rx.el.tbody(rx.foreach(rows, lambda row: _source(row, by))),
            class_name="table",
        ),
        class_name="table-scroll",
    )


def _source(row: Any, by: str) -> rx.Component:
    return rx.el.tr(
        rx.el.td(row.name),
        rx.el.td(_figure(row.leads.to_string(), "leads", by, row.id, row.name), class_name="num"),
        rx.el.td(_figure(row.proposals.to_string(), "proposals", by, row.id, row.name), class_name="num"),
        rx.el.td(_figure(row.won.to_string(), "won", by, row.id, row.name), class_name="num"),
        rx.el.td(row.rate, class_name="num"),
        rx.el.td(_figure(row.lost.to_string(), "lost", by, row.id, row.name), class_name="num"),
        rx.el.td(_sum(row.won_amount, row.won_beside, "won", by, row), class_name="num"),
        rx.el.td(
            _sum(row.received, row.received_beside, "money", by, row),
            rx.cond(row.why != "", rx.el.small(row.why, class_name="figure-why")),
            class_name="num",
        ),
        *(rx.el.td(cost, class_name="num") for cost in _costs(row, by)),
    )


def _costs(row: Any, by: str) -> tuple[Any, ...]:
    return (row.spent, row.per_lead, row.per_won) if by == "channel" else ()


def lost_chart() -> rx.Component:
    """Reasons with the manager, the most frequent first."""
    return rx.cond(
        DashboardState.lost,
        rx.el.div(rx.foreach(DashboardState.lost, _reason), class_name="funnel lost"),
        rx.text(tr("dashboard.nothing_lost"), size="2", color=rx.color("gray", 11)),
    )


def _reason(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(row.reason, rx.el.small(row.manager), class_name="funnel-name"),
        rx.el.button(
            rx.el.span(class_name="funnel-bar", style={"width": row.width, "background": "var(--gray-8)"}),
            rx.el.span(row.deals, class_name="num"),
            type="button",
            class_name="funnel-track",
            aria_label=row.reason,
            on_click=DashboardState.open_list("lost", "reason", row.key, row.reason),
        ),
        rx.el.div(
            _figure(row.amount, "lost:" + DashboardState.currency, "reason", row.key, row.reason),
            beside(row.beside, "lost", "reason", row.key, row.reason),
            class_name="num funnel-amount",
        ),
        class_name="funnel-row lost-row",
    )


def _sum(text: Any, others: Any, figure: str, by: str, row: Any) -> rx.Component:
    """A sum in the studio's currency, and what there is in others."""
    return rx.fragment(
        _figure(text, figure + ":" + DashboardState.currency, by, row.id, row.name),
        beside(others, figure, by, row.id, row.name),
    )


def beside(others: Any, figure: Any, by: str, key: Any, subject: Any) -> rx.Component:
    """What a sum leaves out: a line a currency, each with its list."""
    return rx.foreach(
        others.to(list[Beside]),
        lambda one: rx.el.div(
            _figure(one.text, figure + ":" + one.currency, by, key, subject),
            class_name="figure-beside",
        ),
    )


def _figure(text: Any, figure: Any, by: str, key: Any, subject: Any) -> rx.Component:
    return rx.el.button(
        text,
        type="button",
        class_name="figure-link num",
        on_click=DashboardState.open_list(figure, by, key, subject),
    )
