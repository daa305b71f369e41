"""The palette in the frame of every page."""

from collections.abc import Sequence

import reflex as rx

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.permissions import Permission, role_may
from studio_app.workspace.i18n import tr
from studio_app.workspace.search.component import create_palette
from studio_app.workspace.search.state import SearchState
from studio_app.workspace.session import Session

Screens = Sequence[tuple[str, str, Permission]]
"""Names in the catalogue, addresses, and what it takes to be led there."""

_TEXTS = ("open", "placeholder", "nothing", "deal", "client", "document", "screens")


def palette(screens: Screens) -> rx.Component:
    """A button that opens it, and leads to those of the screens that are for whoever has signed in."""
    return create_palette(
        texts={name: tr(f"search.{name}") for name in _TEXTS}
        | {"shown_for": tr("search.shown_for", text=SearchState.other)},
        hits=SearchState.hits,
        asked=SearchState.asked,
        other=SearchState.other,
        screens=rx.match(
            Session.role,
            *((role.value, _screens(screens, role)) for role in Role),
            _screens(screens, Role.MANAGER),
        ),
        on_search=SearchState.search,
    )


def _screens(screens: Screens, role: Role) -> rx.Var[list[dict[str, str]]]:
    led = [(name, href) for name, href, needed in screens if role_may(role, needed)]
    return rx.Var.create([{"label": tr(f"nav.{name}"), "href": href} for name, href in led])
