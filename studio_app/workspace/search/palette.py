"""The palette in the frame of every page."""

from collections.abc import Sequence

import reflex as rx

from studio_app.workspace.i18n import tr
from studio_app.workspace.search.component import create_palette
from studio_app.workspace.search.state import SearchState
from studio_app.workspace.session import Session

Screens = Sequence[tuple[str, str]]
"""Names in the catalogue and addresses."""

_TEXTS = ("open", "placeholder", "nothing", "deal", "client", "document", "screens")


def palette(*, everybody: Screens, owner: Screens) -> rx.Component:
    """A button that opens it; `owner` are the screens that only the owner is led to."""
    return create_palette(
        texts={name: tr(f"search.{name}") for name in _TEXTS},
        hits=SearchState.hits,
        asked=SearchState.asked,
        screens=rx.cond(Session.role == "owner", _screens([*everybody, *owner]), _screens(everybody)),
        on_search=SearchState.search,
    )


def _screens(screens: Screens) -> rx.Var[list[dict[str, str]]]:
    return rx.Var.create([{"label": tr(f"nav.{name}"), "href": href} for name, href in screens])
