"""The look: one accent, slate greys, one variable font, tabular figures, both themes."""

from typing import Any

import reflex as rx

ACCENT = "indigo"
GRAY = "slate"
RADIUS = "medium"

MUTED = rx.color("gray", 11)
LINE = rx.color("gray", 5)
PANEL = rx.color("gray", 2)

STYLESHEETS = [
    "/tokens.css",
    "/workspace.css",
    "/board.css",
    "/incoming.css",
    "/forms.css",
    "/outbox.css",
    "/deal.css",
    "/calculator.css",
    "/dashboard.css",
    "/clients.css",
    "/settings.css",
    "/invoices.css",
    "/payments.css",
    "/uploads.css",
    "/statements.css",
    "/imports.css",
    "/search.css",
    "/account.css",
]

STYLE: dict[Any, Any] = {
    "font_family": "var(--studio-font)",
    "::selection": {"background": rx.color("accent", 5)},
}


def theme(*inside: rx.Component) -> rx.Component:
    """The Radix theme of the workspace."""
    return rx.theme(*inside, accent_color=ACCENT, gray_color=GRAY, radius=RADIUS, scaling="95%", has_background=True)


def head_components() -> list[rx.Component]:
    """What stands in the head of every page."""
    return [
        rx.el.link(rel="icon", type="image/svg+xml", href="/favicon.svg"),
        rx.el.script(src="/deal.js", defer=True),
        rx.el.script(src="/limits.js", defer=True),
        rx.el.script(src="/refusals.js", defer=True),
        rx.el.script(src="/sign_in.js", defer=True),
        rx.el.script(src="/trouble.js", defer=True),
        rx.el.script(src="/unsaved.js", defer=True),
        rx.el.script(src="/uploads.js", defer=True),
    ]
