"""The dialog that asks for the password again; every page of the signed-in has it."""

import reflex as rx

from studio_app.workspace.confirmation.state import Confirmation
from studio_app.workspace.confirmation.waiting import Waiting
from studio_app.workspace.i18n import tr


def confirmation_dialog() -> rx.Component:
    """One field, one button; closed, nothing happens."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("confirmation.title"), size="4"),
            rx.dialog.description(tr("confirmation.hint"), size="2"),
            rx.form(
                rx.el.label(
                    rx.text(tr("confirmation.password"), size="2", weight="medium", as_="span"),
                    rx.input(name="current", type="password", auto_complete="current-password", required=True),
                    class_name="field confirmation-field",
                ),
                rx.el.div(
                    rx.dialog.close(
                        rx.button(tr("confirmation.cancel"), type="button", variant="soft", color_scheme="gray")
                    ),
                    rx.button(tr("confirmation.go_on"), type="submit"),
                    class_name="editor-buttons",
                ),
                on_submit=Confirmation.answer,
            ),
            class_name="editor confirmation",
        ),
        open=Waiting.asking,
        on_open_change=Confirmation.set_asking,
    )
