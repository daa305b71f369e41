"""The account screen: the password above, the signed-in browsers below."""

from typing import Any

import reflex as rx

from studio_app.domain.accounts.people import MIN_PASSWORD_LENGTH
from studio_app.workspace import paths
from studio_app.workspace.account.state import AccountState
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.shell import page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.ACCOUNT,
        active="account",
        title=tr("account.title"),
        content=_content,
        on_load=[AccountState.load],
    )


def _content() -> rx.Component:
    return rx.fragment(
        page_header(tr("account.title")),
        rx.el.div(_password(), _sessions(), class_name="page account"),
    )


def _password() -> rx.Component:
    return rx.el.section(
        rx.heading(tr("account.password"), size="4", as_="h2"),
        rx.cond(
            Session.password_is_given,
            rx.callout(tr("account.given_hint"), icon="key-round", color_scheme="amber", role="status"),
            rx.text(tr("account.password_hint"), size="2", color=MUTED),
        ),
        rx.form(
            # the browser's own keeper of passwords needs to know whose they are
            rx.el.input(
                type="email",
                name="username",
                value=AccountState.email,
                auto_complete="username",
                read_only=True,
                hidden=True,
            ),
            _field("old", tr("account.old"), auto_complete="current-password"),
            _field(
                "password",
                tr("account.new"),
                auto_complete="new-password",
                min_length=MIN_PASSWORD_LENGTH,
                hint=tr("sign_in.password_hint"),
            ),
            rx.button(tr("account.set"), type="submit", class_name="account-set"),
            on_submit=AccountState.set_password,
            key=AccountState.form,
            class_name="stack",
        ),
        class_name="account-part account-password",
    )


def _field(
    name: str, label: rx.Var[str], *, auto_complete: str, min_length: int = 1, hint: rx.Var[str] | None = None
) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", weight="medium", as_="span"),
        rx.input(name=name, type="password", auto_complete=auto_complete, required=True, min_length=min_length),
        rx.text(hint, size="1", color=MUTED, as_="span") if hint is not None else rx.fragment(),
        class_name="field",
    )


def _sessions() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.heading(tr("account.sessions"), size="4", as_="h2"),
            rx.cond(
                AccountState.others > 0,
                rx.button(
                    tr("account.end_others"), variant="outline", color_scheme="gray", on_click=AccountState.end_others
                ),
            ),
            class_name="account-head",
        ),
        rx.text(tr("account.sessions_hint"), size="2", color=MUTED),
        rx.el.ul(rx.foreach(AccountState.sessions, _session), class_name="account-sessions"),
        class_name="account-part",
    )


def _session(item: Any) -> rx.Component:
    return rx.el.li(
        rx.icon("monitor-smartphone", size=18, color=MUTED),
        rx.el.div(
            rx.el.div(
                rx.el.span(rx.cond(item.browser == "", tr("account.some_browser"), item.browser)),
                rx.cond(item.is_this, rx.badge(tr("account.this"), color_scheme="green"), rx.fragment()),
                class_name="account-browser",
            ),
            rx.el.span(
                rx.cond(item.ip == "", "", item.ip + ", "), tr("account.used", at=item.used), class_name="account-when"
            ),
            rx.el.span(tr("account.since", at=item.since), class_name="account-when"),
            class_name="account-words",
        ),
        rx.cond(
            item.is_this,
            rx.fragment(),
            rx.button(
                tr("account.end"),
                variant="soft",
                color_scheme="gray",
                on_click=AccountState.end(item.id),
                aria_label=tr("account.end_this", browser=item.browser),
            ),
        ),
        class_name="account-session",
    )
