"""Use cases: importing a statement, and booking what is certain, a batch a transaction."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from studio_app.core.errors import NotFound, Stale
from studio_app.core.money import Money
from studio_app.core.status import advance
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.bank_transfers import BANK
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.receipts import owed_on, record_receipt
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.statements.kinds import LINE_TRANSITIONS, LineState
from studio_app.domain.statements.lines import Statement
from studio_app.domain.statements.models import BankLine, StatementImport
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.schemas import KEPT, ImportPlan, ImportResult, LeftRow, PlannedLine, Verdict
from studio_app.domain.timeline.events.imports import StatementImported
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

FINISH = "finish_statement"
"""The job that books or takes back what one transaction is too short for."""

_NAMED = 200
"""Rows left out that an import keeps with their reasons; all are counted."""

_SAID = 200
BATCH = 20
"""Lines booked in one transaction: other people's changes wait no longer than that."""


def import_statement(work: Work, *, statement: Statement, file_name: str) -> ImportResult:
    """Store what came in on our accounts and is not stored yet, and book what is certain.

    A short statement is booked at once, a long one by a job. Raises Forbidden, Stale when the same
    file is being imported by somebody else at this moment.
    """
    plan = plan_import(work, statement=statement)
    kept = [one for one in plan.lines if one.verdict in KEPT]
    made = _new_import(work, plan, statement, file_name)
    rows = [_row(work, made.id, one) for one in kept]
    try:
        with work.session.begin_nested():
            if rows:
                work.session.connection().execute(insert(BankLine), rows)
    except IntegrityError:
        raise Stale from None
    record(
        work,
        StatementImported(
            import_id=made.id,
            format=plan.format.value,
            **{verdict.value: count for verdict, count in plan.counts.items()},
        ),
    )
    certain = plan.counts.get(Verdict.CERTAIN, 0)
    if certain > BATCH:
        plan_finish(work, made.id)
    elif certain:
        book_matched(work, import_id=made.id)
    return ImportResult(made.id, plan.counts)


def plan_finish(work: Work, import_id: str) -> None:
    """Enqueue the job that brings an import to its end."""
    key = f"{FINISH}:{import_id}:{work.new_id()}"
    work.jobs.enqueue(work.session, FINISH, key=key, args={"import_id": import_id})


def book_matched(work: Work, *, import_id: str, limit: int = BATCH) -> int:
    """Book the next certain lines of an import; how many were looked at, 0: none are left.

    A line whose invoices are not open over these sums any more goes to the inbox instead.
    """
    lines = work.session.exec(
        select(BankLine)
        .where(BankLine.import_id == import_id, BankLine.state == LineState.MATCHED)
        .order_by(col(BankLine.id))
        .limit(limit)
        .with_for_update()
    ).all()
    for line in lines:
        parts = [Allocation(part["invoice_id"], Money(part["amount"], line.currency)) for part in line.matched]
        if not (_still_due(work, parts) and _booked(work, line, parts)):
            set_state(work, line, LineState.WAITING)
            line.matched, line.score = [], 0
    return len(lines)


def _booked(work: Work, line: BankLine, parts: list[Allocation]) -> bool:
    try:
        with work.session.begin_nested():
            book_line_on(work, line, parts)
    except NotPayable:
        return False
    return True


def book_line_on(work: Work, line: BankLine, parts: list[Allocation], *, client_id: str | None = None) -> str:
    """Book a stored line on invoices; the id of the entry. The caller has checked the sums."""
    line.entry_id = record_receipt(
        work,
        amount=Money(line.amount, line.currency),
        received_on=line.booked_on,
        reference=line.reference,
        cause=Cause(CauseKind.STATEMENT, BANK, line.id),
        allocations=parts,
        client_id=client_id,
        legal_entity_id=line.legal_entity_id,
    )
    set_state(work, line, LineState.BOOKED)
    return line.entry_id


def set_state(work: Work, line: BankLine, state: LineState) -> None:
    """Move a line on, and note who did it. Raises IllegalTransition."""
    line.state = advance(line.state, state, LINE_TRANSITIONS)
    line.decided_at = work.now()
    line.decided_by = work.actor.id


def get_line(work: Work, line_id: str) -> BankLine:
    """The row of a line, locked against another decision at the same moment. Raises NotFound."""
    line = work.session.get(BankLine, line_id, with_for_update=True, populate_existing=True)
    if line is None:
        raise NotFound
    return line


def _still_due(work: Work, parts: list[Allocation]) -> bool:
    for part in parts:
        invoice = work.session.get(Invoice, part.invoice_id)
        if invoice is None or owed_on(work, invoice) != part.amount.amount:
            return False
    return True


def _new_import(work: Work, plan: ImportPlan, statement: Statement, file_name: str) -> StatementImport:
    days = [line.booked_on for line in statement.lines]
    duplicates = plan.counts.get(Verdict.DUPLICATE, 0)
    made = StatementImport(
        id=work.new_id(),
        file_name=" ".join(file_name.split())[-160:],
        format=plan.format,
        first_day=min(days),
        last_day=max(days),
        lines=len(plan.lines),
        duplicates=duplicates,
        left_out=len(plan.lines) - duplicates - sum(plan.counts.get(verdict, 0) for verdict in KEPT),
        left_rows=[_left_row(one) for one in left_rows(plan, statement)[:_NAMED]],
        imported_at=work.now(),
        imported_by=work.actor.id,
        imported_by_name=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    return made


def left_rows(plan: ImportPlan, statement: Statement) -> tuple[LeftRow, ...]:
    """Whatever came in and is not taken, and what is no payment, in the order of the file.

    Duplicates are here already, and what went out is nobody's business.
    """
    lines = [
        LeftRow(
            one.line.position,
            one.verdict.value,
            " · ".join(text for text in (one.line.payer_name, one.line.purpose) if text)[:_SAID],
            one.line.booked_on.isoformat(),
            one.line.amount,
        )
        for one in plan.lines
        if one.verdict not in {*KEPT, Verdict.OUTGOING, Verdict.DUPLICATE}
    ]
    others = [LeftRow(one.line, one.reason, one.said[:_SAID]) for one in statement.left_out]
    return tuple(sorted([*lines, *others], key=lambda row: row.line))


def _left_row(row: LeftRow) -> dict[str, Any]:
    money = {"amount": row.amount.amount, "currency": row.amount.currency} if row.amount else {}
    return {"line": row.line, "why": row.why, "said": row.said, "day": row.day, **money}


def _row(work: Work, import_id: str, one: PlannedLine) -> dict[str, Any]:
    line = one.line
    parts = one.match.allocations if one.match else ()
    return {
        "id": work.new_id(),
        "import_id": import_id,
        "fingerprint": one.fingerprint,
        "content_key": one.content_key,
        "position": line.position,
        "booked_on": line.booked_on,
        "amount": line.amount.amount,
        "currency": line.amount.currency,
        "legal_entity_id": one.entity_id,
        "payer_name": line.payer_name[:200],
        "payer_inn": line.payer_inn[:20],
        "payer_account": line.payer_account[:40],
        "purpose": line.purpose[:1000],
        "reference": line.reference[:60],
        "state": LineState.MATCHED if parts else LineState.WAITING,
        "matched": [{"invoice_id": part.invoice_id, "amount": part.amount.amount} for part in parts],
        "score": one.match.score if one.match else 0,
        "decided_by": "",
    }
