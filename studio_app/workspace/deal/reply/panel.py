"""Answering the client where they have written, without leaving the deal."""

import reflex as rx

from studio_app.domain.leads.replies import LONGEST
from studio_app.workspace.components.counted import counted
from studio_app.workspace.deal.reply.state import FailedView, ReplyState
from studio_app.workspace.i18n import tr


def reply_button() -> rx.Component:
    """Opens the form; nothing where there is no way to the client."""
    return rx.cond(
        ReplyState.ways,
        rx.button(
            rx.icon("reply", size=16),
            tr("reply.open"),
            type="button",
            variant="ghost",
            color_scheme="gray",
            on_click=ReplyState.open_form,
            aria_expanded=rx.cond(ReplyState.writing, "true", "false"),
        ),
    )


def reply() -> rx.Component:
    """The form, and the answers that did not get through."""
    return rx.fragment(
        rx.cond(ReplyState.writing, _form()),
        rx.cond(ReplyState.failed, rx.el.ul(rx.foreach(ReplyState.failed, _failed), class_name="deal-unsent")),
    )


def _form() -> rx.Component:
    return rx.form(
        rx.el.select(
            rx.foreach(ReplyState.ways, lambda way: rx.el.option(way.label, value=way.id)),
            name="way",
            aria_label=tr("reply.where"),
            class_name="native-select",
        ),
        counted(
            rx.text_area,
            LONGEST,
            name="text",
            id="deal-reply",
            placeholder=tr("reply.placeholder"),
            aria_label=tr("reply.words"),
            rows="4",
            required=True,
            auto_focus=True,
        ),
        rx.el.div(rx.button(rx.icon("send", size=16), tr("reply.send"), type="submit"), class_name="deal-note-actions"),
        on_submit=ReplyState.send,
        class_name="deal-reply",
    )


def _failed(one: rx.vars.ObjectVar[FailedView]) -> rx.Component:
    return rx.el.li(
        rx.icon("triangle-alert", size=16),
        rx.el.span(tr("reply.failed", text=one.text)),
        rx.button(tr("reply.again"), size="1", variant="soft", on_click=ReplyState.again(one.id)),
        key=one.id,
    )
