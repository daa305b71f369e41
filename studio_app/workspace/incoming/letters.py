"""Letters on the incoming screen: those that were left out, and those that a lead came by."""

from typing import Any

import reflex as rx

from studio_app.domain.leads.letters import KEPT_FOR
from studio_app.workspace.i18n import tr
from studio_app.workspace.incoming.state import IncomingState
from studio_app.workspace.letters.parts import notes, original
from studio_app.workspace.letters.views import LetterItem
from studio_app.workspace.shell import empty_state
from studio_app.workspace.theme import MUTED


def left_out() -> rx.Component:
    """What was skipped or could not be read: when, from whom, why, and what can be done about it."""
    return rx.cond(
        IncomingState.letters,
        rx.fragment(
            rx.text(tr("letter.left_hint", days=KEPT_FOR.days), size="2", color=MUTED),
            rx.el.ul(rx.foreach(IncomingState.letters, _left), class_name="incoming-list"),
        ),
        empty_state("mail-check", tr("letter.none_left.title"), tr("letter.none_left.hint")),
    )


def letters_of(lead: Any) -> rx.Component:
    """The letters of a lead as they came."""
    return rx.el.ul(
        rx.foreach(
            lead.letters,
            lambda letter: rx.el.li(
                original(letter, tr("letter.original_of", when=letter.when)), notes(letter, IncomingState.reread)
            ),
        ),
        class_name="letter-list",
    )


def _left(letter: rx.vars.ObjectVar[LetterItem]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.heading(letter.subject, size="3", as_="h2"),
            rx.el.span(letter.when, class_name="num incoming-when"),
            class_name="incoming-head",
        ),
        rx.cond(letter.who != "", rx.text(letter.who, size="2", color=MUTED)),
        rx.el.p(rx.icon("circle-help", size=16), letter.why, class_name="letter-note"),
        notes(letter, IncomingState.reread),
        rx.el.div(
            rx.button(tr("letter.take"), variant="soft", on_click=IncomingState.take(letter.id)),
            original(letter, rx.cond(letter.path != "", tr("letter.original"), tr("letter.original_gone"))),
            class_name="incoming-actions",
        ),
        key=letter.id,
        class_name="incoming-card",
    )
