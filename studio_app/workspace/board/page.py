"""The board's page: the filter bar, the columns, and the dialogs of a new and of a lost deal."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import reflex as rx

from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.leads.intake.content import LONGEST
from studio_app.workspace import paths
from studio_app.workspace.board.calendar_state import CalendarState
from studio_app.workspace.board.component import live_board
from studio_app.workspace.board.first_steps import first_steps
from studio_app.workspace.board.state import BoardState, Reason
from studio_app.workspace.board.table_state import TableState
from studio_app.workspace.components.counted import counted
from studio_app.workspace.document_kinds import SCREENS
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import has, shown_to
from studio_app.workspace.session import Session
from studio_app.workspace.shell import page_header, screen

_PREFIX = "board."


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.BOARD, active="board", content=_content)


def _content() -> rx.Component:
    return rx.el.div(
        page_header(tr("nav.board"), shown_to(Permission.EDIT_DEALS, _new_deal())),
        live_board(
            first_steps(),
            session=rx.State.router.session.session_id,
            locale=Session.locale,
            texts=rx.cond(Session.locale == "en", _texts("en"), _texts("ru")),
            deal_path=paths.deal(""),
            exports=has(Permission.EXPORT_DEALS),
            fixed=~has(Permission.EDIT_DEALS),
            on_open=BoardState.open_board,
            on_move=BoardState.move,
            on_move_many=BoardState.move_many,
            on_lose=BoardState.ask_reason,
            on_undo=BoardState.undo,
            on_assign=BoardState.assign_many,
            on_tag=BoardState.tag_many,
            on_more=BoardState.show_more,
            on_more_rows=TableState.show_more,
            on_rename=TableState.rename,
            on_price=TableState.price,
            on_hand_over=TableState.hand_over,
            on_plan=TableState.plan,
            on_put_off=CalendarState.put_off,
            on_habit=BoardState.keep_habit,
            on_save_view=BoardState.save_view,
            on_drop_view=BoardState.drop_view,
        ),
        _loss_dialog(),
        class_name="board-page",
    )


def _texts(locale: str) -> dict[str, Any]:
    """All texts of the board's room: the component fills them in the browser, by the part of the key after `board.`."""
    if locale not in LOCALES:
        raise ValueError(locale)
    forms = {key.removeprefix(_PREFIX): found for key, found in catalogue(locale).items() if key.startswith(_PREFIX)}
    forms |= {f"doc.{kind}": catalogue(locale)[f"kind.{kind}.short"] for kind in SCREENS}
    return {name: list(found) if len(found) > 1 else "".join(found) for name, found in forms.items()}


def _new_deal() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.trigger(
            rx.button(rx.icon("plus", size=16), tr("board.new"), size="2", custom_attrs={"data-new-deal": ""})
        ),
        rx.dialog.content(
            rx.dialog.title(tr("board.new_title")),
            rx.dialog.description(tr("board.new_hint"), size="2"),
            rx.form(
                _field("name", required=True),
                _field("email", type_="email"),
                _field("phone", type_="tel"),
                _field("company"),
                _area("message", partial(counted, rx.text_area, LONGEST["message"])),
                _buttons(tr("board.add")),
                on_submit=BoardState.add_deal,
                class_name="stack board-form",
            ),
            max_width="440px",
        ),
        open=BoardState.adding,
        on_open_change=BoardState.open_adding,
    )


def _loss_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("board.lost_title")),
            rx.dialog.description(tr("board.lost_hint"), size="2"),
            rx.form(
                rx.radio_group.root(
                    rx.foreach(BoardState.reasons, _reason),
                    name="reason",
                    required=True,
                    size="2",
                ),
                _area("comment"),
                _buttons(tr("board.lose")),
                on_submit=BoardState.lose,
                class_name="stack board-form",
            ),
            max_width="440px",
        ),
        open=BoardState.losing,
        on_open_change=BoardState.keep,
    )


def _reason(reason: rx.vars.ObjectVar[Reason]) -> rx.Component:
    return rx.el.label(
        rx.radio_group.item(value=reason.id), rx.text(reason.name, size="2", as_="span"), class_name="board-reason"
    )


def _field(name: str, *, type_: Literal["text", "email", "tel"] = "text", required: bool = False) -> rx.Component:
    return rx.el.label(
        rx.text(tr(f"board.field.{name}"), size="2", weight="medium"),
        counted(rx.input, LONGEST[name], name=name, type=type_, required=required, size="2"),
        class_name="field",
    )


def _area(name: str, make: Callable[..., rx.Component] = rx.text_area) -> rx.Component:
    return rx.el.label(
        rx.text(tr(f"board.field.{name}"), size="2", weight="medium"),
        make(name=name, rows="3", size="2"),
        class_name="field",
    )


def _buttons(confirm: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.dialog.close(rx.button(tr("board.cancel"), type="button", variant="soft", color_scheme="gray")),
        rx.button(confirm, type="submit"),
        class_name="board-buttons",
    )
