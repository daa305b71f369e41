"""Notes and the history of the deal."""

import reflex as rx

from studio_app.workspace.deal.state import DealState
from studio_app.workspace.deal.view import EntryView
from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED

_ICONS = (
    ("deal", "square-kanban"),
    ("note", "sticky-note"),
    ("task", "circle-check"),
    ("brief", "clipboard-list"),
    ("estimate", "calculator"),
    ("proposal", "presentation"),
    ("contract", "signature"),
    ("requisites", "building-2"),
    ("invoice", "receipt-text"),
    ("payment", "wallet"),
    ("refund", "wallet"),
    ("notification", "mail"),
    ("document", "link"),
)


def history() -> rx.Component:
    """A note can be written where it will stand."""
    return rx.el.section(
        rx.heading(tr("deal.history"), size="3", as_="h2"),
        rx.form(
            rx.text_area(
                name="text",
                placeholder=tr("deal.note_placeholder"),
                aria_label=tr("deal.note"),
                rows="2",
                required=True,
            ),
            rx.button(tr("deal.note_add"), type="submit", variant="soft"),
            on_submit=DealState.write_note,
            reset_on_submit=True,
            class_name="deal-note",
        ),
        rx.el.ol(rx.foreach(DealState.timeline, _entry), class_name="deal-history"),
        rx.cond(
            DealState.more_timeline,
            rx.button(tr("deal.history_more"), on_click=DealState.show_more, variant="ghost", size="1"),
        ),
        class_name="deal-section",
    )


def _entry(entry: EntryView) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.match(entry.noun, *((noun, rx.icon(icon, size=14)) for noun, icon in _ICONS), rx.icon("dot", size=14)),
            class_name="deal-entry-icon",
        ),
        rx.el.div(
            rx.cond(entry.note != "", rx.el.p(entry.note, class_name="deal-entry-note"), rx.text(entry.text, size="2")),
            rx.text(entry.who, " · ", entry.when, size="1", color=MUTED, class_name="num"),
        ),
        key=entry.id,
    )
