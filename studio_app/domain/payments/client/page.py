"""Query: what the page of an invoice says about paying."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from studio_app.core.errors import NotFound, StudioError
from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import find_by_token
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.payments.attempts import is_contradicted
from studio_app.domain.payments.client.facts import FailedTry, PayFacts, PaymentLine, Plan
from studio_app.domain.payments.client.payments_made import payments_made
from studio_app.domain.payments.client.plan import plan_of
from studio_app.domain.payments.ends import Ended, end_now, end_of
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.queries import PENDING, pay_state
from studio_app.domain.payments.schemas import PayState
from studio_app.domain.studio.kinds import DEFAULT_TIMEZONE
from studio_app.domain.studio.models import THE_STUDIO, LegalEntity, Studio
from studio_app.domain.work import Work

_WHOLE = Decimal(100)
_OPEN = frozenset({PayState.WAITING, PayState.PARTLY})


class TransferOnly(StudioError):
    """No provider of ours takes that currency, that sum or money for that seller."""

    code = "transfer_only"
    status = 409


_LAST = (
    sa.select(sa.func.max(col(PaymentAttempt.number)))
    .where(col(PaymentAttempt.invoice_id) == col(Invoice.document_id))
    .correlate(Invoice)
    .scalar_subquery()
)
_MONEY = sa.exists().where(col(EntryAllocation.invoice_id) == col(Invoice.document_id))
_Other = aliased(Invoice)
_OTHERS = sa.exists().where(
    col(_Other.deal_id) == col(Invoice.deal_id),
    col(_Other.document_id) != col(Invoice.document_id),
    col(_Other.issued_at).is_not(None),
)
_COLUMNS: list[Any] = [
    col(Document.status),
    col(Document.deal_id),
    col(Document.locale),
    col(Invoice.total_amount),
    col(Invoice.paid_amount),
    col(Invoice.currency),
    col(Invoice.paid_at),
    col(Invoice.due_on),
    col(Invoice.contract_id),
    col(Invoice.share_percent),
    col(LegalEntity.kind).label("seller"),
    sa.select(col(Studio.timezone)).where(col(Studio.id) == THE_STUDIO).scalar_subquery().label("timezone"),
    col(PaymentAttempt.status).label("last"),
    col(PaymentAttempt.provider),
    col(PaymentAttempt.problem),
    _MONEY.label("has_money"),
    _OTHERS.label("has_others"),
    is_contradicted(col(Invoice.document_id)).label("differs"),
]
_QUERY = (
    sa.select(*_COLUMNS)
    .select_from(Invoice)
    .join(Document, col(Document.id) == col(Invoice.document_id))
    .join(LegalEntity, col(LegalEntity.id) == col(Invoice.legal_entity_id))
    .outerjoin(
        PaymentAttempt,
        sa.and_(col(PaymentAttempt.invoice_id) == col(Invoice.document_id), col(PaymentAttempt.number) == _LAST),
    )
    .where(col(Invoice.document_id) == sa.bindparam("document_id"))
)


def pay_facts(work: Work, *, document_id: str) -> PayFacts:
    """How paying an invoice stands; one statement more each where there are payments or a plan. Raises NotFound."""
    row = work.session.connection().execute(_QUERY, {"document_id": document_id}).first()
    if row is None:
        raise NotFound
    state = pay_state(row.status, row.paid_amount, row.last)
    ended = _ended(work, document_id, row)
    zone = ZoneInfo(row.timezone or DEFAULT_TIMEZONE)
    return PayFacts(
        state=state,
        total=Money(row.total_amount, row.currency),
        paid=Money(row.paid_amount, row.currency),
        paid_on=row.paid_at.astimezone(zone).date() if row.paid_at else None,
        due_on=row.due_on,
        failed=row.last is AttemptStatus.FAILED,
        pending=row.last in PENDING,
        locale=row.locale,
        seller=row.seller,
        overdue=state in _OPEN and _is_over(row.due_on, work.now().astimezone(zone).date()),
        failure=_failure(row) if state in _OPEN else None,
        begun=state in _OPEN and row.last in PENDING,
        differs=state in _OPEN and row.differs,
        payments=_lines(work, document_id) if row.has_money else (),
        plan=_plan(work, document_id, row),
        end=ended.end if ended else None,
        back=ended.back if ended and ended.back else None,
    )


def pay_facts_at(work: Work, *, token: str) -> PayFacts:
    """The same behind a client's link. Raises NotFound."""
    return pay_facts(work, document_id=find_by_token(work, token=token).id)


def _ended(work: Work, document_id: str, row: Any) -> Ended | None:
    """Looked up only where it was paid: one that is still asked for costs one statement."""
    if row.status is DocumentStatus.PAID:
        return end_now(work, invoice_id=document_id)
    end = end_of(row.status, back=0, has_written=False)
    return Ended(end, Money.zero(row.currency)) if end else None


def _is_over(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


def _failure(row: Any) -> FailedTry | None:
    return FailedTry(row.provider, row.problem) if row.last is AttemptStatus.FAILED else None


def _lines(work: Work, document_id: str) -> tuple[PaymentLine, ...]:
    return tuple(
        PaymentLine(made.entry_id, made.on, made.way, made.amount, made.back, made.live_mode)
        for made in payments_made(work, invoice_id=document_id)
        if made.cancelled_on is None and made.amount.amount > 0
    )


def _plan(work: Work, document_id: str, row: Any) -> Plan | None:
    is_part = row.contract_id is not None and row.share_percent < _WHOLE
    if row.status is DocumentStatus.VOID or not (row.has_others or is_part):
        return None
    return plan_of(work, deal_id=row.deal_id, invoice_id=document_id, currency=row.currency)
