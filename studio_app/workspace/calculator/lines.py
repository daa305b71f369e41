"""The lines of the estimate: uncontrolled fields, so that typing never waits for the server."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.pricing.engine import TARIFFS
from studio_app.domain.pricing.schemas import LONGEST_NAME, UNITS
from studio_app.workspace.calculator.state import CalculatorState
from studio_app.workspace.calculator.view import LineRow, ServiceRow
from studio_app.workspace.components.counted import counted
from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED

_HEADS = ("name", "quantity", "unit", "unit_price", "discount_percent", "hours", "tariff", "optional")


def lines() -> rx.Component:
    """The table; a row becomes a card on a phone."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(),
            *(rx.el.span(_head(name), class_name=f"calc-head-{name}") for name in _HEADS),
            rx.el.span(
                rx.cond(CalculatorState.taxed, tr("calculator.sum_with_tax"), tr("calculator.sum")),
                class_name="calc-head-sum",
            ),
            rx.el.span(),
            class_name="calc-row calc-heads",
            aria_hidden=True,
        ),
        rx.cond(
            CalculatorState.lines,
            rx.el.ul(rx.foreach(CalculatorState.lines, _row), class_name="calc-lines"),
            rx.text(tr("calculator.no_lines"), size="2", color=MUTED, class_name="calc-none"),
        ),
        class_name="calc-table",
    )


def _head(name: str) -> Any:
    if name == "unit_price":  # beside sums with VAT a price has to say that it is without
        return rx.cond(CalculatorState.taxed, tr("calculator.unit_price_net"), tr("calculator.unit_price"))
    return tr(f"calculator.{name}")


def _row(line: LineRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                _tool("chevron-up", tr("calculator.up"), CalculatorState.shift(line.key, -1)),
                _tool("chevron-down", tr("calculator.down"), CalculatorState.shift(line.key, 1)),
                class_name="calc-order",
            ),
            rx.el.div(
                _field(line, "name", line.name),
                rx.cond(line.origin != "", rx.el.span(line.origin, title=line.origin, class_name="calc-origin")),
                class_name="calc-name",
            ),
            _field(line, "quantity", line.quantity),
            _select(line, "unit", line.unit, "unit", UNITS),
            _field(line, "unit_price", line.price),
            _field(line, "discount_percent", line.discount),
            _field(line, "hours", line.hours),
            _select(line, "tariff", line.tariff, "tariff", tuple(tariff.value for tariff in TARIFFS)),
            rx.el.label(
                rx.checkbox(
                    default_checked=line.optional,
                    on_change=lambda ticked: CalculatorState.offer(line.key, ticked),
                    aria_label=tr("calculator.optional"),
                ),
                rx.el.span(tr("calculator.optional"), class_name="calc-label"),
                class_name="calc-optional",
            ),
            rx.el.output(CalculatorState.sums[line.key], class_name="calc-sum num"),
            _tool("x", tr("calculator.remove"), CalculatorState.remove(line.key)),
            class_name="calc-row",
        ),
        rx.cond(
            CalculatorState.problems[line.key],
            rx.el.p(CalculatorState.problems[line.key], class_name="calc-problem", role="alert"),
        ),
        rx.cond(
            CalculatorState.doubts[line.key],
            rx.el.p(CalculatorState.doubts[line.key], class_name="calc-problem calc-limit", role="status"),
        ),
        rx.cond(
            CalculatorState.limits[line.key],
            rx.el.p(CalculatorState.limits[line.key], class_name="calc-problem calc-limit", role="status"),
        ),
        key=line.id,
        custom_attrs={"data-line": line.key},
    )


def _field(line: LineRow, name: str, value: str) -> rx.Component:
    mode: Literal["text", "decimal"] = "text" if name == "name" else "decimal"
    return rx.el.label(
        rx.el.span(tr(f"calculator.{name}"), class_name="calc-label"),
        counted(
            rx.el.input,
            LONGEST_NAME if name == "name" else 0,
            default_value=value,
            on_change=lambda text: CalculatorState.change(line.key, name, text),
            input_mode=mode,
            auto_complete="off",
            aria_label=tr(f"calculator.{name}"),
            aria_invalid=CalculatorState.problem_fields[line.key] == name,
            class_name="calc-input" if name == "name" else "calc-input num",
            custom_attrs={"data-field": name},
        ),
        class_name=f"calc-cell calc-cell-{name}",
    )


def _select(line: LineRow, name: str, value: str, room: str, values: tuple[str, ...]) -> rx.Component:
    return rx.el.label(
        rx.el.span(tr(f"calculator.{name}"), class_name="calc-label"),
        rx.el.select(
            *(rx.el.option(tr(f"{room}.{one}"), value=one) for one in values),
            default_value=value,
            on_change=lambda text: CalculatorState.change(line.key, name, text),
            aria_label=tr(f"calculator.{name}"),
            class_name="calc-input",
        ),
        class_name=f"calc-cell calc-cell-{name}",
    )


def _tool(icon: str, label: rx.Var[str], on_click: Any) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=14), on_click=on_click, aria_label=label, type="button", class_name="calc-tool"
    )


def add_line() -> rx.Component:
    """A service by a few letters of its name, or a line of its own kind."""
    return rx.el.div(
        rx.el.div(
            rx.input(
                rx.input.slot(rx.icon("search", size=16)),
                placeholder=tr("calculator.search"),
                aria_label=tr("calculator.search"),
                on_change=CalculatorState.search,
                key=CalculatorState.lines.length(),  # pyright: ignore[reportAttributeAccessIssue]  emptied by each added line
                id="calculator-search",
            ),
            rx.cond(CalculatorState.found, rx.el.ul(rx.foreach(CalculatorState.found, _hit), class_name="calc-found")),
            class_name="calc-search",
        ),
        rx.button(rx.icon("plus", size=16), tr("calculator.add_own"), on_click=CalculatorState.add_own, variant="soft"),
        class_name="calc-add",
    )


def _hit(service: ServiceRow) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(service.name),
            rx.el.span(service.price, class_name="num"),
            on_click=CalculatorState.add_service(service.key),
            type="button",
        )
    )
