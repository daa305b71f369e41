"""The page for an address that no screen has: says so, and leads back."""

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.shell import empty_state, shell


def register(app: rx.App) -> None:
    """Add the page."""
    app.add_page(lambda: shell("", _content()), route="404", title="studio_app", on_load=[Session.load])


def _content() -> rx.Component:
    return rx.el.div(
        empty_state(
            "map-pin-off",
            tr("not_found.title"),
            tr("not_found.hint"),
            rx.link(rx.button(tr("not_found.back"), size="2"), href=paths.BOARD),
            heading=True,
        ),
        class_name="page",
    )
