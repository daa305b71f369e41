"""The deal page: what to do next on top, documents and history in the middle, people and plans beside them."""

from typing import Any

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.deal.choices import OptionView
from studio_app.workspace.deal.dialogs import dialogs
from studio_app.workspace.deal.documents.panel import documents
from studio_app.workspace.deal.edit import edit_button, edit_dialog
from studio_app.workspace.deal.files.state import FilesState
from studio_app.workspace.deal.history.state import HistoryState
from studio_app.workspace.deal.missing import missing_deal_page
from studio_app.workspace.deal.reply.state import ReplyState
from studio_app.workspace.deal.side import side
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.deal.step_panel import next_step_panel
from studio_app.workspace.deal.tasks.state import TasksState
from studio_app.workspace.document_kinds import SCREENS
from studio_app.workspace.history.panel import history
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.payments.balances import BalancesState
from studio_app.workspace.rights import has, shown_to
from studio_app.workspace.shell import screen
from studio_app.workspace.theme import MUTED

_PARTS = (DealState, HistoryState, TasksState, FilesState, ReplyState)


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.DEAL,
        active="board",
        title=DealState.deal.title,
        content=_content,
        on_load=[*(part.load for part in _PARTS), BalancesState.load],
    )


def _content() -> rx.Component:
    return rx.fragment(
        rx.cond(
            DealState.deal.id != "",
            _deal(),
            rx.cond(DealState.gone.deal_id != "", missing_deal_page(DealState.gone), _loading()),
        ),
    )


def _loading() -> rx.Component:
    return rx.el.div(rx.skeleton(height="32px", width="60%"), rx.skeleton(height="120px"), class_name="page stack")


def _deal() -> rx.Component:
    return rx.fragment(
        _header(),
        rx.el.div(
            rx.el.div(next_step_panel(), documents(), history(), class_name="deal-main"),
            side(),
            class_name="page deal-columns",
        ),
        dialogs(),
        edit_dialog(),
    )


def _header() -> rx.Component:
    deal = DealState.deal
    return rx.el.header(
        rx.el.div(
            rx.el.div(
                rx.link(
                    rx.icon("arrow-left", size=16), href=paths.BOARD, aria_label=tr("deal.back"), class_name="deal-back"
                ),
                rx.heading(deal.title, size="5", as_="h1"),
                shown_to(Permission.EDIT_DEALS, edit_button()),
                class_name="deal-title",
            ),
            rx.el.p(
                rx.link(deal.client, href=f"/clients/{deal.client_id}"),
                rx.el.span(tr("deal.number", number=deal.number), class_name="num"),
                rx.el.span(deal.channel),
                rx.cond(deal.stage_kind == "open", rx.el.span(_days_in_stage())),
                class_name="deal-facts",
            ),
            rx.el.div(_response(), _client_now(), _others(), class_name="deal-presence", aria_live="polite"),
            class_name="deal-what",
        ),
        rx.el.div(
            rx.cond(
                deal.amount != "",
                rx.el.span(deal.amount, class_name="deal-amount num"),
                rx.text(tr("deal.no_amount"), size="2", color=MUTED),
            ),
            _select(tr("deal.stage"), deal.stage_id, DealState.stages, DealState.choose_stage),
            _select(tr("deal.manager"), deal.manager_id, DealState.managers, DealState.hand_over),
            class_name="page-actions",
        ),
        class_name="page-header deal-header",
    )


def _days_in_stage() -> Any:
    days = DealState.deal.days_in_stage
    return rx.cond(days == 0, tr("deal.since_today"), tr_count("deal.days_in_stage", days))


def _response() -> Any:
    """Since when the client waits for the studio's first word, and until when; or how soon it came."""
    response = DealState.deal.response
    return rx.cond(
        response.state != "",
        rx.el.span(
            rx.icon("clock", size=14),
            response.words,
            class_name="deal-response",
            custom_attrs={"data-state": response.state},
        ),
    )


def _client_now() -> Any:
    """What the client has open at this moment."""
    said = [(kind.key, tr(f"kind.{kind}.now")) for kind in SCREENS]
    return rx.cond(
        DealState.client_now != "",
        rx.el.span(
            rx.el.span(class_name="deal-pulse", aria_hidden="true"),
            rx.match(DealState.client_now, *said, tr("deal.now.document")),
            class_name="deal-client-now",
        ),
    )


def _others() -> Any:
    """Who else of the studio has the deal open."""
    return rx.cond(
        DealState.others != "",
        rx.el.span(rx.icon("users", size=14), tr("deal.others", names=DealState.others), class_name="deal-others"),
    )


def _select(label: rx.Var[str], value: str, options: list[OptionView], on_change: Any) -> rx.Component:
    return rx.select.root(
        rx.select.trigger(aria_label=label, variant="surface"),
        rx.select.content(rx.foreach(options, lambda option: rx.select.item(option.name, value=option.id))),
        value=value,
        disabled=~has(Permission.EDIT_DEALS),
        on_change=lambda chosen: on_change(chosen, DealState.deal.version),
    )
