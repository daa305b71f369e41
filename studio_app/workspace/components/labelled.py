"""A control of a form with its name above and a hint below."""

import reflex as rx

from studio_app.workspace.theme import MUTED


def labelled(label: rx.Var[str], control: rx.Component, hint: rx.Var[str] | None = None) -> rx.Component:
    """The control inside its own label."""
    return rx.el.label(
        rx.text(label, size="2", weight="medium", as_="span"),
        control,
        *([rx.text(hint, size="1", color=MUTED, as_="span")] if hint is not None else []),
        class_name="field",
    )
