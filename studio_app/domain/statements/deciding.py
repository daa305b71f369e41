"""Use cases: a person decides about a line of the inbox, or takes a decision or a whole import back."""

from collections.abc import Sequence

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.receipts import NotReversible, owed_on, reverse_entry
from studio_app.domain.ledger.schemas import Allocation
from studio_app.domain.statements.importing import BATCH, book_line_on, get_line, plan_finish, set_state
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.models import BankLine, StatementImport
from studio_app.domain.timeline.events.imports import (
    StatementLineBooked,
    StatementLineIgnored,
    StatementLineUndone,
    StatementUndone,
)
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

UNDONE = "statement line taken back"
"""The note on the correction; what a person reads beside it is the kind of its cause."""


def book_line(work: Work, *, line_id: str, invoice_ids: Sequence[str]) -> str:
    """Book a waiting line on invoices in that order, each up to what is due; the id of the entry.

    What is more than due on all of them stays free on the client. Raises NotFound, IllegalTransition,
    Invalid without an invoice or where nothing is due, NotPayable, CurrencyMismatch.
    """
    require(work, Permission.RECORD_PAYMENTS)
    line = get_line(work, line_id)
    left = line.amount
    parts: list[Allocation] = []
    for invoice_id in dict.fromkeys(invoice_ids):
        invoice = lock_invoice(work, invoice_id)
        part = min(left, owed_on(work, invoice))
        if part > 0:
            parts.append(Allocation(invoice_id, Money(part, invoice.currency)))
            left -= part
    if not parts:
        raise Invalid(field="invoices", reason="no_invoice_chosen")
    entry_id = book_line_on(work, line, parts)
    record(work, StatementLineBooked(line_id=line.id, entry_id=entry_id))
    return entry_id


def ignore_line(work: Work, *, line_id: str) -> None:
    """Say that a waiting line is not a client's money. Raises Forbidden, NotFound, IllegalTransition."""
    require(work, Permission.KEEP_BOOKS)
    line = get_line(work, line_id)
    set_state(work, line, LineState.IGNORED)
    record(work, StatementLineIgnored(line_id=line.id))


def undo_line(work: Work, *, line_id: str) -> None:
    """Take a booking or a "not for us" back: the line waits in the inbox again.

    A manager takes back what was booked by a person, the owner anything. Raises NotFound, Forbidden,
    IllegalTransition, NotReversible when something hangs on the entry.
    """
    require(work, Permission.RECORD_PAYMENTS)
    line = get_line(work, line_id)
    if line.state is LineState.IGNORED or line.score:
        require(work, Permission.KEEP_BOOKS)
    _take_back(work, line, LineState.WAITING)
    record(work, StatementLineUndone(line_id=line.id))


def undo_import(work: Work, *, import_id: str) -> None:
    """Take a whole import back: its bookings are corrected, its file may be imported again.

    A short one at once, a long one by a job. Raises Forbidden, NotFound.
    """
    require(work, Permission.KEEP_BOOKS)
    made = work.session.get(StatementImport, import_id, with_for_update=True, populate_existing=True)
    if made is None:
        raise NotFound
    if made.undone_at is None:
        made.undone_at = work.now()
        record(work, StatementUndone(import_id=made.id))
    if take_back_some(work, import_id=import_id) == BATCH:
        plan_finish(work, import_id)


def take_back_some(work: Work, *, import_id: str, limit: int = BATCH) -> int:
    """Take the next lines of an undone import back; how many were looked at, 0: none are left.

    A line on whose entry something hangs (a refund) stays booked: it is marked and left alone.
    """
    made = work.session.get(StatementImport, import_id)
    if made is None or made.undone_at is None:
        return 0
    lines = work.session.exec(
        select(BankLine)
        .where(BankLine.import_id == import_id, BankLine.state != LineState.UNDONE, col(BankLine.stuck).is_(False))
        .order_by(col(BankLine.id))
        .limit(limit)
        .with_for_update()
    ).all()
    for line in lines:
        try:
            with work.session.begin_nested():
                _take_back(work, line, LineState.UNDONE)
                line.fingerprint = line.id  # the movement is unknown again
        except NotReversible:
            line.stuck = True
    return len(lines)


def _take_back(work: Work, line: BankLine, target: LineState) -> None:
    if line.state is LineState.BOOKED and line.entry_id:
        reverse_entry(work, entry_id=line.entry_id, reason=UNDONE)
    set_state(work, line, target)
    line.entry_id = None
    line.matched, line.score, line.stuck = [], 0, False
