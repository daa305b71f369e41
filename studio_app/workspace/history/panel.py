"""Notes, calls and the history of the deal."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult
from studio_app.domain.deals.notes import MAX_NOTE_LENGTH
from studio_app.workspace.components.counted import counted
from studio_app.workspace.deal.history.state import NOTE_FORM, HistoryState
from studio_app.workspace.deal.reply.panel import reply, reply_button
from studio_app.workspace.document_kinds import ICONS
from studio_app.workspace.history.rows import EntryView
from studio_app.workspace.history.window import history_filter, history_list
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import has, shown_to
from studio_app.workspace.theme import MUTED

_ICONS = (
    ("deal", "square-kanban"),
    ("note", "sticky-note"),
    ("contact", "phone"),
    ("task", "circle-check"),
    ("file", "paperclip"),
    *ICONS,
    ("estimate", "calculator"),
    ("requisites", "building-2"),
    ("payment", "wallet"),
    ("refund", "wallet"),
    ("dispute", "wallet"),
    ("chargeback", "wallet"),
    ("write_off", "wallet"),
    ("fee", "wallet"),
    ("exchange", "wallet"),
    ("exchange_difference", "wallet"),
    ("conversion", "wallet"),
    ("conversion_difference", "wallet"),
    ("correction", "wallet"),
    ("difference", "wallet"),
    ("work", "handshake"),
    ("notification", "mail"),
    ("document", "link"),
    ("message", "message-circle"),
    ("lead", "message-circle"),
)


def history() -> rx.Component:
    """A note can be written, and a call logged, where it will stand."""
    return rx.el.section(
        rx.el.div(
            rx.heading(tr("deal.history"), size="3", as_="h2"),
            history_filter(HistoryState),
            class_name="deal-section-head",
        ),
        shown_to(Permission.EDIT_DEALS, _note(), rx.cond(HistoryState.logging, _call()), reply()),
        history_list(HistoryState, _entry),
        class_name="deal-section deal-past",
    )


def entry_icon(noun: str) -> rx.Component:
    """The icon of what an event is about."""
    return rx.el.span(
        rx.match(noun, *((name, rx.icon(icon, size=14)) for name, icon in _ICONS), rx.icon("dot", size=14)),
        class_name="deal-entry-icon",
        aria_hidden="true",
    )


def _note() -> rx.Component:
    return rx.form(
        counted(
            rx.text_area,
            MAX_NOTE_LENGTH,
            name="text",
            id="deal-note",
            placeholder=tr("deal.note_placeholder"),
            aria_label=tr("deal.note"),
            rows="2",
            required=True,
        ),
        rx.el.div(
            rx.button(tr("deal.note_add"), type="submit", variant="soft"),
            rx.menu.root(
                rx.menu.trigger(
                    rx.icon_button(
                        rx.icon("at-sign", size=16),
                        type="button",
                        variant="ghost",
                        color_scheme="gray",
                        aria_label=tr("deal.mention"),
                    )
                ),
                rx.menu.content(rx.foreach(HistoryState.people, _mention)),
            ),
            reply_button(),
            rx.button(
                rx.icon("phone", size=16),
                tr("deal.log_call"),
                type="button",
                variant="ghost",
                color_scheme="gray",
                on_click=HistoryState.open_log,
            ),
            class_name="deal-note-actions",
        ),
        on_submit=HistoryState.write_note,
        id=NOTE_FORM,
        class_name="deal-note",
    )


def _mention(name: str) -> rx.Component:
    return rx.menu.item(name, custom_attrs={"data-mention": name})


def _call() -> rx.Component:
    return rx.form(
        _choice(
            "channel", tr("deal.log_channel"), [(one.value, tr(f"deal.channel.{one.value}")) for one in ContactChannel]
        ),
        _choice(
            "result", tr("deal.log_result"), [(one.value, tr(f"deal.result.{one.value}")) for one in ContactResult]
        ),
        rx.el.label(
            rx.text(tr("deal.log_minutes"), size="1", color=MUTED),
            rx.input(name="minutes", type="number", min="0", max="1440", input_mode="numeric", class_name="num"),
        ),
        counted(
            rx.input,
            MAX_NOTE_LENGTH,
            name="text",
            placeholder=tr("deal.log_words"),
            aria_label=tr("deal.log_words"),
            class_name="deal-log-text",
        ),
        rx.button(tr("deal.log_save"), type="submit"),
        on_submit=HistoryState.log,
        class_name="deal-log",
    )


def _choice(name: str, label: rx.Var[str], options: list[tuple[str, rx.Var[str]]]) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="1", color=MUTED),
        rx.el.select(
            *(rx.el.option(text, value=value) for value, text in options), name=name, class_name="native-select"
        ),
    )


def _entry(entry: EntryView) -> rx.Component:
    return rx.el.li(
        entry_icon(entry.noun),
        rx.el.div(
            rx.cond(entry.text != "", rx.text(entry.text, size="2")),
            rx.cond(entry.note != "", rx.el.p(entry.note, class_name="deal-entry-note")),
            rx.el.p(
                rx.el.span(entry.who, " · ", entry.when),
                rx.cond(entry.where != "", rx.el.span(" · ", entry.where, class_name="deal-entry-where")),
                class_name="deal-entry-meta num",
            ),
            class_name="deal-entry",
        ),
        rx.cond(
            entry.undo != "",
            rx.button(
                rx.icon("undo-2", size=14),
                tr("deal.take_back"),
                on_click=HistoryState.take_back(entry.id),
                variant="soft",
                size="1",
                class_name="deal-fleeting",
                style={"--left": entry.undo},
            ),
        ),
        rx.cond(
            (entry.lead != "") & has(Permission.EDIT_DEALS),
            rx.button(
                rx.icon("split", size=14),
                tr("incoming.split"),
                on_click=HistoryState.split(entry.lead),
                variant="soft",
                color_scheme="gray",
                size="1",
            ),
        ),
        key=entry.id,
    )
