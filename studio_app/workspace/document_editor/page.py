"""The frame of each editor: the way back, what can be done, the fields, or why there are none."""

from typing import Any

import reflex as rx

from studio_app.workspace.components.meanwhile import meanwhile
from studio_app.workspace.components.unpublished import unpublished_notice
from studio_app.workspace.deal.links import open_link
from studio_app.workspace.i18n import tr
from studio_app.workspace.shell import empty_state, page_header
from studio_app.workspace.theme import MUTED

_FORM = "document-form"


def document_editor(
    state: Any, room: str, *fields: rx.Component, icon: str, title: Any, way_out: Any, actions: Any = None
) -> rx.Component:
    """The page of `state`, which has a DocumentEditor; texts are those of the catalogue's `room`.

    `way_out` leads on where there is no document yet, `actions` stand before the buttons.
    """
    there = state.document != ""
    return rx.fragment(
        page_header(_title(state, title), rx.cond(there, _actions(state, actions))),
        rx.cond(
            there,
            _form(state, room, *fields),
            rx.cond(
                state.loaded, empty_state(icon, tr(f"{room}.empty"), tr(f"{room}.empty_hint"), way_out), rx.fragment()
            ),
        ),
    )


def _title(state: Any, title: Any) -> rx.Component:
    return rx.el.div(
        rx.link(
            rx.icon("arrow-left", size=16),
            href="/deal/" + state.deal,
            aria_label=tr("calculator.back"),
            class_name="deal-back",
        ),
        rx.el.div(rx.heading(title, size="5", as_="h1"), rx.text(state.title, size="2", color=MUTED)),
        class_name="deal-title",
    )


def _actions(state: Any, before: Any) -> rx.Component:
    return rx.fragment(
        *([before] if before is not None else []),
        rx.cond(state.changed, _look(tr("changes.look"), state.path + "/changes")),
        rx.cond(
            state.changed & ~state.published,  # declined: what its client sees is an answer, and no draft
            rx.fragment(),
            _look(rx.cond(state.published, tr("deal.do.open"), tr("deal.do.preview")), state.path),
        ),
        rx.button(tr("document_edited.save"), type="submit", form=_FORM, variant="soft", on_click=state.choose(False)),
        rx.button(
            rx.cond(state.published, tr("deal.do.publish_changes"), tr("document_edited.send")),
            type="submit",
            form=_FORM,
            on_click=state.choose(True),
        ),
    )


def _look(label: Any, path: Any) -> rx.Component:
    return rx.button(label, on_click=open_link(path), variant="soft")


def _form(state: Any, room: str, *fields: rx.Component) -> rx.Component:
    return rx.form(
        rx.cond(state.edited, meanwhile(state.look_again)),
        rx.cond(
            state.changed,
            unpublished_notice(state.discard),
            rx.cond(state.published, rx.callout(tr(f"{room}.live"), icon="eye", size="1")),
        ),
        *fields,
        on_submit=state.save,
        id=_FORM,
        key=state.filling,
        class_name="page stack document-form",
    )
