"""The incoming page: what came in and is not certain, why, and the decision in one click."""

from typing import Any

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.incoming.letters import left_out, letters_of
from studio_app.workspace.incoming.load import LEFT, SPAM, WAITING
from studio_app.workspace.incoming.state import IncomingState
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.INCOMING, active="incoming", content=_content, on_load=[IncomingState.load])


def _content() -> rx.Component:
    return rx.fragment(
        page_header(tr("nav.incoming")),
        rx.el.div(
            _switch(),
            rx.cond(IncomingState.ready, rx.cond(IncomingState.tab == LEFT, left_out(), _leads())),
            rx.cond(
                IncomingState.more,
                rx.button(tr("incoming.more"), variant="soft", color_scheme="gray", on_click=IncomingState.show_more),
            ),
            _search_dialog(),
            class_name="page incoming",
        ),
    )


def _leads() -> rx.Component:
    return rx.cond(
        IncomingState.cards,
        rx.el.ul(rx.foreach(IncomingState.cards, _card), class_name="incoming-list"),
        rx.cond(
            IncomingState.tab == SPAM,
            empty_state("shield-check", tr("incoming.no_spam.title"), tr("incoming.no_spam.hint")),
            empty_state("inbox", tr("incoming.empty.title"), tr("incoming.empty.hint")),
        ),
    )


def _switch() -> rx.Component:
    return rx.segmented_control.root(
        rx.segmented_control.item(tr("incoming.waiting", count=IncomingState.waiting), value=WAITING),
        rx.segmented_control.item(tr("incoming.spam_list", count=IncomingState.spam), value=SPAM),
        rx.segmented_control.item(tr("incoming.left_list", count=IncomingState.left), value=LEFT),
        value=IncomingState.tab,
        on_change=IncomingState.show,
        size="1",
        class_name="incoming-switch",
    )


def _card(lead: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.heading(lead.name, size="3", as_="h2"),
            rx.el.span(lead.channel, " · ", lead.when, class_name="num incoming-when"),
            class_name="incoming-head",
        ),
        rx.cond(lead.company != "", rx.text(lead.company, size="2")),
        rx.cond(lead.reach != "", rx.text(lead.reach, size="2", color=MUTED)),
        rx.cond(lead.message != "", rx.el.p(lead.message, class_name="incoming-message", tab_index=0)),
        rx.el.ul(rx.foreach(lead.reasons, _reason), class_name="incoming-reasons"),
        rx.cond(lead.letters.length() > 0, letters_of(lead)),
        _actions(lead),
        class_name="incoming-card",
    )


def _reason(text: Any) -> rx.Component:
    return rx.el.li(rx.icon("circle-help", size=16), rx.el.span(text))


def _actions(lead: Any) -> rx.Component:
    return rx.cond(
        IncomingState.tab == SPAM,
        rx.el.div(
            rx.button(tr("incoming.restore"), variant="soft", on_click=IncomingState.restore(lead.id)),
            class_name="incoming-actions",
        ),
        rx.el.div(
            rx.foreach(lead.proposals, lambda proposal, place: _proposal(lead, proposal, place)),
            rx.button(
                tr("incoming.new"),
                variant=rx.cond(lead.proposals.length() == 0, "solid", "soft"),
                color_scheme=rx.cond(lead.proposals.length() == 0, "indigo", "gray"),
                on_click=IncomingState.accept(lead.id, ""),
            ),
            rx.button(
                tr("incoming.other_deal"),
                variant="soft",
                color_scheme="gray",
                on_click=IncomingState.look_up(lead.id),
            ),
            rx.button(
                tr("incoming.spam"),
                variant="ghost",
                color_scheme="red",
                on_click=IncomingState.reject(lead.id),
                class_name="incoming-spam",
            ),
            class_name="incoming-actions",
        ),
    )


def _proposal(lead: Any, proposal: Any, place: Any) -> rx.Component:
    return rx.button(
        rx.icon("git-merge", size=16),
        rx.el.span(proposal.label, class_name="incoming-label"),
        variant=rx.cond(place == 0, "solid", "soft"),
        on_click=rx.cond(
            proposal.deal_id == "",
            IncomingState.accept(lead.id, proposal.client_id),
            IncomingState.join(lead.id, proposal.deal_id),
        ),
    )


def _search_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("incoming.search_title"), size="4"),
            rx.input(
                rx.input.slot(rx.icon("search", size=16)),
                placeholder=tr("incoming.search"),
                aria_label=tr("incoming.search"),
                on_change=IncomingState.search.debounce(250),
                auto_focus=True,
                type="search",
            ),
            rx.el.div(rx.foreach(IncomingState.targets, _target), class_name="incoming-targets"),
            class_name="editor",
            aria_describedby="",
        ),
        open=IncomingState.looking_for != "",
        on_open_change=IncomingState.close_search,
    )


def _target(target: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(target.title),
        rx.el.span(target.client, class_name="incoming-client"),
        type="button",
        on_click=IncomingState.join(IncomingState.looking_for, target.deal_id),
        class_name="incoming-target",
    )
