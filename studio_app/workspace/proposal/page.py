"""The proposal's editor: introduction, goals, site structure, how long it holds."""

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.components.counted import counted
from studio_app.workspace.components.labelled import labelled
from studio_app.workspace.document_editor.page import document_editor
from studio_app.workspace.i18n import tr
from studio_app.workspace.proposal.state import MAX_INTRO_LENGTH, ProposalState
from studio_app.workspace.shell import screen


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.PROPOSAL,
        active="board",
        title=tr("proposal_editor.title"),
        content=_content,
        on_load=[ProposalState.load],
    )


def _content() -> rx.Component:
    return document_editor(
        ProposalState,
        "proposal_editor",
        labelled(
            tr("proposal_editor.intro"),
            counted(
                rx.text_area,
                MAX_INTRO_LENGTH,
                name="intro",
                default_value=ProposalState.intro,
                rows="4",
                resize="vertical",
            ),
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
        icon="presentation",
        title=tr("proposal_editor.title"),
        actions=_prices(),
        way_out=rx.button(
            tr("deal.do.open_estimate"), on_click=rx.redirect("/deal/" + ProposalState.deal + "/estimate")
        ),
    )


def _prices() -> rx.Component:
    return rx.button(
        rx.icon("calculator", size=16),
        tr("proposal_editor.prices"),
        on_click=rx.redirect("/deal/" + ProposalState.deal + "/estimate"),
        variant="ghost",
        custom_attrs={"data-leaves": ""},
    )
