"""How a file is read, with a choice for each thing; an open question says what it is about."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr
from studio_app.workspace.uploads.screen import choice
from studio_app.workspace.uploads.views import Ask

Answer = Callable[[Any, Any], Any]


def asks(plan: Any, answer: Answer) -> rx.Component:
    """The open questions of a dry run, and behind a click what was taken for granted."""
    return rx.fragment(
        rx.foreach(plan.asks, lambda one: _question(one, answer)),
        rx.cond(
            plan.asks.length() > plan.open,
            rx.el.details(
                rx.el.summary(tr("uploads.how_read")),
                rx.el.div(
                    rx.foreach(plan.asks, lambda one: rx.cond(one.sentence == "", _choice(one, answer))),
                    class_name="upload-columns",
                ),
                open=plan.problem != "",
            ),
        ),
    )


def _question(one: rx.vars.ObjectVar[Ask], answer: Answer) -> rx.Component:
    return rx.cond(
        one.sentence != "",
        rx.el.div(
            rx.callout(one.sentence, icon="circle-help", color_scheme="amber", size="1"),
            _choice(one, answer),
            class_name="statements-question",
        ),
    )


def _choice(one: rx.vars.ObjectVar[Ask], answer: Answer) -> rx.Component:
    return choice(
        one.word,
        rx.foreach(one.options, lambda option: rx.el.option(option[1], value=option[0])),
        value=one.value,
        on_change=lambda value: answer(one.about, value),
        key=one.about,
    )
