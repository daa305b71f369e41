"""The deal page: what to do next on top, documents and history in the middle, people and plans beside them."""

from typing import Any, Literal

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.deal.choices import OptionView
from studio_app.workspace.deal.dialogs import dialogs
from studio_app.workspace.deal.edit import edit_button, edit_dialog
from studio_app.workspace.deal.files.state import FilesState
from studio_app.workspace.deal.gone import gone_page
from studio_app.workspace.deal.history.panel import history
from studio_app.workspace.deal.history.state import HistoryState
from studio_app.workspace.deal.links import copy_link, open_link
from studio_app.workspace.deal.papers.panel import documents
from studio_app.workspace.deal.papers.state import PapersState
from studio_app.workspace.deal.reply.state import ReplyState
from studio_app.workspace.deal.side import side
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.deal.tasks.state import TasksState
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.payments.standing import StandingState
from studio_app.workspace.session import Session
from studio_app.workspace.settings.frame import route
from studio_app.workspace.shell import screen
from studio_app.workspace.theme import MUTED

_PARTS = (DealState, HistoryState, TasksState, FilesState, ReplyState)
_COPY = ("wait_brief", "wait_proposal", "wait_contract")
_BUTTONS = ("send_brief", "publish_proposal", "publish_contract", "issue_invoice", "create_invoice")
_LOOKS = ("publish_proposal", "publish_contract", "issue_invoice", "record_payment")
_TOLD = ("send_brief", "open_estimate", "revise_proposal", "create_invoice", "accept_work", "done", "lost", *_LOOKS)


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.DEAL,
        active="board",
        title=DealState.deal.title,
        content=_content,
        on_load=[*(part.load for part in _PARTS), StandingState.load],
    )


def _content() -> rx.Component:
    return rx.fragment(
        rx.el.span(key=Session.locale, on_mount=[part.reword for part in _PARTS]),
        rx.cond(
            DealState.deal.id != "",
            _deal(),
            rx.cond(DealState.gone.deal_id != "", gone_page(DealState.gone), _loading()),
        ),
    )


def _loading() -> rx.Component:
    return rx.el.div(rx.skeleton(height="32px", width="60%"), rx.skeleton(height="120px"), class_name="page stack")


def _deal() -> rx.Component:
    return rx.fragment(
        _header(),
        rx.el.div(
            rx.el.div(_next_step(), documents(), history(), class_name="deal-main"),
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
                edit_button(),
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
    said = [(kind, tr(f"deal.now.{kind}")) for kind in ("brief", "proposal", "contract", "invoice")]
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
        on_change=on_change,
    )


def _next_step() -> rx.Component:
    deal = DealState.deal
    return rx.el.section(
        rx.el.div(
            rx.text(tr("deal.next"), size="1", weight="medium", color=MUTED),
            rx.text(_told(), size="3", weight="medium", as_="p"),
            _missing(),
            rx.foreach(deal.beyond, _warning),
            rx.foreach(deal.undrawn, _warning),
            rx.cond(
                deal.lost_reason != "",
                rx.text(
                    tr("deal.lost_because", reason=deal.lost_reason),
                    rx.cond(deal.lost_comment != "", rx.el.span(" · ", deal.lost_comment)),
                    size="2",
                    color=MUTED,
                ),
            ),
        ),
        rx.el.div(_second_action(), _first_action(), class_name="page-actions"),
        class_name="deal-next",
        custom_attrs={"data-step": deal.step},
    )


def _missing() -> Any:
    """What has to be set up before the step can be taken, and where, for whoever may."""
    return rx.match(
        DealState.deal.missing,
        (
            "requisites",
            rx.el.p(
                rx.icon("triangle-alert", size=14, aria_hidden=True),
                rx.el.span(
                    tr("error.not_set_up.requisites"),
                    " ",
                    rx.cond(Session.role == "owner", rx.link(tr("deal.enter_requisites"), href=route("entities"))),
                ),
                class_name="deal-beyond",
            ),
        ),
        (
            "mail",
            rx.el.p(
                rx.icon("triangle-alert", size=14, aria_hidden=True),
                tr("error.not_set_up.mail"),
                class_name="deal-beyond",
            ),
        ),
        rx.fragment(),
    )


def _warning(sentence: rx.Var[str]) -> rx.Component:
    return rx.el.p(rx.icon("triangle-alert", size=14, aria_hidden=True), sentence, class_name="deal-beyond")


def _told() -> Any:
    deal = DealState.deal
    waiting = [(step, rx.cond(deal.step_seen, tr(f"deal.step.{step}_seen"), tr(f"deal.step.{step}"))) for step in _COPY]
    return rx.match(deal.step, *waiting, *((step, tr(f"deal.step.{step}")) for step in _TOLD), "")


def _first_action() -> Any:
    deal = DealState.deal
    return rx.match(
        deal.step,
        *((step, rx.button(tr(f"deal.do.{step}"), on_click=DealState.take_next_step, size="3")) for step in _BUTTONS),
        *((step, copy_button(deal.step_path)) for step in _COPY),
        ("open_estimate", _link_button(tr("deal.do.open_estimate"), f"/deal/{deal.id}/estimate")),
        ("revise_proposal", _link_button(tr("deal.do.revise_proposal"), f"/deal/{deal.id}/proposal")),
        (
            "record_payment",
            rx.button(
                tr("deal.do.record_payment"), on_click=PapersState.open_dialog("pay", deal.step_document), size="3"
            ),
        ),
        (
            "accept_work",
            rx.button(
                tr("deal.do.accept_work"), on_click=PapersState.open_dialog("accept", deal.step_document), size="3"
            ),
        ),
        rx.fragment(),
    )


def _second_action() -> Any:
    deal = DealState.deal
    estimate = rx.button(
        rx.icon("calculator", size=16),
        tr("deal.do.estimate"),
        on_click=rx.redirect(f"/deal/{deal.id}/estimate"),
        variant="soft",
        size="3",
    )
    return rx.match(
        deal.step,
        ("send_brief", estimate),
        ("wait_brief", estimate),
        ("publish_proposal", rx.fragment(estimate, _edit("proposal"), _look(deal.step_path))),
        ("publish_contract", rx.fragment(_edit("contract"), _look(deal.step_path))),
        ("wait_contract", _edit("contract")),
        ("issue_invoice", _look(deal.step_path)),
        ("wait_proposal", rx.fragment(estimate, _edit("proposal"))),
        ("revise_proposal", estimate),
        ("record_payment", copy_button(deal.step_path, variant="soft")),
        rx.fragment(),
    )


def _look(path: str) -> rx.Component:
    """Open the draft as its client will see it."""
    return rx.button(rx.icon("eye", size=16), tr("deal.do.preview"), on_click=open_link(path), variant="soft", size="3")


def _edit(kind: Literal["proposal", "contract"]) -> rx.Component:
    return rx.button(
        rx.icon("pencil", size=16),
        tr(f"deal.kind.{kind}"),
        on_click=rx.redirect(f"/deal/{DealState.deal.id}/{kind}"),
        variant="soft",
        size="3",
    )


def _link_button(label: rx.Var[str], href: rx.Var[str] | str) -> rx.Component:
    return rx.button(label, on_click=rx.redirect(href), size="3")


def copy_button(path: str, *, variant: Literal["solid", "soft"] = "solid") -> rx.Component:
    """Put the client's link into the clipboard."""
    return rx.button(
        rx.icon("copy", size=16), tr("deal.do.copy_link"), on_click=copy_link(path), size="3", variant=variant
    )
