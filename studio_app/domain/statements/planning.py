"""What importing a statement would do: a dry run that changes nothing, and the first half of the real one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.ledger.balances import open_invoices
from studio_app.domain.statements.accounts import held_in, is_same, plain_account
from studio_app.domain.statements.fingerprints import Known, content_key, new_ones
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.likeness import Stored, told_otherwise
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine
from studio_app.domain.statements.matching import OpenInvoices, suggest
from studio_app.domain.statements.models import BankLine, StatementImport
from studio_app.domain.statements.schemas import ImportPlan, PlannedLine, Verdict
from studio_app.domain.studio.current import today
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work

_AT_ONCE = 800  # values in one question to the database


def plan_import(work: Work, *, statement: Statement) -> ImportPlan:
    """Say of every line what an import would do with it now. Only the owner sees statements. Raises Forbidden."""
    require(work, Permission.KEEP_BOOKS)
    entities = _Accounts(work)
    lines = statement.lines
    now = today(work)
    verdicts = [_at_a_glance(line, entities, now) for line in lines]
    ours = [at for at, verdict in enumerate(verdicts) if verdict is None]
    keys = {at: content_key(lines[at], account=entities.account(lines[at])) for at in ours}
    fresh = new_ones(
        [lines[at] for at in ours], list(keys.values()), _known(work, list(keys.values())), written=statement.format
    )
    again = told_otherwise(
        fresh,
        [lines[at] for at in ours],
        [entities.of(lines[at]) for at in ours],
        _stored(work, [lines[ours[at]].booked_on for at in fresh]),
        known=keys.values(),
        written=statement.format,
    )
    fingerprints = {ours[at]: name for at, name in fresh.items() if at not in again}
    invoices = open_invoices(work)
    index = OpenInvoices.of(invoices)
    planned = tuple(
        PlannedLine(line, verdict, entities.account(line))
        if verdict is not None
        else _matched(line, index, entities, keys[at], fingerprints.get(at, ""))
        for at, (line, verdict) in enumerate(zip(lines, verdicts, strict=True))
    )
    certain = [one.match for one in planned if one.match is not None]
    numbers = {part.invoice_id: index.by_id[part.invoice_id].number for match in certain for part in match.allocations}
    return ImportPlan(statement.format, planned, dict(Counter(one.verdict for one in planned)), numbers)


class _Accounts:
    """Whose accounts are ours. A file that names none speaks of the default legal entity."""

    def __init__(self, work: Work) -> None:
        rows = work.session.exec(select(LegalEntity).order_by(col(LegalEntity.is_default).desc())).all()
        self._entities = {plain_account(row.account): row.id for row in reversed(rows) if row.account}
        self._default = rows[0] if rows else None
        self._known: dict[str, str] = {"": ""}

    def of(self, line: StatementLine) -> str:
        """The legal entity whose account it is; empty for none of ours."""
        if not line.own_account:
            return self._default.id if self._default else ""
        return self._entity(line.own_account)

    def account(self, line: StatementLine) -> str:
        """The account that the movement is on."""
        return line.own_account or (self._default.account if self._default else "")

    def has(self, account: str) -> bool:
        """Whether an account is ours."""
        return bool(self._entity(account))

    def _entity(self, account: str) -> str:
        if account not in self._known:
            same = (entity for ours, entity in self._entities.items() if is_same(account, ours))
            self._known[account] = self._entities.get(plain_account(account)) or next(same, "")
        return self._known[account]


def _at_a_glance(line: StatementLine, entities: _Accounts, now: date) -> Verdict | None:
    if line.amount.amount <= 0:
        return Verdict.OUTGOING
    if not entities.of(line):
        return Verdict.OTHER_ACCOUNT
    if held_in(entities.account(line)) not in {"", line.amount.currency}:
        return Verdict.OTHER_CURRENCY
    if entities.has(line.payer_account):
        return Verdict.OWN_TRANSFER
    if not line.settled or line.booked_on > now:
        return Verdict.PENDING
    return None


def _matched(line: StatementLine, index: OpenInvoices, entities: _Accounts, key: str, fingerprint: str) -> PlannedLine:
    account, entity_id = entities.account(line), entities.of(line)
    if not fingerprint:
        return PlannedLine(line, Verdict.DUPLICATE, account, entity_id, key)
    best = next(iter(suggest(line, index, entity_id=entity_id)), None)
    if best is None or not best.certain:
        return PlannedLine(line, Verdict.UNSURE, account, entity_id, key, fingerprint)
    index.take(best.allocations)  # the next line finds less due
    return PlannedLine(line, Verdict.CERTAIN, account, entity_id, key, fingerprint, best)


def _stored(work: Work, days: Sequence[date]) -> Iterator[Stored]:
    """The movements that are stored of these days and those between."""
    if not days:
        return
    query = (
        select(BankLine, StatementImport.format)
        .join(StatementImport, col(StatementImport.id) == col(BankLine.import_id))
        .where(
            col(BankLine.state).in_([state for state in LineState if state is not LineState.UNDONE]),
            col(BankLine.booked_on).between(min(days), max(days)),
        )
        .order_by(col(BankLine.id))
    )
    for row, written in work.session.exec(query):
        yield Stored(
            row.legal_entity_id,
            row.booked_on,
            Money(row.amount, row.currency),
            row.content_key,
            row.reference,
            row.payer_account,
            row.payer_inn,
            row.payer_name,
            row.purpose,
            StatementFormat(written),
        )


def _known(work: Work, keys: Sequence[str]) -> Iterator[Known]:
    wanted = list(dict.fromkeys(keys))
    columns: list[Any] = [
        BankLine.content_key,
        BankLine.fingerprint,
        BankLine.reference,
        BankLine.payer_account,
        StatementImport.format,
    ]
    query = (
        select_columns(*columns)
        .select_from(BankLine)
        .join(StatementImport, col(StatementImport.id) == col(BankLine.import_id))
        .where(col(BankLine.state) != LineState.UNDONE)
        .order_by(col(BankLine.id))
    )
    for start in range(0, len(wanted), _AT_ONCE):
        some = query.where(col(BankLine.content_key).in_(wanted[start : start + _AT_ONCE]))
        for row in work.session.connection().execute(some):
            yield Known(*row)
