"""What an empty board says: to the owner of a new studio what to set up first, to everybody where deals come from."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import shown_to
from studio_app.workspace.shell import empty_state
from studio_app.workspace.theme import MUTED

_STEPS = (
    ("entity", f"{paths.SETTINGS}/entities"),
    ("studio", paths.SETTINGS),
    ("prices", f"{paths.SETTINGS}/prices"),
    ("people", f"{paths.SETTINGS}/people"),
    ("lead", paths.LEAD_FORM),
)


def first_steps() -> rx.Component:
    """The board before its first deal."""
    return rx.el.div(
        empty_state("inbox", tr("board.empty"), tr("board.empty_hint")),
        shown_to(
            Permission.EDIT_SETTINGS,
            rx.el.section(
                rx.heading(tr("board.first.title"), size="3", as_="h2"),
                rx.el.ol(*(_step(name, href) for name, href in _STEPS), class_name="first-steps"),
                class_name="first-steps-card",
            ),
        ),
    )


def _step(name: str, href: str) -> rx.Component:
    outside = href == paths.LEAD_FORM
    return rx.el.li(
        rx.link(tr(f"board.first.{name}"), href=href, is_external=outside, weight="medium", size="2"),
        rx.text(tr(f"board.first.{name}_why"), size="2", color=MUTED, as_="p"),
    )
