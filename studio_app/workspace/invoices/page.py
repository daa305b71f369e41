"""The invoices' page: filters with their numbers, the list, and its two dialogs."""

from typing import Literal

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.invoices.queries import InvoiceFilter
from studio_app.domain.ledger.bank_transfers import MAX_REFERENCE
from studio_app.domain.ledger.receipts import MAX_REASON
from studio_app.workspace import paths
from studio_app.workspace.components.counted import counted
from studio_app.workspace.components.exchanging import closes_box, worth_hint
from studio_app.workspace.components.invoice_ends import END_COLOURS
from studio_app.workspace.components.lists import badge_of, filter_bar, filter_button, pages, table_head
from studio_app.workspace.i18n import tr
from studio_app.workspace.invoices.state import InvoicesState
from studio_app.workspace.invoices.views import InvoiceItem
from studio_app.workspace.payments.asking_again import AskingAgain, ask_again_dialog
from studio_app.workspace.payments.overpayment import overpayment_dialog
from studio_app.workspace.rights import has
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED

_COLOURS: dict[str, Literal["gray", "blue", "amber", "red", "green"]] = {
    "draft": "gray",
    "open": "blue",
    "partly": "amber",
    "overdue": "red",
    **{end.value: colour for end, colour in END_COLOURS.items()},
}
_COLUMNS = (("number", ""), ("client", ""), ("due_on", ""), ("total", "num"), ("paid", "num"), ("state", ""))


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.INVOICES, active="invoices", content=_content, on_load=[InvoicesState.open])


def _content() -> rx.Component:
    return rx.el.div(
        page_header(tr("nav.invoices")),
        rx.el.div(
            _filter(),
            rx.match(InvoicesState.view, ("rows", _table()), ("none", _none()), ("empty", _empty()), rx.fragment()),
            pages(offset=InvoicesState.offset, more=InvoicesState.more, turn=InvoicesState.turn),
            class_name="page stack",
        ),
        _transfer_dialog(),
        overpayment_dialog(then=InvoicesState.close(False)),
        ask_again_dialog(),
        _void_dialog(),
    )


def _filter() -> rx.Component:
    return filter_bar(
        tr("invoices.filter"),
        *(
            filter_button(
                tr(f"invoices.filter.{one.value}"),
                chosen=InvoicesState.only == one.value,
                on_click=InvoicesState.show(one.value),
                count=InvoicesState.counts[one.value],
            )
            for one in InvoiceFilter
        ),
    )


def _table() -> rx.Component:
    return rx.el.table(
        table_head("invoices", _COLUMNS),
        rx.el.tbody(rx.foreach(InvoicesState.rows, _row)),
        class_name="invoices-table",
    )


def _row(item: rx.vars.ObjectVar[InvoiceItem]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.cond(
                item.path != "",
                rx.link(item.number, href=item.path, is_external=True, weight="medium"),
                rx.text(tr("invoices.no_number"), as_="span", color=MUTED),
            ),
            class_name="num invoices-number",
        ),
        rx.el.td(
            rx.link(item.client, href=item.deal_path, weight="medium", color="inherit"),
            rx.text(item.deal, size="1", color=MUTED),
            class_name="invoices-client",
        ),
        rx.el.td(item.due_on, class_name="num invoices-due"),
        rx.el.td(item.total, class_name="num invoices-total"),
        rx.el.td(
            rx.cond(item.paid != "", rx.link(item.paid, href=item.payments_path, color="inherit"), rx.fragment()),
            rx.cond(
                item.over,
                rx.link(rx.badge(tr("invoices.over"), color_scheme="amber", size="1"), href=item.payments_path),
                rx.fragment(),
            ),
            rx.cond(
                item.under,
                rx.link(rx.badge(tr("invoices.under"), color_scheme="amber", size="1"), href=item.payments_path),
                rx.fragment(),
            ),
            class_name="num invoices-paid",
        ),
        rx.el.td(
            badge_of(item.state, _COLOURS.items(), words="invoices.state"),
            rx.cond(item.handed_over, rx.badge(tr("invoices.is_handed_over"), color_scheme="gray", variant="outline")),
            rx.cond(item.test, rx.badge(tr("ledger.test"), color_scheme="gray", variant="outline")),
            class_name="invoices-state",
        ),
        rx.el.td(_actions(item), class_name="invoices-actions"),
    )


