"""What the list of invoices gets to draw, and how a typed date is read."""

from dataclasses import dataclass
from datetime import date

from studio_app.adapters.texts.format import money, short_day, typed_amount
from studio_app.core.days import read_day
from studio_app.domain.invoices.schemas import InvoiceRow
from studio_app.domain.payments.ends import EndAction, Ended
from studio_app.workspace import paths


@dataclass(frozen=True)
class InvoiceItem:
    """One row, ready to show."""

    id: str
    number: str
    client: str
    deal: str
    deal_path: str
    path: str
    payments_path: str
    state: str  # draft, open, overdue, partly; once it has ended, its End
    total: str
    paid: str
    due: str  # what is still to pay, as a person would type it
    over: bool
    under: bool  # overdue for a part: the rest came in
    currency: str
    due_on: str
    can_issue: bool
    can_record: bool
    can_void: bool
    can_hand_over: bool  # and not handed over yet
    can_ask_again: bool
    handed_over: bool
    test: bool  # a demo's or a test account's money is on it


def invoice_item(
    row: InvoiceRow,
    locale: str,
    *,
    ended: Ended | None = None,
    is_handed_over: bool = False,
    has_test_money: bool = False,
) -> InvoiceItem:
    """A row of the list in the viewer's language; `ended`: how, where it has."""
    return InvoiceItem(
        id=row.document_id,
        number=row.number,
        client=row.client,
        deal=row.deal_title,
        deal_path=paths.deal(row.deal_id),
        path="" if row.may_be_issued else row.path,
        payments_path=paths.payments_of(row.document_id),
        state=ended.end.value if ended else _state(row),
        total=money(row.total, locale),
        paid=money(row.paid, locale) if row.paid else "",
        due=typed_amount(row.due, locale),
        over=row.due.amount < 0,
        under=row.overdue and bool(row.paid),
        currency=row.total.currency,
        due_on=short_day(row.due_on, locale) if row.due_on else "",
        can_issue=row.may_be_issued,
        can_record=row.takes_money,
        can_void=row.may_be_voided,
        can_hand_over=ended is not None and ended.allows(EndAction.HAND_OVER) and not is_handed_over,
        can_ask_again=ended is not None and ended.allows(EndAction.ASK_AGAIN),
        handed_over=is_handed_over,
        test=has_test_money,
    )


def typed_date(text: str) -> date:
    """The date of a date field. Raises Invalid."""
    return read_day(text, field="received_on")


def _state(row: InvoiceRow) -> str:
    if row.may_be_issued:
        return row.status.value
    if row.overdue:
        return "overdue"
    return "partly" if row.paid else "open"
