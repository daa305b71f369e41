"""The proposal's editor: introduction, goals, site structure, how long it holds."""

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.deal.links import open_link
from studio_app.workspace.i18n import tr
from studio_app.workspace.proposal.state import ProposalState
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED

_FORM = "proposal-form"


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.PROPOSAL, title="board", content=_content, on_load=[ProposalState.load])


def _content() -> rx.Component:
    return rx.fragment(
        _header(),
        rx.cond(
            ProposalState.document != "",
            _form(),
            rx.cond(ProposalState.loaded, _nothing_yet(), rx.fragment()),
        ),
    )


def _header() -> rx.Component:
    return page_header(
        rx.el.div(
            rx.link(
                rx.icon("arrow-left", size=16),
                href=f"/deal/{ProposalState.deal}",
                aria_label=tr("calculator.back"),
                class_name="deal-back",
            ),
            rx.heading(tr("proposal_editor.title"), size="5", as_="h1"),
            class_name="deal-title",
        ),
        rx.cond(ProposalState.document != "", _actions()),
    )


def _actions() -> rx.Component:
    return rx.fragment(
        rx.button(
            rx.icon("calculator", size=16),
            tr("proposal_editor.prices"),
            on_click=rx.redirect(f"/deal/{ProposalState.deal}/estimate"),
            variant="ghost",
        ),
        rx.cond(
            ProposalState.published,
            rx.fragment(
                rx.button(tr("deal.do.open"), on_click=open_link(ProposalState.path), variant="soft"),
                rx.button(tr("proposal_editor.save"), type="submit", form=_FORM),
            ),
            rx.fragment(
                rx.button(tr("deal.do.preview"), on_click=open_link(ProposalState.path), variant="soft"),
                rx.button(tr("proposal_editor.save"), type="submit", form=_FORM, variant="soft"),
                rx.button(tr("proposal_editor.publish"), type="submit", form=_FORM, on_click=ProposalState.send),
            ),
        ),
    )


def _nothing_yet() -> rx.Component:
    return empty_state(
        "presentation",
        tr("proposal_editor.empty"),
        tr("proposal_editor.empty_hint"),
        rx.button(tr("deal.do.open_estimate"), on_click=rx.redirect(f"/deal/{ProposalState.deal}/estimate")),
    )


def _form() -> rx.Component:
    return rx.form(
        rx.cond(
            ProposalState.published,
            rx.callout(tr("proposal_editor.live"), icon="eye", size="1"),
        ),
        _field(
            tr("proposal_editor.intro"),
            tr("proposal_editor.intro_hint"),
            rx.text_area(name="intro", default_value=ProposalState.intro, rows="4", resize="vertical"),
        ),
        _field(
            tr("proposal_editor.goals"),
            tr("proposal_editor.goals_hint"),
            rx.text_area(name="goals", default_value=ProposalState.goals, rows="4", resize="vertical"),
        ),
        _field(
            tr("proposal_editor.structure"),
            tr("proposal_editor.structure_hint"),
            rx.text_area(name="structure", default_value=ProposalState.structure, rows="10", resize="vertical"),
        ),
        _field(
            tr("proposal_editor.valid_until"),
            None,
            rx.input(name="valid_until", type="date", default_value=ProposalState.valid_until, width="180px"),
        ),
        on_submit=ProposalState.save,
        id=_FORM,
        key=ProposalState.filling,
        class_name="page stack proposal-form",
    )


def _field(label: rx.Var[str], hint: rx.Var[str] | None, control: rx.Component) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", weight="medium"),
        control,
        *([rx.text(hint, size="1", color=MUTED)] if hint is not None else []),
        class_name="field",
    )
