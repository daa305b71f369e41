"""What every screen shows of a letter as it came: the original, files that are not kept, the encoding."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.i18n import tr
from studio_app.workspace.letters.views import LetterItem
from studio_app.workspace.rights import has
from studio_app.workspace.theme import MUTED


def original(letter: rx.vars.ObjectVar[LetterItem], words: Any) -> rx.Component:
    """A link that saves the letter; its browser shows nothing of it."""
    return rx.cond(
        letter.path != "",
        rx.el.a(
            rx.icon("mail", size=14),
            words,
            href=letter.path,
            target="_blank",
            download=True,
            class_name="letter-original",
        ),
        rx.text(words, size="2", color=MUTED, as_="span", class_name="letter-original"),
    )


def notes(letter: rx.vars.ObjectVar[LetterItem], reread: Callable[[Any, Any], Any]) -> rx.Component:
    """Files that are named and not kept; in which encoding it was read, with a choice where it was guessed."""
    return rx.fragment(
        rx.cond(letter.left != "", rx.el.p(rx.icon("file-x", size=16), letter.left, class_name="letter-note")),
        rx.cond(
            letter.encoding != "",
            rx.el.label(
                rx.cond(letter.doubtful, rx.icon("circle-help", size=16)),
                rx.el.span(rx.cond(letter.doubtful, tr("letter.encoding_doubtful"), tr("letter.encoding"))),
                rx.el.select(
                    rx.foreach(letter.encodings, lambda code: rx.el.option(code, value=code)),
                    value=letter.encoding,
                    disabled=~has(Permission.EDIT_DEALS),
                    on_change=lambda code: reread(letter.id, code),
                    class_name="native-select",
                ),
                class_name=rx.cond(letter.doubtful, "letter-encoding letter-note", "letter-encoding"),
            ),
        ),
    )
