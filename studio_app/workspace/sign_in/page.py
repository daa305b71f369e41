"""The sign-in page and the first-owner page: plain forms that post to their routes."""

from typing import Literal

import reflex as rx

from studio_app.domain.accounts.people import MIN_PASSWORD_LENGTH
from studio_app.workspace import paths
from studio_app.workspace.components.native_form import native_form
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.theme import MUTED

_ERRORS = ("wrong_credentials", "throttled", "email", "required", "password_short", "forbidden", "unavailable")


def register(app: rx.App) -> None:
    """Add both pages."""
    app.add_page(_sign_in, route=paths.SIGN_IN, title="studio_app", on_load=Session.load_visitor)
    app.add_page(_welcome, route=paths.WELCOME, title="studio_app", on_load=Session.load_visitor)


def _sign_in() -> rx.Component:
    return _card(
        tr("sign_in.title"),
        tr("sign_in.hint"),
        native_form(
            _error(),
            _field("email", tr("sign_in.email"), type_="email", auto_complete="username"),
            _field("password", tr("sign_in.password"), type_="password", auto_complete="current-password"),
            rx.button(tr("sign_in.submit"), size="3", type="submit", width="100%"),
            action=paths.OPEN_SESSION,
            method="post",
            class_name="stack",
        ),
    )


def _welcome() -> rx.Component:
    return _card(
        tr("sign_in.welcome_title"),
        tr("sign_in.welcome_hint"),
        native_form(
            _error(),
            _field("name", tr("sign_in.name"), type_="text", auto_complete="name"),
            _field("email", tr("sign_in.email"), type_="email", auto_complete="username"),
            _field(
                "password",
                tr("sign_in.new_password"),
                type_="password",
                auto_complete="new-password",
                min_length=MIN_PASSWORD_LENGTH,
            ),
            rx.button(tr("sign_in.create_owner"), size="3", type="submit", width="100%"),
            action=paths.FIRST_OWNER,
            method="post",
            class_name="stack",
        ),
    )


def _card(title: rx.Var[str], hint: rx.Var[str], form: rx.Component) -> rx.Component:
    return rx.el.main(
        rx.card(
            rx.el.div(rx.icon("layers-3", size=26), class_name="sign-in-logo"),
            rx.heading(title, size="5", as_="h1"),
            rx.text(hint, size="2", color=MUTED),
            form,
            size="4",
            class_name="sign-in-card stack",
        ),
        on_mount=rx.call_script("window.studioTyped()"),
        class_name="sign-in",
    )


def _field(
    name: str,
    label: rx.Var[str],
    *,
    type_: Literal["text", "email", "password"],
    auto_complete: str,
    min_length: int = 1,
) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", weight="medium"),
        rx.input(name=name, type=type_, auto_complete=auto_complete, required=True, min_length=min_length, size="3"),
        class_name="field",
    )


def _error() -> rx.Component:
    code = rx.State.router.url.query_parameters["error"]
    return rx.fragment(
        rx.match(
            code,
            *(
                (name, rx.callout(tr(f"sign_in.error.{name}"), icon="circle-alert", color_scheme="red", role="alert"))
                for name in _ERRORS
            ),
            rx.fragment(),
        )
    )
