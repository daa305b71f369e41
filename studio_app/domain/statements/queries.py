"""Queries about statements: the inbox with its suggestions, and the imports."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.models import Document
from studio_app.domain.ledger.balances import open_invoices
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.ledger.schemas import OpenInvoice
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.lines import StatementLine
from studio_app.domain.statements.matching import OpenInvoices, Suggestion, suggest
from studio_app.domain.statements.models import BankLine, StatementImport
from studio_app.domain.statements.numbers import fold
from studio_app.domain.statements.schemas import (
    ImportView,
    LeftRow,
    LinePage,
    LineView,
    SuggestedInvoice,
    SuggestionView,
)
from studio_app.domain.work import Work

_FOUND = 20


def list_lines(
    work: Work, *, state: LineState = LineState.WAITING, offset: int = 0, limit: int = 50, line_id: str = ""
) -> LinePage:
    """A page of stored lines, newest first; the waiting ones with what they may pay. `line_id`: that one alone."""
    which = BankLine.id == line_id if line_id else BankLine.state == state
    rows = work.session.exec(
        select(BankLine)
        .where(which)
        .order_by(col(BankLine.booked_on).desc(), col(BankLine.id).desc())
        .offset(max(0, offset))
        .limit(min(max(limit, 1), 200))
    ).all()
    counted = work.session.exec(select(BankLine.state, func.count()).group_by(col(BankLine.state))).all()
    index = OpenInvoices.of(open_invoices(work)) if rows and state is LineState.WAITING else None
    paid = _paid(work, [row.entry_id for row in rows if row.entry_id])
    return LinePage(
        lines=tuple(_view(row, index, paid) for row in rows),
        counts={LineState(found): count for found, count in counted},
    )


def waiting_lines(work: Work) -> int:
    """How many lines wait for a person."""
    return work.session.exec(select(func.count()).where(BankLine.state == LineState.WAITING)).one()


def find_open_invoices(work: Work, *, line_id: str, text: str) -> tuple[SuggestedInvoice, ...]:
    """The open invoices in the line's currency whose number or client has all words of `text`. Raises NotFound."""
    line = work.session.get(BankLine, line_id)
    if line is None:
        raise NotFound
    words = fold(text).split()
    found = (
        one
        for one in open_invoices(work)
        if one.due.currency == line.currency and all(word in fold(f"{one.number} {one.client_name}") for word in words)
    )
    amount = Money(line.amount, line.currency)
    ranked = sorted(found, key=lambda one: (one.due != amount, -one.issued_on.toordinal()))
    return tuple(_suggested(one, min(one.due, amount)) for one in ranked[:_FOUND])


def list_imports(work: Work, *, limit: int = 20) -> tuple[ImportView, ...]:
    """The newest imports with what has become of their lines. Raises Forbidden."""
    require(work, Permission.KEEP_BOOKS)
    rows = work.session.exec(
        select(StatementImport)
        .order_by(col(StatementImport.imported_at).desc(), col(StatementImport.id).desc())
        .limit(limit)
    ).all()
    counted = work.session.exec(
        select(BankLine.import_id, BankLine.state, func.count())
        .where(col(BankLine.import_id).in_([row.id for row in rows]))
        .group_by(col(BankLine.import_id), col(BankLine.state))
    )
    by_import: dict[str, dict[LineState, int]] = defaultdict(dict)
    for import_id, state, count in counted:
        by_import[import_id][LineState(state)] = count
    return tuple(
        ImportView(
            id=row.id,
            file_name=row.file_name,
            format=row.format,
            first_day=row.first_day,
            last_day=row.last_day,
            imported_at=row.imported_at,
            imported_by=row.imported_by_name,
            undone=row.undone_at is not None,
            duplicates=row.duplicates,
            left_out=row.left_out,
            by_state=by_import[row.id],
            left_rows=tuple(_left_row(one) for one in row.left_rows),
        )
        for row in rows
    )


def _left_row(kept: dict[str, Any]) -> LeftRow:
    money = Money(kept["amount"], kept["currency"]) if "amount" in kept else None
    return LeftRow(kept["line"], kept["why"], kept["said"], kept["day"], money)


def _paid(work: Work, entry_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    rows = work.session.exec(
        select(EntryAllocation.entry_id, Document.number, EntryAllocation.deal_id)
        .join(Document, col(Document.id) == col(EntryAllocation.invoice_id))
        .where(col(EntryAllocation.entry_id).in_(entry_ids))
        .order_by(col(EntryAllocation.id))
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry_id, number, deal_id in rows:
        if (number, deal_id) not in found[entry_id]:
            found[entry_id].append((number, deal_id))
    return found


def _view(row: BankLine, index: OpenInvoices | None, paid: dict[str, list[tuple[str, str]]]) -> LineView:
    suggestions: tuple[Suggestion, ...] = ()
    if index is not None:
        suggestions = suggest(_line(row), index, entity_id=row.legal_entity_id)
    return LineView(
        id=row.id,
        state=row.state,
        booked_on=row.booked_on,
        amount=Money(row.amount, row.currency),
        payer_name=row.payer_name,
        payer_inn=row.payer_inn,
        purpose=row.purpose,
        reference=row.reference,
        by_itself=row.score > 0,
        paid=tuple(paid.get(row.entry_id or "", ())),
        suggestions=tuple(_suggestion(one, index) for one in suggestions if index is not None),
    )


def _line(row: BankLine) -> StatementLine:
    return StatementLine(
        position=row.position,
        booked_on=row.booked_on,
        amount=Money(row.amount, row.currency),
        own_account="",
        payer_name=row.payer_name,
        payer_inn=row.payer_inn,
        payer_account=row.payer_account,
        purpose=row.purpose,
        reference=row.reference,
    )


def _suggestion(one: Suggestion, index: OpenInvoices) -> SuggestionView:
    return SuggestionView(
        invoices=tuple(_suggested(index.by_id[part.invoice_id], part.amount) for part in one.allocations),
        score=one.score,
        reasons=tuple(reason.value for reason in one.reasons),
    )


def _suggested(one: OpenInvoice, part: Money) -> SuggestedInvoice:
    return SuggestedInvoice(one.id, one.number, one.client_name, one.due, part)
