"""What every page carries besides its content: warnings, its language, and what stands in place of a broken page."""

from typing import Any, Literal

import reflex as rx

from studio_app.workspace.framework import ErrorBoundary, has_connection_errors
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.shell import empty_state
from studio_app.workspace.theme import theme

_LANGUAGE = rx.asset("language.jsx")
_SIGNS = rx.asset("signs.jsx")


class _Language(rx.Component):
    library = _LANGUAGE.importable_path
    tag = "Language"

    locale: rx.Var[str]


class _Signs(rx.Component):
    library = _SIGNS.importable_path
    tag = "Signs"


class _Reload(rx.Component):  # by itself: an event of the framework waits for a connection
    library = _SIGNS.importable_path
    tag = "Reload"


def overlay(stateful: bool) -> rx.Component | None:
    """Over every page that has a state: its signs, and the page's language."""
    return rx.fragment(_signs(), _spoken()) if stateful else None


def in_place_of_broken(stateful: bool) -> rx.Component:
    """Around every page: what a person sees when a page cannot be drawn."""
    silent: dict[str, Any] = {} if stateful else {"on_error": rx.noop()}
    return ErrorBoundary.create(fallback_render=rx.fragment(_broken()), **silent)


def toaster() -> rx.Component:
    """Where toasts appear; what it tells a screen reader is said by us too."""
    said = {
        "containerAriaLabel": tr("toasts.place"),
        "toastOptions": rx.Var.create({"closeButtonAriaLabel": tr("toasts.close")}),
    }
    return rx.toast.provider(close_button=True, custom_attrs=said)


@rx.memo
def _spoken() -> rx.Component:
    return _Language.create(locale=Session.locale)


# in place of the framework's own, which speak of servers and versions in English
@rx.memo
def _signs() -> rx.Component:
    offline = _sign("wifi-off", tr("offline.sign"), "offline-sign", role="status")
    # shown by the style sheet, beside the framework's
    version = _sign("refresh-cw", tr("version.sign"), "version-sign", _reload())
    return _Signs.create(rx.cond(has_connection_errors, offline, rx.fragment()), version)


@rx.memo
def _broken() -> rx.Component:
    said = empty_state("frown", tr("broken.title"), tr("broken.hint"), _reload(), heading=True)
    return theme(rx.el.main(said, class_name="broken"))  # it stands outside of the pages' own


def _sign(
    icon: str, words: rx.Var[str], name: str, *more: rx.Component, role: Literal["alert", "status"] = "alert"
) -> rx.Component:
    return rx.el.div(rx.icon(icon, size=16), rx.el.span(words), *more, class_name=f"sign {name}", role=role)


def _reload() -> rx.Component:
    return _Reload.create(tr("version.reload"))
