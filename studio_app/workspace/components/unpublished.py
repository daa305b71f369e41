"""What was saved and is not published yet: said plainly, with the way out to the client and the way back."""

from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr


def unpublished_notice(discard: Any) -> rx.Component:
    """Over the fields of an editor: the client does not see this yet; `discard` throws it away."""
    return rx.callout.root(
        rx.callout.icon(rx.icon("eye-off", size=16)),
        rx.callout.text(tr("changes.waiting")),
        discard_button(discard),
        color_scheme="amber",
        role="status",
        size="1",
        custom_attrs={"data-unpublished": ""},
    )


def unpublished_badge() -> rx.Component:
    """The same in three words."""
    return rx.badge(
        rx.icon("eye-off", size=14), tr("changes.badge"), color_scheme="amber", custom_attrs={"data-unpublished": ""}
    )


def discard_button(on_click: Any) -> rx.Component:
    """Throws the changes away, and asks first."""
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.button(
                tr("changes.discard"),
                type="button",
                size="1",
                variant="soft",
                color_scheme="gray",
                justify_self="start",
            ),
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title(tr("changes.discard_title"), size="4"),
            rx.alert_dialog.description(tr("changes.discard_hint"), size="2"),
            rx.el.div(
                rx.alert_dialog.cancel(
                    rx.button(tr("changes.keep"), type="button", variant="soft", color_scheme="gray")
                ),
                rx.alert_dialog.action(
                    rx.button(tr("changes.discard"), type="button", color_scheme="red", on_click=on_click)
                ),
                class_name="deal-dialog-actions",
            ),
            max_width="440px",
        ),
    )
