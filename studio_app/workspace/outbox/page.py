"""The outbox page: the list on the left, the letter on the right; on a phone one after the other."""

from typing import Any

import reflex as rx

from studio_app.domain.notifications.outdated import REASONS
from studio_app.domain.notifications.rules import RULES
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.outbox.state import STATUSES, OutboxState
from studio_app.workspace.outbox.views import PROBLEMS
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED

_COLOURS: dict[str, Any] = {"planned": "blue", "sent": "green", "kept": "amber", "cancelled": "gray", "failed": "red"}
_ICONS = {
    "planned": "clock",
    "sent": "check",
    "kept": "archive",
    "cancelled": "ban",
    "failed": "triangle-alert",
}


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.OUTBOX, active="outbox", content=_content, on_load=[OutboxState.load])


def _content() -> rx.Component:
    return rx.fragment(
        page_header(tr("outbox.title"), _search()),
        rx.el.div(
            rx.cond(
                OutboxState.keeps,
                rx.callout(
                    tr("outbox.kept_hint"), icon="archive", color_scheme="amber", size="1", class_name="outbox-hint"
                ),
            ),
            _filters(),
            rx.cond(OutboxState.ready, _letters()),
            class_name="page outbox",
        ),
    )


def _search() -> rx.Component:
    return rx.input(
        rx.input.slot(rx.icon("search", size=16)),
        placeholder=tr("outbox.search"),
        aria_label=tr("outbox.search"),
        default_value=OutboxState.search,
        on_change=OutboxState.look_for.debounce(250),
        type="search",
        size="2",
        class_name="outbox-search",
    )


def _filters() -> rx.Component:
    return rx.el.div(
        _filter("", tr("outbox.all"), OutboxState.total),
        *(_filter(status, tr(f"outbox.status.{status}"), OutboxState.counts.get(status, 0)) for status in STATUSES),
        class_name="outbox-filters",
        role="group",
    )


def _filter(status: str, label: rx.Var[str], count: Any) -> rx.Component:
    chosen = OutboxState.status == status
    return rx.el.button(
        label,
        rx.el.span(count, class_name="num outbox-count"),
        class_name=rx.cond(chosen, "outbox-filter chosen", "outbox-filter"),
        aria_pressed=chosen,
        on_click=OutboxState.choose_status(status),
    )


def _letters() -> rx.Component:
    return rx.cond(
        OutboxState.total == 0,
        empty_state("mail", tr("outbox.empty.title"), tr("outbox.empty.hint")),
        rx.el.div(
            rx.el.div(
                rx.cond(
                    OutboxState.lines,
                    rx.el.ul(rx.foreach(OutboxState.lines, _line), class_name="outbox-list"),
                    rx.cond(
                        OutboxState.search == "",
                        empty_state("mail-check", tr("outbox.none_such.title"), tr("outbox.none_such.hint")),
                        empty_state("search-x", tr("outbox.nothing.title"), tr("outbox.nothing.hint")),
                    ),
                ),
                rx.cond(
                    OutboxState.more,
                    rx.button(tr("outbox.more"), variant="soft", color_scheme="gray", on_click=OutboxState.show_more),
                ),
                class_name="outbox-left",
            ),
            rx.el.section(
                rx.cond(
                    OutboxState.opened.line.id == "",
                    empty_state("mail-open", tr("outbox.choose.title"), tr("outbox.choose.hint")),
                    _letter(),
                ),
                class_name="outbox-right",
            ),
            class_name=rx.cond(OutboxState.opened.line.id == "", "outbox-panes", "outbox-panes reading"),
        ),
    )


def _line(line: Any) -> rx.Component:
    chosen = OutboxState.opened.line.id == line.id
    return rx.el.li(
        rx.el.button(
            rx.el.span(_status_icon(line), class_name="outbox-mark"),
            rx.el.span(
                rx.el.span(
                    rx.el.span(_rule(line), class_name="outbox-rule"),
                    rx.el.span(line.when, class_name="num outbox-when"),
                    class_name="outbox-row",
                ),
                rx.el.span(line.deal, class_name="outbox-deal"),
                rx.el.span(line.recipient, class_name="outbox-recipient"),
                class_name="outbox-words",
            ),
            on_click=OutboxState.read(line.id),
            class_name=rx.cond(chosen, "outbox-line chosen", "outbox-line"),
            aria_current=chosen,
        ),
    )


