"""The pages of the signed-out: plain forms that post to their routes."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.accounts.people import MIN_PASSWORD_LENGTH
from studio_app.workspace import paths
from studio_app.workspace.components.native_form import native_form
from studio_app.workspace.components.passwords import PASSWORD_PROBLEMS
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.theme import MUTED

_ERRORS = (
    "wrong_credentials",
    "throttled",
    "email",
    "required",
    "forbidden",
    "unavailable",
    "owner_code_wrong",
    "link_gone",
    *PASSWORD_PROBLEMS,
)


def register(app: rx.App) -> None:
    """Add the pages."""
    for route, page in (
        (paths.SIGN_IN, _sign_in),
        (paths.WELCOME, _welcome),
        (paths.FORGOT, _forgot),
        (paths.NEW_PASSWORD, _new_password),
    ):
        app.add_page(page, route=route, title="studio_app", on_load=Session.load_visitor)


def _sign_in() -> rx.Component:
    return _card(
        tr("sign_in.title"),
        tr("sign_in.hint"),
        _form(
            paths.OPEN_SESSION,
            rx.cond(_asked("done") == "password", _told("sign_in.password_is_set"), rx.fragment()),
            _error(),
            _field("email", tr("sign_in.email"), type_="email", auto_complete="username"),
            _field("password", tr("sign_in.password"), type_="password", auto_complete="current-password"),
            submit=tr("sign_in.submit"),
        ),
        rx.link(tr("sign_in.forgot"), href=paths.FORGOT, size="2"),
    )


def _welcome() -> rx.Component:
    return _card(
        tr("sign_in.welcome_title"),
        tr("sign_in.welcome_hint"),
        _form(
            paths.FIRST_OWNER,
            _error(),
            _field(
                "code", tr("sign_in.owner_code"), type_="text", auto_complete="off", hint=tr("sign_in.owner_code_hint")
            ),
            _field("name", tr("sign_in.name"), type_="text", auto_complete="name"),
            _field("email", tr("sign_in.email"), type_="email", auto_complete="username"),
            _fresh_password(),
            submit=tr("sign_in.create_owner"),
        ),
    )


def _forgot() -> rx.Component:
    return _card(
        tr("sign_in.forgot_title"),
        rx.cond(Session.mails, tr("sign_in.forgot_hint"), tr("sign_in.no_mail")),
        rx.cond(
            Session.mails,
            rx.cond(
                _asked("sent") == "1",
                _told("sign_in.link_sent"),
                _form(
                    paths.ASK_RESET,
                    _error(),
                    _field("email", tr("sign_in.email"), type_="email", auto_complete="username"),
                    submit=tr("sign_in.send_link"),
                ),
            ),
            rx.fragment(),
        ),
        rx.link(tr("sign_in.back"), href=paths.SIGN_IN, size="2"),
    )


def _new_password() -> rx.Component:
    return _card(
        tr("sign_in.new_title"),
        tr("sign_in.new_hint"),
        _form(
            paths.SET_PASSWORD,
            _error(),
            rx.el.input(type="hidden", name="word", value=_asked("word"), read_only=True),
            _fresh_password(),
            submit=tr("sign_in.set_password"),
        ),
        rx.link(tr("sign_in.ask_again"), href=paths.FORGOT, size="2"),
    )


def _asked(name: str) -> Any:
    return rx.State.router.url.query_parameters[name]


def _told(key: str) -> rx.Component:
    return rx.callout(tr(key), icon="circle-check", color_scheme="green", role="status")


def _form(action: str, *fields: rx.Component, submit: rx.Var[str]) -> rx.Component:
    button = rx.button(submit, size="3", type="submit", width="100%")
    return native_form(*fields, button, action=action, method="post", class_name="stack")


def _card(title: rx.Var[str], hint: rx.Var[str], *content: rx.Component) -> rx.Component:
    return rx.el.main(
        rx.card(
            rx.el.div(rx.icon("layers-3", size=26), class_name="sign-in-logo"),
            rx.heading(title, size="5", as_="h1"),
            rx.text(hint, size="2", color=MUTED),
            *content,
            size="4",
            class_name="sign-in-card stack",
        ),
        on_mount=rx.call_script("window.studioTyped()"),
        class_name="sign-in",
    )


def _fresh_password() -> rx.Component:
    return _field(
        "password",
        tr("sign_in.new_password"),
        type_="password",
        auto_complete="new-password",
        min_length=MIN_PASSWORD_LENGTH,
        hint=tr("sign_in.password_hint"),
    )


def _field(
    name: str,
    label: rx.Var[str],
    *,
    type_: Literal["text", "email", "password"],
    auto_complete: str,
    min_length: int = 1,
    hint: rx.Var[str] | None = None,
) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", weight="medium"),
        rx.input(name=name, type=type_, auto_complete=auto_complete, required=True, min_length=min_length, size="3"),
        rx.text(hint, size="1", color=MUTED, as_="span") if hint is not None else rx.fragment(),
        class_name="field",
    )


def _error() -> rx.Component:
    return rx.fragment(
        rx.match(
            _asked("error"),
            *(
                (name, rx.callout(tr(f"sign_in.error.{name}"), icon="circle-alert", color_scheme="red", role="alert"))
                for name in _ERRORS
            ),
            rx.fragment(),
        )
    )