def _actions(item: rx.vars.ObjectVar[InvoiceItem]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            item.can_issue & has(Permission.ISSUE_INVOICES),
            rx.button(tr("invoices.issue"), size="1", on_click=InvoicesState.issue(item.id)),
            rx.fragment(),
        ),
        rx.cond(
            item.can_record & has(Permission.RECORD_PAYMENTS),
            rx.button(tr("invoices.record"), size="1", variant="soft", on_click=InvoicesState.ask_transfer(item.id)),
            rx.fragment(),
        ),
        rx.cond(
            item.can_hand_over & has(Permission.ISSUE_INVOICES),
            rx.button(
                tr("invoices.hand_over"),
                size="1",
                variant="soft",
                color_scheme="gray",
                title=tr("invoices.hand_over_hint"),
                on_click=InvoicesState.hand_over(item.id),
            ),
            rx.fragment(),
        ),
        rx.cond(
            item.can_ask_again & has(Permission.ISSUE_INVOICES),
            rx.button(
                tr("invoices.ask_again"),
                size="1",
                variant="soft",
                color_scheme="gray",
                on_click=AskingAgain.open_dialog(item.id),
            ),
            rx.fragment(),
        ),
        rx.cond(
            item.can_void & has(Permission.ISSUE_INVOICES),
            rx.button(
                tr("invoices.void"),
                size="1",
                variant="soft",
                color_scheme="gray",
                on_click=InvoicesState.ask_void(item.id),
            ),
            rx.fragment(),
        ),
    )


def _none() -> rx.Component:
    return empty_state("search-x", tr("invoices.none"), tr("invoices.none_hint"))


def _empty() -> rx.Component:
    return empty_state(
        "receipt-text",
        tr("invoices.empty"),
        tr("invoices.empty_hint"),
        rx.link(rx.button(tr("invoices.to_board"), variant="soft"), href=paths.BOARD),
    )


def _transfer_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("invoices.transfer_title", number=InvoicesState.chosen_number)),
            rx.dialog.description(tr("invoices.transfer_hint"), size="2"),
            rx.form(
                _field(
                    "invoices.amount",
                    rx.input(
                        rx.input.slot(InvoicesState.chosen_currency, side="right"),
                        name="amount",
                        default_value=InvoicesState.chosen_due,
                        input_mode="decimal",
                        required=True,
                    ),
                ),
                _field(
                    "invoices.received_on",
                    rx.input(name="received_on", type="date", default_value=InvoicesState.day, required=True),
                ),
                _field("invoices.reference", counted(rx.input, MAX_REFERENCE, name="reference", required=True)),
                _exchanged(),
                _buttons(tr("invoices.record_submit")),
                on_submit=InvoicesState.record,
                class_name="stack invoices-form",
            ),
            max_width="440px",
        ),
        open=InvoicesState.recording,
        on_open_change=InvoicesState.close,
    )


def _exchanged() -> rx.Component:
    """What came, where it was in another currency; the sum above is then what it is worth in the invoice's."""
    return rx.el.details(
        rx.el.summary(rx.text(tr("invoices.exchanged"), size="2", as_="span")),
        rx.el.div(
            worth_hint(InvoicesState.chosen_currency),
            rx.el.div(
                _field("invoices.exchanged_amount", rx.input(name="received", input_mode="decimal")),
                _field("invoices.exchanged_currency", rx.input(name="currency")),
                class_name="invoices-exchanged",
            ),
            closes_box(InvoicesState.may_close),
            class_name="stack",
        ),
    )


def _void_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("invoices.void_title", number=InvoicesState.chosen_number)),
            rx.dialog.description(tr("invoices.void_hint"), size="2"),
            rx.form(
                _field("invoices.reason", counted(rx.text_area, MAX_REASON, name="reason", rows="3", required=True)),
                _buttons(tr("invoices.void_submit"), colour="red"),
                on_submit=InvoicesState.void,
                class_name="stack invoices-form",
            ),
            max_width="440px",
        ),
        open=InvoicesState.voiding,
        on_open_change=InvoicesState.close,
    )


def _field(label: str, control: rx.Component) -> rx.Component:
    return rx.el.label(rx.text(tr(label), size="2", weight="medium"), control, class_name="field")


def _buttons(confirm: rx.Var[str], *, colour: Literal["red"] | None = None) -> rx.Component:
    return rx.el.div(
        rx.dialog.close(rx.button(tr("invoices.cancel"), type="button", variant="soft", color_scheme="gray")),
        rx.button(confirm, type="submit", color_scheme=colour),
        class_name="invoices-buttons",
    )
