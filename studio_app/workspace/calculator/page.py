"""The calculator: the three tariffs on top, the lines below, everything follows the keys."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.pricing.engine import TARIFFS
from studio_app.workspace import paths
from studio_app.workspace.calculator.lines import add_line, lines
from studio_app.workspace.calculator.state import CalculatorState
from studio_app.workspace.calculator.view import TariffColumn
from studio_app.workspace.components.unpublished import discard_button, unpublished_badge
from studio_app.workspace.i18n import tr
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.ESTIMATE,
        active="board",
        title=tr("calculator.title"),
        content=_content,
        on_load=[CalculatorState.load],
    )


def _content() -> rx.Component:
    return rx.fragment(
        _header(),
        rx.cond(
            CalculatorState.version > 0,
            rx.el.div(
                rx.cond(CalculatorState.accepted, _accepted()), _tariffs(), lines(), add_line(), class_name="page calc"
            ),
            rx.cond(CalculatorState.title != "", _nothing_yet(), rx.fragment()),
        ),
    )


def _header() -> rx.Component:
    return page_header(
        rx.el.div(
            rx.link(
                rx.icon("arrow-left", size=16),
                href=f"/deal/{CalculatorState.deal}",
                aria_label=tr("calculator.back"),
                class_name="deal-back",
            ),
            rx.el.div(
                rx.heading(tr("calculator.title"), size="5", as_="h1"),
                rx.text(CalculatorState.title, size="2", color=MUTED),
            ),
            class_name="deal-title",
        ),
        rx.cond(
            CalculatorState.dirty,
            rx.text(
                tr("calculator.unsaved"),
                size="2",
                color=MUTED,
                class_name="calc-unsaved",
                custom_attrs={"data-unsaved": ""},
            ),
        ),
        rx.cond(CalculatorState.version > 0, _actions()),
    )


def _actions() -> rx.Component:
    return rx.fragment(
        rx.button(
            tr("calculator.save"),
            on_click=CalculatorState.save,
            variant="soft",
            disabled=rx.cond(CalculatorState.dirty, False, True),
            id="calculator-save",
        ),
        rx.cond(
            CalculatorState.published,
            _published(),
            rx.cond(
                CalculatorState.accepted,
                rx.button(
                    rx.icon("file-plus", size=16),
                    tr("calculator.anew"),
                    on_click=CalculatorState.propose_anew,
                    variant="soft",
                    id="calculator-anew",
                ),
                rx.button(tr("calculator.publish"), on_click=CalculatorState.publish, id="calculator-publish"),
            ),
        ),
    )


def _published() -> rx.Component:
    """What is before the client, and what is not yet."""
    waiting = CalculatorState.changed | CalculatorState.behind
    return rx.fragment(
        rx.cond(
            waiting,
            unpublished_badge(),
            rx.cond(
                CalculatorState.dirty,
                rx.fragment(),
                rx.badge(rx.icon("eye", size=14), tr("calculator.live"), color_scheme="cyan", size="2"),
            ),
        ),
        rx.cond(CalculatorState.changed, discard_button(CalculatorState.discard)),
        rx.button(
            tr("deal.do.publish_changes"),
            on_click=CalculatorState.publish_changes,
            disabled=rx.cond(waiting | CalculatorState.dirty, False, True),
            id="calculator-publish-changes",
        ),
    )


def _accepted() -> rx.Component:
    return rx.callout(tr("calculator.accepted"), icon="check", color_scheme="green", size="1")


def _nothing_yet() -> rx.Component:
    return empty_state(
        "calculator",
        tr("calculator.empty"),
        tr("calculator.empty_hint"),
        rx.button(tr("calculator.start"), on_click=CalculatorState.start),
    )


def _tariffs() -> rx.Component:
    return rx.el.section(
        rx.foreach(CalculatorState.columns, _tariff), class_name="calc-tariffs", aria_label=tr("calculator.totals")
    )


def _tariff(column: TariffColumn) -> rx.Component:
    chosen = CalculatorState.recommended == column.tariff
    return rx.el.article(
        rx.el.div(
            rx.text(tariff_name(column.tariff), size="2", weight="medium"),
            rx.cond(
                chosen,
                rx.badge(tr("calculator.recommended"), radius="full"),
                rx.button(
                    tr("calculator.recommend"),
                    on_click=CalculatorState.recommend(column.tariff),
                    variant="ghost",
                    size="1",
                ),
            ),
            class_name="calc-tariff-head",
        ),
        rx.el.output(
            column.total, class_name="calc-total num", custom_attrs={"data-total": column.tariff, "aria-live": "off"}
        ),
        rx.el.dl(
            rx.cond(column.discount != "", _figure(tr("calculator.discount"), column.discount)),
            rx.cond(
                column.tax != "",
                rx.fragment(_figure(tr("calculator.net"), column.net), _figure(CalculatorState.tax, column.tax)),
                rx.el.div(rx.el.dt(CalculatorState.tax)),
            ),
            _figure(tr("calculator.cost", hours=column.hours), column.cost),
            _figure(tr("calculator.margin"), column.margin),
        ),
        rx.match(
            column.floor,
            ("below_cost", _warning(tr("calculator.below_cost"), "red")),
            ("below_margin", _warning(tr("calculator.below_margin"), "amber")),
            rx.fragment(),
        ),
        rx.foreach(column.beyond, lambda sentence: _warning(sentence, "amber")),
        class_name=rx.cond(chosen, "calc-tariff chosen", "calc-tariff"),
        custom_attrs={"data-floor": column.floor},
    )


def _figure(label: Any, value: str) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value, class_name="num"))


def _warning(text: rx.Var[str], colour: Literal["red", "amber"]) -> rx.Component:
    return rx.text(
        rx.icon("triangle-alert", size=14), text, size="1", color=rx.color(colour, 11), class_name="calc-warning"
    )


def tariff_name(tariff: str) -> Any:
    """The name of a tariff in the reader's language."""
    return rx.match(tariff, *((name.value, tr(f"tariff.{name.value}")) for name in TARIFFS), "")
