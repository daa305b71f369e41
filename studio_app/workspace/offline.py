"""The sign that the page has lost its server, in place of the framework's own, which speaks of servers in English."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from studio_app.workspace.i18n import tr


def overlay(stateful: bool) -> rx.Component | None:
    """What lies over every page as long as its socket cannot be opened."""
    return rx.fragment(_sign()) if stateful else None


@rx.memo
def _sign() -> rx.Component:
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            rx.icon("wifi-off", size=16),
            rx.el.span(tr("offline.sign")),
            class_name="offline-sign",
            role="status",
        ),
        rx.fragment(),
    )
