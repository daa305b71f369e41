"""Merging two clients: a search, both side by side, one button; and the way back."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.clients.merge_state import FieldView, FoundView, MergeState, PastView
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.rights import shown_to
from studio_app.workspace.theme import MUTED


def merge_button() -> rx.Component:
    """Opens the dialog."""
    return rx.button(
        rx.icon("merge", size=14),
        tr("clients.merge"),
        variant="soft",
        color_scheme="gray",
        on_click=MergeState.open(True),
    )


def past_merges() -> rx.Component:
    """What was merged into this client, each with its way back."""
    return rx.cond(
        MergeState.past, rx.el.ul(rx.foreach(MergeState.past, _past), class_name="client-merges"), rx.fragment()
    )


def merge_dialog() -> rx.Component:
    """Find the other one, then choose."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("clients.merge_title")),
            rx.cond(MergeState.gone_id == "", _find(), _compare()),
            max_width="560px",
        ),
        open=MergeState.opened,
        on_open_change=MergeState.open,
    )


def _past(one: PastView) -> rx.Component:
    return rx.el.li(
        rx.icon("merge", size=14, color=MUTED),
        rx.text(one.words, size="2", color=MUTED),
        shown_to(
            Permission.EDIT_DEALS,
            rx.button(
                tr("clients.part"),
                on_click=MergeState.part(one.id),
                size="1",
                variant="soft",
                color_scheme="gray",
            ),
        ),
        key=one.id,
    )


def _find() -> rx.Component:
    return rx.el.div(
        rx.input(
            rx.input.slot(rx.icon("search", size=16)),
            on_change=MergeState.search.debounce(250),
            placeholder=tr("clients.merge_find"),
            aria_label=tr("clients.merge_find"),
            type="search",
            auto_focus=True,
        ),
        rx.foreach(MergeState.found, _candidate),
        rx.cond(
            MergeState.looked,
            rx.cond(MergeState.found, rx.fragment(), rx.text(tr("clients.merge_none"), size="2", color=MUTED)),
        ),
        class_name="stack",
    )


def _candidate(one: FoundView) -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.text(one.name, size="2", weight="medium"),
            rx.text(one.reach, size="1", color=MUTED),
            class_name="client-grow",
        ),
        rx.button(tr("clients.merge_pick"), on_click=MergeState.choose(one.id), size="1", variant="soft"),
        class_name="client-line",
    )


def _compare() -> rx.Component:
    return rx.form(
        rx.cond(
            MergeState.fields,
            rx.el.div(
                rx.text(tr("clients.merge_what"), size="2", weight="medium"),
                rx.foreach(MergeState.fields, _field),
                class_name="stack",
            ),
        ),
        rx.cond(
            MergeState.contacts,
            rx.el.div(
                rx.text(tr("clients.merge_contacts"), size="2", weight="medium"),
                rx.el.ul(
                    rx.foreach(MergeState.contacts, lambda one: rx.el.li(rx.text(one, size="2"))),
                    class_name="client-merge-contacts",
                ),
            ),
        ),
        rx.text(tr_count("clients.merge_deals", MergeState.deals), size="2", color=MUTED),
        rx.el.div(
            rx.dialog.close(rx.button(tr("clients.cancel"), type="button", variant="soft", color_scheme="gray")),
            rx.button(tr("clients.merge_go"), type="submit"),
            class_name="client-buttons",
        ),
        on_submit=MergeState.merge,
        class_name="stack",
    )


def _field(one: FieldView) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(one.label),
        *(
            rx.el.label(
                rx.el.input(type="radio", name=one.field, value=side, default_checked=side == "kept"),
                rx.cond(text != "", rx.el.span(text), rx.el.span(tr("clash.empty"), class_name="clash-empty")),
            )
            for side, text in (("kept", one.kept), ("gone", one.gone))
        ),
        class_name="client-choice",
    )
