"""Client links: opened as the client sees them, or copied whole."""

from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr


def copy_link(path: str) -> list[Any]:
    """Put the whole address of `path` into the clipboard and say so."""
    origin: Any = rx.Var("window.location.origin").to(str)
    return [rx.set_clipboard(origin + path), rx.toast.success(tr("deal.link_copied"))]


def open_link(path: str) -> Any:
    """Open the client's page in a tab of its own."""
    return rx.redirect(path, is_external=True)
