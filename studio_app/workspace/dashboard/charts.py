"""Charts: leads and money over time, days in each stage. One colour, no junk, both themes."""

from typing import Any

import reflex as rx

from studio_app.workspace.dashboard.state import DashboardState
from studio_app.workspace.i18n import tr

_TICK = {"fontSize": 12, "fill": "var(--gray-11)"}
_AS_PEOPLE_WRITE = "(value) => value.toLocaleString(document.documentElement.lang)"
_TOOLTIP = {
    "content_style": {
        "background": "var(--color-panel-solid)",
        "border": "1px solid var(--gray-6)",
        "borderRadius": "8px",
        "fontSize": "13px",
        "color": "var(--gray-12)",
    },
    "item_style": {"color": "var(--gray-12)"},
    "label_style": {"color": "var(--gray-11)"},
    "cursor": {"fill": "var(--gray-4)", "stroke": "none"},
    "is_animation_active": False,
}


def leads_chart() -> rx.Component:
    """Leads by day, week or month."""
    return _columns("leads", tr("dashboard.figure.leads"), allow_decimals=False)


def money_chart() -> rx.Component:
    """Money received by day, week or month, in thousands."""
    return _columns("money", tr("dashboard.money_thousands", currency=DashboardState.currency), allow_decimals=True)


def _columns(key: str, name: rx.Var[str], *, allow_decimals: bool) -> rx.Component:
    return rx.recharts.bar_chart(
        rx.recharts.cartesian_grid(vertical=False, stroke="var(--gray-5)", stroke_dasharray=""),
        rx.recharts.bar(
            data_key=key,
            name=name,
            fill="var(--accent-9)",
            radius=[3, 3, 0, 0],
            max_bar_size=28,
            is_animation_active=False,
        ),
        rx.recharts.x_axis(
            data_key="label", axis_line=False, tick_line=False, tick=_TICK, min_tick_gap=4, interval="preserveStart"
        ),
        rx.recharts.y_axis(
            axis_line=False,
            tick_line=False,
            tick=_TICK,
            tick_formatter=_AS_PEOPLE_WRITE,
            width=44,
            allow_decimals=allow_decimals,
            tick_count=4,
        ),
        rx.recharts.graphing_tooltip(**_tooltip()),
        data=DashboardState.over_time,
        height=208,
        width="100%",
        margin={"top": 8, "right": 4, "bottom": 0, "left": 0},
    )


def times_chart() -> rx.Component:
    """Median days in each stage beside its norm."""
    return rx.recharts.bar_chart(
        rx.recharts.bar(
            data_key="median",
            name=tr("dashboard.median_days"),
            fill="var(--accent-9)",
            radius=[0, 3, 3, 0],
            bar_size=10,
            is_animation_active=False,
        ),
        rx.recharts.bar(
            data_key="norm",
            name=tr("dashboard.norm_days"),
            fill="var(--gray-6)",
            radius=[0, 3, 3, 0],
            bar_size=4,
            is_animation_active=False,
        ),
        rx.recharts.x_axis(
            type_="number",
            axis_line=False,
            tick_line=False,
            tick=_TICK,
            tick_formatter=_AS_PEOPLE_WRITE,
            tick_count=5,
        ),
        rx.recharts.y_axis(
            data_key="name", type_="category", axis_line=False, tick_line=False, tick=_TICK, width=104, interval=0
        ),
        rx.recharts.graphing_tooltip(**_tooltip()),
        data=DashboardState.times,
        layout="vertical",
        bar_gap=2,
        height=304,
        width="100%",
        margin={"top": 0, "right": 16, "bottom": 0, "left": 0},
    )


def _tooltip() -> dict[str, Any]:
    return dict(_TOOLTIP)