def _letter() -> rx.Component:
    line = OutboxState.opened.line
    return rx.fragment(
        rx.el.div(
            rx.icon_button(
                rx.icon("arrow-left", size=16),
                variant="ghost",
                color_scheme="gray",
                aria_label=tr("outbox.back"),
                on_click=OutboxState.close,
                class_name="outbox-back",
            ),
            rx.heading(rx.cond(line.subject == "", _rule(line), line.subject), size="4", as_="h2"),
            class_name="outbox-title",
        ),
        rx.el.dl(
            rx.el.dt(tr("outbox.to")),
            rx.el.dd(rx.cond(line.recipient == "", "—", line.recipient)),
            rx.el.dt(tr("outbox.when")),
            rx.el.dd(_badge(line), rx.el.span(line.when, class_name="num")),
            rx.cond(
                line.deal_id != "",
                rx.fragment(rx.el.dt(tr("outbox.deal")), rx.el.dd(rx.link(line.deal, href="/deal/" + line.deal_id))),
            ),
            class_name="outbox-facts",
        ),
        rx.cond(line.status == "failed", _failure(line)),
        rx.cond((line.status == "planned") & (line.problem != ""), _trouble(line)),
        rx.cond(
            (line.status == "cancelled") & (line.problem != ""),
            rx.callout(_reason(line), icon="ban", color_scheme="gray", size="1"),
        ),
        rx.cond(
            OutboxState.opened.text != "",
            _body(),
            rx.cond(
                line.status == "planned",
                rx.text(tr("outbox.not_written"), size="2", color=MUTED),
                rx.cond(line.private, rx.text(tr("outbox.private"), size="2", color=MUTED)),
            ),
        ),
    )


def _failure(line: Any) -> rx.Component:
    return rx.el.div(
        rx.callout(_problem(line), icon="triangle-alert", color_scheme="red", size="1"),
        _detail(line),
        rx.button(rx.icon("send", size=16), tr("outbox.again"), size="2", on_click=OutboxState.again),
        class_name="outbox-failure",
    )


def _trouble(line: Any) -> rx.Component:
    return rx.el.div(
        rx.callout(
            rx.fragment(_problem(line), " ", tr("outbox.trying_again")),
            icon="rotate-cw",
            color_scheme="amber",
            size="1",
        ),
        _detail(line),
        class_name="outbox-failure",
    )


def _problem(line: Any) -> Any:
    sentences = ((problem, tr(f"outbox.problem.{problem}")) for problem in PROBLEMS)
    return rx.match(line.problem, *sentences, line.problem)


def _reason(line: Any) -> Any:
    return rx.match(line.problem, *((one, tr(f"outbox.cancelled.{one}")) for one in REASONS), line.problem)


def _detail(line: Any) -> rx.Component:
    return rx.cond(line.detail != "", rx.text(line.detail, size="1", color=MUTED, class_name="outbox-detail"))


def _body() -> rx.Component:
    return rx.fragment(
        rx.segmented_control.root(
            rx.segmented_control.item(tr("outbox.view_text"), value="text"),
            rx.segmented_control.item(tr("outbox.view_html"), value="html"),
            value=OutboxState.view,
            on_change=OutboxState.show,
            size="1",
            class_name="outbox-view",
        ),
        rx.cond(
            OutboxState.view == "html",
            # an empty sandbox: no scripts, no forms, no navigation, an origin of its own
            rx.el.iframe(
                src_doc=OutboxState.opened.html, sandbox="", title=tr("outbox.view_html"), class_name="outbox-frame"
            ),
            rx.el.pre(OutboxState.opened.text, class_name="outbox-text"),
        ),
    )


def _badge(line: Any) -> Any:
    return rx.match(
        line.status,
        *((name, rx.badge(tr(f"outbox.one.{name}"), color_scheme=colour)) for name, colour in _COLOURS.items()),
        rx.fragment(),
    )


def _status_icon(line: Any) -> Any:
    return rx.match(
        line.status,
        *(
            (name, rx.icon(icon, size=16, color=rx.color(_COLOURS[name], 10), title=tr(f"outbox.one.{name}")))
            for name, icon in _ICONS.items()
        ),
        rx.fragment(),
    )


def _rule(line: Any) -> Any:
    return rx.match(line.rule, *((rule.name, tr(f"outbox.rule.{rule.name}")) for rule in RULES), line.rule)
