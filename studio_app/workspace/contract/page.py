"""The contract's editor: subject, payments, deadlines, responsibility, special terms."""

import reflex as rx

from studio_app.domain.contracts.terms import LONGEST_SPECIAL, LONGEST_SUBJECT
from studio_app.workspace import paths
from studio_app.workspace.components.counted import counted
from studio_app.workspace.components.labelled import labelled
from studio_app.workspace.contract.state import ContractState
from studio_app.workspace.document_editor.page import document_editor
from studio_app.workspace.i18n import tr
from studio_app.workspace.shell import screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.CONTRACT,
        active="board",
        title=tr("contract_editor.title"),
        content=_content,
        on_load=[ContractState.load],
    )


def _content() -> rx.Component:
    form = ContractState.form
    return document_editor(
        ContractState,
        "contract_editor",
        labelled(
            tr("contract_editor.subject"),
            counted(
                rx.input,
                LONGEST_SUBJECT,
                name="subject",
                default_value=form.subject,
                required=True,
                auto_complete="off",
            ),
        ),
        _payments(),
        labelled(
            tr("contract_editor.stages"),
            rx.text_area(name="stages", default_value=form.stages, rows="6", resize="vertical"),
            tr("contract_editor.stages_hint"),
        ),
        _group(
            tr("contract_editor.after"),
            _number("acceptance_days", form.acceptance_days),
            _number("warranty_months", form.warranty_months),
        ),
        _group(
            tr("contract_editor.penalty"),
            _number("penalty_percent", form.penalty_percent),
            _number("penalty_cap_percent", form.penalty_cap_percent),
        ),
        labelled(
            tr("contract_editor.special"),
            counted(
                rx.text_area,
                LONGEST_SPECIAL,
                name="special_terms",
                default_value=form.special_terms,
                rows="6",
                resize="vertical",
            ),
            tr("contract_editor.special_hint"),
        ),
        icon="signature",
        title=rx.fragment(
            tr("contract_editor.title"), rx.cond(ContractState.number != "", " " + ContractState.number, "")
        ),
        way_out=rx.button(tr("calculator.back"), on_click=rx.redirect("/deal/" + ContractState.deal)),
    )


def _payments() -> rx.Component:
    form, sums = ContractState.form, ContractState.sums
    return _group(
        tr("contract_editor.payments"),
        labelled(
            tr("contract_editor.deposit_percent"),
            rx.input(
                name="deposit_percent",
                default_value=form.deposit_percent,
                on_change=ContractState.divide.debounce(200),
                input_mode="decimal",
                required=True,
                auto_complete="off",
            ),
        ),
        _number("deposit_days", form.deposit_days),
        _number("balance_days", form.balance_days),
        rx.text(
            tr("contract_editor.total", total=sums.total),
            rx.cond(sums.deposit != "", rx.fragment(" · ", tr("contract_editor.before", sum=sums.deposit))),
            rx.cond(sums.balance != "", rx.fragment(" · ", tr("contract_editor.afterwards", sum=sums.balance))),
            size="2",
            color=MUTED,
            as_="p",
            class_name="document-sums",
            aria_live="polite",
        ),
    )


def _group(legend: rx.Var[str], *controls: rx.Component) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(legend), *controls, class_name="document-group")


def _number(name: str, value: rx.Var[str] | str) -> rx.Component:
    return labelled(
        tr(f"contract_editor.{name}"),
        rx.input(name=name, default_value=value, input_mode="decimal", required=True, auto_complete="off"),
    )
