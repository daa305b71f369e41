"""The panel with the deals behind a figure."""

from typing import Any

import reflex as rx

from studio_app.domain.analytics.schemas import Figure
from studio_app.workspace.dashboard.state import DashboardState
from studio_app.workspace.i18n import tr, tr_count


def deals_panel() -> rx.Component:
    """Opens at the side over the page; Escape closes it."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(
                rx.match(
                    DashboardState.figure,
                    *((figure.value, tr(f"dashboard.list.{figure.value}")) for figure in Figure),
                    "",
                ),
                rx.cond(DashboardState.subject != "", ": " + DashboardState.subject, ""),
                size="4",
            ),
            rx.dialog.description(
                tr_count("dashboard.deals", DashboardState.total),
                rx.cond(DashboardState.sums != "", " · " + DashboardState.sums, ""),
                " · ",
                DashboardState.period,
                size="2",
                class_name="num",
            ),
            rx.el.ul(rx.foreach(DashboardState.deals, _deal), class_name="deal-list"),
            rx.cond(
                DashboardState.has_more,
                rx.button(tr("dashboard.more"), variant="soft", on_click=DashboardState.more, width="100%"),
            ),
            rx.dialog.close(
                rx.icon_button(
                    rx.icon("x", size=16), variant="ghost", color_scheme="gray", aria_label=tr("dashboard.close")
                ),
                class_name="panel-close",
            ),
            class_name="side-panel",
        ),
        open=DashboardState.listing,
        on_open_change=DashboardState.close_list,
    )


def _deal(row: Any) -> rx.Component:
    return rx.el.li(
        rx.link(
            rx.el.span(
                rx.el.span(tr("deal.number", number=row.number), class_name="num"),
                " ",
                row.title,
                class_name="deal-list-title",
            ),
            rx.el.span(row.amount, class_name="num"),
            rx.el.small(row.client, " · ", row.manager, " · ", row.stage),
            rx.el.small(row.at, class_name="num"),
            href=row.href,
            underline="none",
        )
    )
