"""The frame of every workspace page: navigation, who is signed in, language and theme."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.confirmation.dialog import confirmation_dialog
from studio_app.workspace.i18n import tr
from studio_app.workspace.navigation import NAV, links
from studio_app.workspace.search.palette import palette
from studio_app.workspace.session import Session
from studio_app.workspace.theme import LINE, MUTED, PANEL


def screen(
    app: rx.App,
    *,
    route: str,
    active: str,
    content: Callable[[], rx.Component],
    title: rx.Var[str] | str | None = None,
    on_load: Sequence[Any] = (),
) -> None:
    """Register a page of the signed-in: the shell around `content`, the session before `on_load`.

    `active` is the link of the navigation that the page belongs to; `title` names the browser's tab where the link's
    own name says too little, such as a deal's title, which may come later and be empty until then.
    """
    place = tr(f"nav.{active}")
    name = place if title is None else rx.cond(title, title, place)
    app.add_page(
        lambda: shell(active, content()),
        route=route,
        title=f"{name} · studio_app",
        on_load=[Session.load, *on_load],
    )


def shell(active: str, content: rx.Component) -> rx.Component:
    """Side navigation on a desk, a bar at the bottom on a phone."""
    return rx.el.div(
        rx.el.nav(
            rx.el.div(_brand(), _payment_mode(), _palette(), links(active), class_name="shell-top"),
            _account(),
            class_name="shell-nav",
            aria_label="studio_app",
            background=PANEL,
            border_color=LINE,
        ),
        rx.el.main(
            rx.fragment() if active == "account" else _given_password(),
            rx.cond(Session.user_id != "", rx.fragment(content, confirmation_dialog()), rx.fragment()),
            class_name="shell-main",
            custom_attrs={"data-leaving": tr("unsaved.leave"), "data-closing": tr("unsaved.close")},
        ),
        class_name="shell",
    )


def _brand() -> rx.Component:
    return rx.link(
        rx.icon("layers-3", size=20),
        rx.el.span("studio_app", class_name="shell-label"),
        href=paths.BOARD,
        class_name="shell-brand",
        aria_label="studio_app",
        underline="none",
    )


def _palette() -> rx.Component:
    return palette([(name, href, needed) for name, _, href, needed in NAV])


def _payment_mode() -> rx.Component:
    return rx.fragment(
        rx.match(
            Session.payment_mode,
            *((mode, rx.el.span(tr(f"ledger.mode.{mode}"), class_name="shell-mode")) for mode in ("demo", "test")),
            rx.fragment(),
        )
    )


def _given_password() -> rx.Component:
    return rx.cond(
        Session.password_is_given,
        rx.el.div(
            rx.icon("key-round", size=16),
            rx.el.span(tr("account.given")),
            rx.link(tr("account.choose_own"), href=paths.ACCOUNT, underline="always"),
            class_name="account-given",
            role="status",
        ),
        rx.fragment(),
    )


def _account() -> rx.Component:
    return rx.menu.root(
        rx.menu.trigger(
            rx.el.button(
                rx.avatar(fallback=Session.name[:1], size="1", radius="full"),
                rx.el.span(Session.name, class_name="shell-label"),
                class_name="shell-account",
                aria_label=tr("nav.account"),
            )
        ),
        rx.menu.content(
            rx.menu.item(
                rx.cond(Session.locale == "en", "Русский", "English"),
                on_select=Session.switch_locale(rx.cond(Session.locale == "en", "ru", "en")),
            ),
            rx.menu.item(tr("nav.theme"), on_select=rx.toggle_color_mode),
            rx.menu.item(tr("account.title"), on_select=rx.redirect(paths.ACCOUNT), custom_attrs={"data-leaves": ""}),
            rx.menu.separator(),
            rx.menu.item(
                tr("nav.sign_out"),
                on_select=rx.call_script(
                    f"fetch('{paths.CLOSE_SESSION}', {{method: 'POST'}}).then(() => location.assign('{paths.SIGN_IN}'))"
                ),
            ),
        ),
    )


def page_header(title: rx.Component | rx.Var[str], *actions: rx.Component) -> rx.Component:
    """The heading of a page with its actions on the right."""
    return rx.el.header(
        rx.heading(title, size="5", weight="bold") if not isinstance(title, rx.Component) else title,
        rx.el.div(*actions, class_name="page-actions"),
        class_name="page-header",
    )


def empty_state(
    icon: str, title: rx.Var[str], hint: rx.Var[str], *actions: rx.Component, heading: bool = False
) -> rx.Component:
    """What a list shows when there is nothing in it: why, and what to do next; as `heading` it is all of the page."""
    return rx.el.div(
        rx.icon(icon, size=28, color=MUTED),
        rx.heading(title, size="3", as_="h1") if heading else rx.text(title, weight="medium"),
        rx.text(hint, size="2", color=MUTED),
        *actions,
        class_name="empty-state",
    )
