"""The dialog of the screen: choosing other invoices."""

import reflex as rx

from studio_app.workspace.i18n import tr
from studio_app.workspace.statements.state import StatementsState
from studio_app.workspace.statements.views import Found
from studio_app.workspace.theme import MUTED


def choose_dialog() -> rx.Component:
    """Open invoices to tick, found by number or client; booked in the order of the ticks."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("statements.choose_title", amount=StatementsState.asked_amount)),
            rx.dialog.description(tr("statements.choose_hint"), size="2"),
            rx.el.div(
                rx.input(
                    rx.input.slot(rx.icon("search", size=16)),
                    placeholder=tr("statements.look_for"),
                    aria_label=tr("statements.look_for"),
                    on_change=StatementsState.look_for.debounce(250),
                    type="search",
                ),
                rx.cond(
                    StatementsState.found,
                    rx.el.ul(rx.foreach(StatementsState.found, _found), class_name="statements-found"),
                    rx.text(tr("statements.nothing_found"), size="2", color=MUTED),
                ),
                rx.el.div(
                    rx.dialog.close(rx.button(tr("statements.cancel"), variant="soft", color_scheme="gray")),
                    rx.button(
                        tr("statements.book_chosen"),
                        on_click=StatementsState.book_chosen,
                        disabled=rx.cond(StatementsState.chosen, False, True),
                    ),
                    class_name="upload-buttons",
                ),
                class_name="stack upload-dialog",
            ),
            max_width="520px",
        ),
        open=StatementsState.asked != "",
        on_open_change=StatementsState.close,
    )


def _found(one: rx.vars.ObjectVar[Found]) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.checkbox(checked=one.chosen, on_change=lambda _: StatementsState.toggle(one.id)),
            rx.el.span(one.number, class_name="num"),
            rx.el.span(one.client, class_name="upload-name"),
            rx.el.span(one.due, class_name="num"),
        ),
        key=one.id,
    )
