"""The links of the frame: all of them on a desk; on a phone the main ones, the rest behind "More"."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import shown_to
from studio_app.workspace.session import Session

NAV = (
    ("board", "square-kanban", paths.BOARD, Permission.READ_DEALS),
    ("incoming", "inbox", paths.INCOMING, Permission.EDIT_DEALS),
    ("clients", "users", paths.CLIENTS, Permission.READ_DEALS),
    ("invoices", "receipt-text", paths.INVOICES, Permission.READ_DEALS),
    ("payments", "wallet", paths.PAYMENTS, Permission.READ_DEALS),
    ("statements", "landmark", paths.STATEMENTS, Permission.RECORD_PAYMENTS),
    ("outbox", "mail", paths.OUTBOX, Permission.SEND_DOCUMENTS),
    ("dashboard", "chart-column", paths.DASHBOARD, Permission.READ_DASHBOARD),
    ("settings", "settings", paths.SETTINGS, Permission.EDIT_SETTINGS),
)
"""The screens in their order: name, icon, address, and what it takes to be led there."""
_ON_THE_BAR = frozenset({"board", "incoming", "clients", "invoices"})


def links(active: str) -> rx.Component:
    """The links that the signed-in person has, `active` being where the page belongs."""
    return rx.fragment(
        *(shown_to(needed, _link(name, icon, href, active)) for name, icon, href, needed in NAV),
        _more(active),
    )


def _link(name: str, icon: str, href: str, active: str) -> rx.Component:
    kinds = ("shell-link", *(["active"] if name == active else []), *([] if name in _ON_THE_BAR else ["shell-rest"]))
    return rx.link(
        rx.icon(icon, size=18),
        rx.el.span(tr(f"nav.{name}"), class_name="shell-label"),
        rx.cond(Session.incoming > 0, rx.el.span(Session.incoming, class_name="shell-count"))
        if name == "incoming"
        else rx.fragment(),
        href=href,
        underline="none",
        class_name=" ".join(kinds),
        aria_label=tr(f"nav.{name}"),
        aria_current="page" if name == active else None,
    )


def _more(active: str) -> rx.Component:
    within = active in {name for name, *_ in NAV} - _ON_THE_BAR
    return rx.menu.root(
        rx.menu.trigger(
            rx.el.button(
                rx.icon("ellipsis", size=18),
                class_name="shell-link shell-more active" if within else "shell-link shell-more",
                aria_label=tr("nav.more"),
                aria_current="true" if within else None,
                type="button",
            )
        ),
        rx.menu.content(
            *(
                shown_to(needed, _item(name, icon, href, active))
                for name, icon, href, needed in NAV
                if name not in _ON_THE_BAR
            ),
            class_name="shell-more-menu",
        ),
    )


def _item(name: str, icon: str, href: str, active: str) -> rx.Component:
    return rx.menu.item(
        rx.link(
            rx.icon(icon, size=18),
            tr(f"nav.{name}"),
            href=href,
            underline="none",
            aria_current="page" if name == active else None,
        ),
        as_child=True,
    )
