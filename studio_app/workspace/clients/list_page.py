"""The list of clients: search, and a row for each that leads to its page."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.imports.kinds import ImportKind
from studio_app.workspace import paths
from studio_app.workspace.clients.list_state import ClientsState
from studio_app.workspace.clients.views import RowView
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.rights import shown_to
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.CLIENTS, active="clients", content=_content, on_load=[ClientsState.load])


def _content() -> rx.Component:
    return rx.fragment(
        page_header(
            tr("nav.clients"),
            _search(),
            shown_to(Permission.IMPORT_LISTS, _import()),
            shown_to(Permission.EDIT_DEALS, _hand_over()),
        ),
        rx.el.div(
            rx.cond(
                ClientsState.total > 0,
                rx.fragment(_table(), _pager()),
                rx.cond(ClientsState.loaded, _empty()),
            ),
            class_name="page",
        ),
    )


def _hand_over() -> rx.Component:
    return rx.link(
        rx.button(rx.icon("arrow-right-left", size=14), tr("handover.link"), variant="soft", color_scheme="gray"),
        href=paths.HANDOVER,
    )


def _import() -> rx.Component:
    return rx.link(
        rx.button(rx.icon("file-up", size=14), tr("imports.from_file"), variant="soft", color_scheme="gray"),
        href=paths.import_of(ImportKind.CLIENTS),
    )


def _search() -> rx.Component:
    return rx.input(
        rx.input.slot(rx.icon("search", size=16)),
        default_value=ClientsState.text,
        on_change=ClientsState.search.debounce(250),
        placeholder=tr("clients.search"),
        aria_label=tr("clients.search"),
        type="search",
        size="2",
        class_name="clients-search",
    )


def _table() -> rx.Component:
    return rx.el.ul(rx.foreach(ClientsState.rows, lambda row: rx.el.li(_row(row))), class_name="clients-list")


def _row(row: RowView) -> rx.Component:
    return rx.link(
        rx.el.span(
            rx.el.span(row.name, class_name="clients-name"),
            rx.el.span(row.contact, class_name="clients-sub"),
            class_name="clients-who",
        ),
        rx.el.span(row.reach, class_name="clients-reach"),
        rx.el.span(tr_count("clients.deals", row.deals), class_name="clients-deals num"),
        rx.el.span(row.last, class_name="clients-day num"),
        href=row.path,
        underline="none",
        class_name="clients-row",
    )


def _pager() -> rx.Component:
    return rx.cond(
        ClientsState.pages > 1,
        rx.el.nav(
            rx.icon_button(
                rx.icon("chevron-left", size=16),
                on_click=ClientsState.turn(-1),
                disabled=ClientsState.page == 0,
                variant="soft",
                color_scheme="gray",
                aria_label=tr("clients.back"),
            ),
            rx.text(
                tr("clients.page", page=ClientsState.page + 1, pages=ClientsState.pages),
                size="2",
                color=MUTED,
                class_name="num",
            ),
            rx.icon_button(
                rx.icon("chevron-right", size=16),
                on_click=ClientsState.turn(1),
                disabled=ClientsState.page + 1 >= ClientsState.pages,
                variant="soft",
                color_scheme="gray",
                aria_label=tr("clients.forward"),
            ),
            class_name="clients-pager",
        ),
    )


def _empty() -> rx.Component:
    return rx.cond(
        ClientsState.text != "",
        empty_state("search-x", tr("clients.none_found"), tr("clients.none_found_hint")),
        empty_state(
            "users",
            tr("clients.none"),
            tr("clients.none_hint"),
            rx.link(rx.button(tr("clients.to_board"), variant="soft"), href=paths.BOARD),
        ),
    )
