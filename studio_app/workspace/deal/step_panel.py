"""What is next on a deal, as its page says it: one sentence and one button."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus, Step
from studio_app.domain.payments.ends import End
from studio_app.workspace import paths
from studio_app.workspace.deal.documents.state import DocumentsState
from studio_app.workspace.deal.links import copy_link, open_link
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.document_kinds import SCREENS
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.balances import BalancesState
from studio_app.workspace.rights import shown_to
from studio_app.workspace.settings.frame import route
from studio_app.workspace.theme import MUTED

_COPY = tuple(step.value for step in Step if step.waits)
_INVOICING = frozenset({"issue_invoice", "create_invoice"})
_PRICED = ("send_brief", "wait_brief", "publish_proposal", "wait_proposal", "revise_proposal")
_SENT = tuple(kind.steps[DocumentStatus.DRAFT].value for kind, one in SCREENS.items() if one.publish)
_CHANGED = Step.PUBLISH_CHANGES.value
_EDITED = {
    kind.steps[status].value: kind
    for kind, one in SCREENS.items()
    if one.has_editor
    for status in (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED)
}
_TOLD = tuple(step.value for step in Step if not step.waits and step is not Step.DONE)


def next_step_panel() -> rx.Component:
    """One sentence and one button; before it what stands in the way."""
    deal = DealState.deal
    return rx.el.section(
        rx.el.div(
            rx.text(tr("deal.next"), size="1", weight="medium", color=MUTED),
            rx.text(_told(), size="3", weight="medium", as_="p"),
            _missing(),
            rx.foreach(deal.beyond, _warning),
            rx.foreach(deal.undrawn, _warning),
            rx.cond(BalancesState.over != "", _overpaid()),
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
                    shown_to(Permission.EDIT_SETTINGS, rx.link(tr("deal.enter_requisites"), href=route("entities"))),
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


def _overpaid() -> rx.Component:
    return rx.el.p(
        rx.icon("triangle-alert", size=14, aria_hidden=True),
        rx.el.span(
            tr("deal.overpaid", sum=BalancesState.over),
            " ",
            rx.link(tr("deal.settle_excess"), href=paths.UNEVEN_INVOICES),
        ),
        class_name="deal-beyond",
    )


def _warning(sentence: rx.Var[str]) -> rx.Component:
    return rx.el.p(rx.icon("triangle-alert", size=14, aria_hidden=True), sentence, class_name="deal-beyond")


def _told() -> Any:
    deal = DealState.deal
    waiting = [(step, rx.cond(deal.step_seen, tr(f"deal.step.{step}_seen"), tr(f"deal.step.{step}"))) for step in _COPY]
    paid = rx.cond(BalancesState.over != "", tr("deal.step.done_over"), tr("deal.step.done"))
    away = ((end.value, tr(f"deal.step.done_{end.value}")) for end in (End.DISPUTED, End.DISPUTE_LOST, End.RETURNED))
    done: Any = rx.match(deal.money_away, *away, paid)
    return rx.match(deal.step, *waiting, *((step, tr(f"deal.step.{step}")) for step in _TOLD), ("done", done), "")


def _first_action() -> Any:
    deal = DealState.deal
    return rx.match(
        deal.step,
        *((step, _step_button(step)) for step in ("send_brief", *_SENT, _CHANGED, "create_invoice")),
        *((step, _senders(_copy_button(deal.step_path))) for step in _COPY),
        ("open_estimate", _senders(_link_button(tr("deal.do.open_estimate"), f"/deal/{deal.id}/estimate"))),
        ("revise_proposal", _senders(_link_button(tr("deal.do.revise_proposal"), f"/deal/{deal.id}/proposal"))),
        (
            "record_payment",
            shown_to(
                Permission.RECORD_PAYMENTS,
                rx.button(
                    tr("deal.do.record_payment"),
                    on_click=DocumentsState.open_dialog("pay", deal.step_document),
                    size="3",
                ),
            ),
        ),
        (
            "accept_work",
            _senders(
                rx.button(
                    tr("deal.do.accept_work"),
                    on_click=DocumentsState.open_dialog("accept", deal.step_document),
                    size="3",
                )
            ),
        ),
        rx.fragment(),
    )


def _step_button(step: str) -> rx.Component:
    take = DealState.take_next_step(step, DealState.deal.step_document)  # and no other that may have come meanwhile
    needed = Permission.ISSUE_INVOICES if step in _INVOICING else Permission.SEND_DOCUMENTS
    return shown_to(needed, rx.button(tr(f"deal.do.{step}"), on_click=take, size="3"))


def _senders(*parts: rx.Component) -> rx.Component:
    return shown_to(Permission.SEND_DOCUMENTS, *parts)


def _second_action() -> Any:
    deal = DealState.deal
    estimate = rx.button(
        rx.icon("calculator", size=16),
        tr("deal.do.estimate"),
        on_click=rx.redirect(f"/deal/{deal.id}/estimate"),
        custom_attrs={"data-leaves": ""},
        variant="soft",
        size="3",
    )
    beside: dict[str, list[rx.Component]] = {step: [estimate] for step in _PRICED}
    for step, kind in _EDITED.items():
        beside.setdefault(step, []).append(_edit(kind))
    return rx.match(
        deal.step,
        *((step, rx.fragment(_senders(*beside.pop(step, ())), _look(deal.step_path))) for step in _SENT),
        *((step, _senders(*buttons)) for step, buttons in beside.items()),
        (
            _CHANGED,
            rx.fragment(_look(deal.step_path + "/changes"), _senders(_copy_button(deal.step_path, variant="soft"))),
        ),
        ("record_payment", shown_to(Permission.ISSUE_INVOICES, _copy_button(deal.step_path, variant="soft"))),
        rx.fragment(),
    )


def _look(path: str) -> rx.Component:
    """Open the draft as its client will see it."""
    return rx.button(rx.icon("eye", size=16), tr("deal.do.preview"), on_click=open_link(path), variant="soft", size="3")


def _edit(kind: DocumentKind) -> rx.Component:
    return rx.button(
        rx.icon("pencil", size=16),
        tr(f"kind.{kind}.name"),
        on_click=rx.redirect(f"/deal/{DealState.deal.id}/{kind}"),
        custom_attrs={"data-leaves": ""},
        variant="soft",
        size="3",
    )


def _link_button(label: rx.Var[str], href: rx.Var[str] | str) -> rx.Component:
    return rx.button(label, on_click=rx.redirect(href), size="3", custom_attrs={"data-leaves": ""})


def _copy_button(path: str, *, variant: Literal["solid", "soft"] = "solid") -> rx.Component:
    """Put the client's link into the clipboard."""
    return rx.button(
        rx.icon("copy", size=16), tr("deal.do.copy_link"), on_click=copy_link(path), size="3", variant=variant
    )
