"""Queries about payments."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import find_by_token
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.queries import invoice_document
from studio_app.domain.payments.attempts import attempt_view, get_attempt
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.schemas import AttemptView, PayState, PayStatus
from studio_app.domain.studio.current import day_of
from studio_app.domain.work import Work

PENDING = frozenset({AttemptStatus.CREATING, AttemptStatus.OPEN})
_UNSETTLED = (*PENDING, AttemptStatus.PROCESSING)


def pay_status(work: Work, *, token: str) -> PayStatus:
    """How paying the invoice behind a client's link stands. Raises NotFound."""
    return pay_status_of(work, find_by_token(work, token=token))


def pay_status_of(work: Work, document: Document) -> PayStatus:
    """How paying an invoice stands."""
    invoice = work.session.get(Invoice, document.id)
    if invoice is None:
        raise NotFound
    attempt = work.session.exec(
        select(PaymentAttempt)
        .where(PaymentAttempt.invoice_id == document.id)
        .order_by(col(PaymentAttempt.number).desc())
        .limit(1)
    ).first()
    last = attempt.status if attempt else None
    return PayStatus(
        state=pay_state(document.status, invoice.paid_amount, last),
        total=Money(invoice.total_amount, invoice.currency),
        paid=Money(invoice.paid_amount, invoice.currency),
        paid_on=day_of(work, invoice.paid_at) if invoice.paid_at else None,
        due_on=invoice.due_on,
        failed=last is AttemptStatus.FAILED,
        pending=last in PENDING,
        locale=document.locale,
    )


def get_attempt_view(work: Work, *, attempt_id: str) -> AttemptView:
    """An attempt by its id. Raises NotFound."""
    return attempt_view(work, get_attempt(work, attempt_id))


def unsettled_of(work: Work, *, invoice_id: str) -> tuple[AttemptView, ...]:
    """The attempts of an invoice at which money may still come in. Raises NotFound."""
    invoice_document(work, invoice_id)
    return _views(work, PaymentAttempt.invoice_id == invoice_id)


def unsettled_by_token(work: Work, *, token: str) -> tuple[AttemptView, ...]:
    """The same behind a client's link. Raises NotFound."""
    return _views(work, PaymentAttempt.invoice_id == find_by_token(work, token=token).id)


def unsettled_before(work: Work, *, provider: str, moment: datetime) -> tuple[AttemptView, ...]:
    """The attempts of a provider from before `moment` whose end we do not know."""
    return _views(work, PaymentAttempt.provider == provider, col(PaymentAttempt.created_at) <= moment)


def pay_state(status: DocumentStatus, paid_amount: int, last: AttemptStatus | None) -> PayState:
    """What a client is told; `last` is how the newest attempt stands. Paid is what the ledger covers, nothing less."""
    if status is DocumentStatus.PAID:
        return PayState.PAID
    if status is not DocumentStatus.PUBLISHED:
        return PayState.CLOSED
    if last is AttemptStatus.PROCESSING:
        return PayState.CHECKING
    return PayState.PARTLY if paid_amount > 0 else PayState.WAITING


def _views(work: Work, *where: ColumnElement[bool] | bool) -> tuple[AttemptView, ...]:
    rows = work.session.exec(
        select(PaymentAttempt)
        .where(*where, col(PaymentAttempt.status).in_(_UNSETTLED))
        .order_by(col(PaymentAttempt.id))
    ).all()
    return tuple(attempt_view(work, row) for row in rows)
