"""A text whose length is limited: the page says how long it may be, and nothing that is typed or pasted is cut."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr


def counted(
    make: Callable[..., rx.Component], maximum: int, *inside: rx.Component | rx.Var[str], **props: Any
) -> rx.Component:
    """The control that `make` makes, and below it what it takes (0: nothing is said).

    An area says so always, an input once that is near: see `assets/limits.js`. A browser's own `maxlength` would
    cut what is pasted without a word; here the server refuses it, with a sentence.
    """
    if not maximum:
        return make(*inside, **props)
    attributes = {**props.pop("custom_attrs", {}), "data-longest": str(maximum)}
    return rx.fragment(
        make(*inside, **props, custom_attrs=attributes),
        rx.el.span(tr("shell.longest", maximum=maximum), class_name="longest"),
    )
