"""Query: the plan of payments that an invoice is part of, issued ones and what is still to be invoiced."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from studio_app.core.money import Money
from studio_app.domain.contracts.models import Contract
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document, DocumentRevision
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.owed import owed
from studio_app.domain.ledger.balances import ISSUED
from studio_app.domain.payments.client.facts import Plan, PlanPart, PlanRow, PlanState
from studio_app.domain.work import Work

_Signed = aliased(Document)
_HUNDRED = Decimal(100)

_COLUMNS: list[Any] = [
    col(Invoice.document_id),
    col(Document.number),
    col(Document.status),
    col(Invoice.total_amount),
    col(Invoice.paid_amount),
    col(Invoice.share_percent),
    col(Invoice.due_on),
    col(Contract.total_amount).label("agreed"),
    col(DocumentRevision.content)["payments"].label("steps"),
]
_QUERY = (
    sa.select(*_COLUMNS)
    .select_from(Invoice)
    .join(Document, col(Document.id) == col(Invoice.document_id))
    .outerjoin(Contract, col(Contract.document_id) == col(Invoice.contract_id))
    .outerjoin(_Signed, col(_Signed.id) == col(Contract.document_id))
    .outerjoin(
        DocumentRevision,
        sa.and_(
            col(DocumentRevision.document_id) == col(_Signed.id),
            col(DocumentRevision.revision) == col(_Signed.revision),
        ),
    )
    .where(
        col(Invoice.deal_id) == sa.bindparam("deal_id"),
        col(Invoice.currency) == sa.bindparam("currency"),
        col(Document.status).in_(ISSUED),
    )
    .order_by(col(Invoice.issued_at), col(Invoice.document_id))
)


def plan_of(work: Work, *, deal_id: str, invoice_id: str, currency: str) -> Plan | None:
    """The payments of a deal in one currency, `invoice_id` marked; None where that invoice is all there is.

    What is not invoiced yet is told where a signed contract says it: nothing else is agreed on.
    """
    found = work.session.connection().execute(_QUERY, {"deal_id": deal_id, "currency": currency}).all()
    issued = sum(row.total_amount for row in found)
    contract = next((row for row in reversed(found) if row.agreed), None)
    price = max(issued, contract.agreed if contract else 0)
    rows = [
        _row(row, place, found, whole=price, current=row.document_id == invoice_id, currency=currency)
        for place, row in enumerate(found)
    ]
    if contract and issued < price:
        rows.append(_rest(contract, found, Money(price - issued, currency)))
    if len(rows) < 2:
        return None
    # what is over belongs to the client, what went back from a paid one is not asked for
    paid = sum(row.total_amount - max(0, owed(row.status, row.total_amount, row.paid_amount)) for row in found)
    return Plan(rows=tuple(rows), price=Money(price, currency), paid=Money(paid, currency))


def _row(row: Any, place: int, found: Sequence[Any], *, whole: int, current: bool, currency: str) -> PlanRow:
    so_far = sum(one.total_amount for one in found[: place + 1])
    part = PlanPart.REST if so_far == whole and place else PlanPart.PART
    if not place and row.agreed and row.share_percent < _HUNDRED:
        part = PlanPart.DEPOSIT
    state = PlanState.PARTLY if row.paid_amount > 0 else PlanState.OPEN
    return PlanRow(
        part=part,
        state=PlanState.PAID if row.status is DocumentStatus.PAID else state,
        number=row.number,
        percent=row.share_percent,
        amount=Money(row.total_amount, currency),
        paid=Money(row.paid_amount, currency),
        due_on=row.due_on,
        current=current,
    )


def _rest(contract: Any, found: Sequence[Any], amount: Money) -> PlanRow:
    left = _HUNDRED - sum((row.share_percent for row in found), Decimal(0))
    days = [int(step["days"]) for step in contract.steps or () if step["key"] == "balance"]
    return PlanRow(
        part=PlanPart.REST,
        state=PlanState.LATER,
        number="",
        percent=max(left, Decimal(0)),
        amount=amount,
        paid=Money.zero(amount.currency),
        days=days[0] if days else None,
    )
