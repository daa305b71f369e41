"""The page of bank statements: the inbox with its suggestions, what is booked, the imports."""

from typing import Any

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.statements.kinds import LineState
from studio_app.workspace import paths
from studio_app.workspace.components.lists import filter_bar, filter_button, pages
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import shown_to
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.statements.asking import RefusedItem
from studio_app.workspace.statements.dialogs import choose_dialog
from studio_app.workspace.statements.state import IMPORTS, TABS, StatementsState
from studio_app.workspace.statements.upload import left_out, upload
from studio_app.workspace.statements.views import Choice, ImportItem, LineItem
from studio_app.workspace.theme import MUTED
from studio_app.workspace.uploads.screen import undo_button


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.STATEMENTS, active="statements", content=_content, on_load=[StatementsState.open])


def _content() -> rx.Component:
    return rx.fragment(
        page_header(tr("nav.statements")),
        rx.el.div(
            shown_to(Permission.KEEP_BOOKS, upload()),
            _tabs(),
            rx.cond(StatementsState.ready, rx.cond(StatementsState.tab == IMPORTS, _imports(), _lines())),
            pages(offset=StatementsState.offset, more=StatementsState.more, turn=StatementsState.turn),
            class_name="page stack",
        ),
        choose_dialog(),
    )


def _tabs() -> rx.Component:
    return filter_bar(
        tr("statements.tabs"),
        *(_tab(name, count=StatementsState.counts[name]) for name in TABS),
        shown_to(Permission.KEEP_BOOKS, _tab(IMPORTS)),
    )


def _tab(name: str, *, count: Any = None) -> rx.Component:
    return filter_button(
        tr(f"statements.tab.{name}"),
        chosen=StatementsState.tab == name,
        on_click=StatementsState.show(name),
        count=count,
    )


def _lines() -> rx.Component:
    return rx.cond(
        StatementsState.lines,
        rx.el.ul(rx.foreach(StatementsState.lines, _line), class_name="statements-lines"),
        rx.match(
            StatementsState.tab,
            *(
                (name, empty_state("landmark", tr(f"statements.empty.{name}"), tr("statements.empty_hint")))
                for name in TABS
            ),
            rx.fragment(),
        ),
    )


def _line(line: rx.vars.ObjectVar[LineItem]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.span(line.amount, class_name="num statements-in"),
                rx.el.span(line.day, class_name="num statements-day"),
                class_name="statements-sum",
            ),
            rx.el.div(
                rx.text(line.payer, weight="medium", as_="span"),
                rx.cond(line.inn != "", rx.el.span(" · ", line.inn, class_name="num statements-day")),
                rx.el.p(line.purpose, class_name="upload-note"),
            ),
            class_name="statements-what",
        ),
        rx.match(
            line.state,
            (LineState.WAITING.value, _decide(line)),
            (LineState.BOOKED.value, _booked(line)),
            (
                LineState.IGNORED.value,
                rx.el.div(_undone_by_bookkeepers(line), class_name="statements-actions"),
            ),
            rx.fragment(),
        ),
        key=line.id,
    )


def _decide(line: rx.vars.ObjectVar[LineItem]) -> rx.Component:
    return rx.el.div(
        rx.foreach(line.choices, lambda one: _choice(line, one)),
        rx.el.div(
            rx.button(tr("statements.choose"), size="1", variant="soft", on_click=StatementsState.ask(line.id)),
            shown_to(
                Permission.KEEP_BOOKS,
                rx.button(
                    tr("statements.ignore"),
                    size="1",
                    variant="soft",
                    color_scheme="gray",
                    on_click=StatementsState.ignore(line.id),
                ),
            ),
            class_name="upload-buttons",
        ),
        class_name="statements-decide",
    )


def _choice(line: rx.vars.ObjectVar[LineItem], one: rx.vars.ObjectVar[Choice]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.text(
                rx.cond(
                    one.several,
                    tr("statements.pays_several", numbers=one.invoices),
                    tr("statements.pays", numbers=one.invoices),
                ),
                size="2",
                weight="medium",
                class_name="num",
            ),
            rx.text(one.client, size="1", color=MUTED),
            rx.text(one.reasons, size="1", color=MUTED),
        ),
        rx.badge(
            one.score,
            size="1",
            color_scheme=one.level,  # pyright: ignore[reportArgumentType]  a Var of the three
            class_name="num",
            title=tr("statements.score"),
            aria_label=tr("statements.score"),
        ),
        rx.button(tr("statements.book"), size="1", on_click=StatementsState.book(line.id, one.at)),
        class_name="statements-choice",
        key=one.at,
    )


