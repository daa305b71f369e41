"""The proposal's editor: introduction, goals, site structure, how long it holds."""

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.components.labelled import labelled
from studio_app.workspace.components.meanwhile import meanwhile
from studio_app.workspace.deal.links import open_link
from studio_app.workspace.i18n import tr
from studio_app.workspace.proposal.state import ProposalState
from studio_app.workspace.shell import empty_state, page_header, screen

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
                rx.button(tr("proposal_editor.save"), type="submit", form=_FORM, on_click=ProposalState.choose(False)),
            ),
            rx.fragment(
                rx.button(tr("deal.do.preview"), on_click=open_link(ProposalState.path), variant="soft"),
                rx.button(
                    tr("proposal_editor.save"),
                    type="submit",
                    form=_FORM,
                    variant="soft",
                    on_click=ProposalState.choose(False),
                ),
                rx.button(
                    tr("proposal_editor.publish"), type="submit", form=_FORM, on_click=ProposalState.choose(True)
                ),
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
        rx.cond(ProposalState.edited, meanwhile(ProposalState.look_again)),
        rx.cond(ProposalState.published, rx.callout(tr("proposal_editor.live"), icon="eye", size="1")),
        labelled(
            tr("proposal_editor.intro"),
            rx.text_area(name="intro", default_value=ProposalState.intro, rows="4", resize="vertical"),
            tr("proposal_editor.intro_hint"),
        ),
        labelled(
            tr("proposal_editor.goals"),
            rx.text_area(name="goals", default_value=ProposalState.goals, rows="4", resize="vertical"),
            tr("proposal_editor.goals_hint"),
        ),
        labelled(
            tr("proposal_editor.structure"),
            rx.text_area(name="structure", default_value=ProposalState.structure, rows="10", resize="vertical"),
            tr("proposal_editor.structure_hint"),
        ),
        labelled(
            tr("proposal_editor.valid_until"),
            rx.input(name="valid_until", type="date", default_value=ProposalState.valid_until, width="180px"),
        ),
        on_submit=ProposalState.save,
        id=_FORM,
        key=ProposalState.filling,
        class_name="page stack document-form",
    )
