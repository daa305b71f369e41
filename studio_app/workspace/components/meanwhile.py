"""The notice over a form that a colleague has saved first."""

from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr


def meanwhile(look_again: Any) -> rx.Component:
    """What is typed below is not saved; `look_again` fills the fields with what the colleague saved."""
    return rx.callout.root(
        rx.callout.icon(rx.icon("users", size=16)),
        rx.callout.text(tr("document_edited.hint")),
        rx.button(
            tr("document_edited.look"),
            on_click=look_again,
            type="button",
            size="1",
            variant="soft",
            justify_self="start",
        ),
        color_scheme="amber",
        role="alert",
        size="1",
    )