def _booked(line: rx.vars.ObjectVar[LineItem]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.link(
                rx.cond(
                    line.paid_several,
                    tr("statements.paid_several", numbers=line.paid),
                    tr("statements.paid", numbers=line.paid),
                ),
                href=line.deal_path,
                size="2",
                class_name="num",
            ),
            rx.text(
                rx.cond(line.by_itself, tr("statements.by_itself"), tr("statements.by_person")), size="1", color=MUTED
            ),
        ),
        rx.cond(line.by_itself, _undone_by_bookkeepers(line), _undo(line)),
        class_name="statements-actions",
    )


def _undo(line: rx.vars.ObjectVar[LineItem]) -> rx.Component:
    return rx.button(
        rx.icon("undo-2", size=14),
        tr("statements.undo"),
        size="1",
        variant="soft",
        color_scheme="gray",
        on_click=StatementsState.undo(line.id),
    )


def _undone_by_bookkeepers(line: rx.vars.ObjectVar[LineItem]) -> rx.Component:
    return shown_to(Permission.KEEP_BOOKS, _undo(line))


def _imports() -> rx.Component:
    return rx.fragment(
        rx.cond(StatementsState.refused_files, _refused()),
        rx.cond(
            StatementsState.imports,
            rx.el.ul(rx.foreach(StatementsState.imports, _import), class_name="statements-lines"),
            empty_state("landmark", tr("statements.empty.imports"), tr("statements.empty_hint")),
        ),
    )


def _refused() -> rx.Component:
    return rx.el.section(
        rx.heading(tr("statements.refused"), size="3", as_="h2"),
        rx.text(tr("statements.refused_hint"), size="2", color=MUTED),
        rx.el.ul(rx.foreach(StatementsState.refused_files, _refused_file), class_name="statements-lines"),
        class_name="stack",
        aria_label=tr("statements.refused"),
    )


def _refused_file(item: rx.vars.ObjectVar[RefusedItem]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.text(item.file_name, weight="medium", class_name="upload-name"),
            rx.text(item.problem, size="2"),
            rx.text(item.when, " · ", item.who, size="1", color=MUTED, class_name="num"),
        ),
        rx.el.div(
            rx.button(tr("statements.read_again"), size="1", on_click=StatementsState.reopen(item.id)),
            rx.el.a(
                tr("statements.original"),
                href=item.path,
                target="_blank",
                download=True,
                class_name="statements-original",
            ),
            rx.button(
                tr("statements.forget"),
                size="1",
                variant="soft",
                color_scheme="gray",
                on_click=StatementsState.forget(item.id),
            ),
            class_name="upload-buttons",
        ),
        key=item.id,
    )


def _import(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    figures = ("booking", "booked", "waiting", "duplicates", "left_out")
    return rx.el.li(
        rx.el.div(
            rx.text(item.file_name, weight="medium", class_name="upload-name"),
            rx.text(item.format, " · ", item.days, size="1", color=MUTED, class_name="num"),
            rx.text(item.when, " · ", item.who, size="1", color=MUTED, class_name="num"),
            rx.cond(item.left, left_out(item.left)),
        ),
        rx.el.div(
            *(
                rx.cond(
                    getattr(item, name) > 0,
                    rx.el.span(tr(f"statements.count.{name}"), " ", getattr(item, name), class_name="num"),
                )
                for name in figures
            ),
            class_name="statements-figures",
        ),
        rx.cond(
            item.undone,
            rx.badge(tr("statements.is_undone"), color_scheme="gray", size="1"),
            _undo_import(item),
        ),
        key=item.id,
        class_name="statements-import",
    )


def _undo_import(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    return undo_button(
        tr("statements.undo_import"),
        title=tr("statements.undo_title"),
        hint=tr("statements.undo_hint"),
        cancel=tr("statements.cancel"),
        on_click=StatementsState.undo_import(item.id),
    )
