"""What every page carries: the sign that its server is out of reach, and its language, told to the browser."""

import reflex as rx

from studio_app.workspace.framework import has_connection_errors
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session

_LANGUAGE = rx.asset("language.jsx")


class _Language(rx.Component):
    library = _LANGUAGE.importable_path
    tag = "Language"

    locale: rx.Var[str]


def overlay(stateful: bool) -> rx.Component | None:
    """Over every page that has a state: the sign as long as its socket cannot be opened, and the page's language."""
    return rx.fragment(_sign(), _spoken()) if stateful else None


@rx.memo
def _spoken() -> rx.Component:
    return _Language.create(locale=Session.locale)


# in place of the framework's own, which speaks of servers in English
@rx.memo
def _sign() -> rx.Component:
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            rx.icon("wifi-off", size=16),
            rx.el.span(tr("offline.sign")),
            class_name="offline-sign",
            role="status",
        ),
        rx.fragment(),
    )
