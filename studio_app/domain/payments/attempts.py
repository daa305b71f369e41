"""Use cases: attempts to pay. The row comes first; the provider is asked after its commit."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, func, select

from studio_app.core.errors import NotFound, StudioError
from studio_app.core.money import Money
from studio_app.core.status import advance
from studio_app.domain.clients.recipients import Purpose, recipient
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.owed import owed
from studio_app.domain.invoices.queries import invoice_at
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.payments.kinds import ATTEMPT_TRANSITIONS, AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.payments.reconciliation.models import Difference
from studio_app.domain.payments.schemas import AttemptView
from studio_app.domain.timeline.events.documents import DocumentLinkRenewed
from studio_app.domain.timeline.events.invoices import InvoiceVoided
from studio_app.domain.timeline.events.money import PaymentFailed, PaymentProcessing, PaymentQuarantined, PaymentStarted
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LIFETIME = timedelta(hours=23)
"""How long a checkout stays open; providers allow a day at most."""

_PENDING = (AttemptStatus.CREATING, AttemptStatus.OPEN)
_TOLD: Mapping[AttemptStatus, type[PaymentProcessing | PaymentFailed | PaymentQuarantined]] = {
    AttemptStatus.PROCESSING: PaymentProcessing,
    AttemptStatus.FAILED: PaymentFailed,
    AttemptStatus.QUARANTINED: PaymentQuarantined,
}


class OfAttempt(TypedDict):
    """The fields of events that tell of which attempt they are."""

    deal_id: str
    document_id: str
    number: str
    provider: str


class PaymentOnItsWay(StudioError):
    """The client has paid and the bank has not confirmed yet: paying again would pay twice."""

    code = "payment_on_its_way"
    status = 409


class PaymentDiffers(StudioError):
    """The provider shows a payment that is not what was asked for: a person looks at it before anybody pays again."""

    code = "payment_differs"
    status = 409


class CheckoutOpen(StudioError):
    """The client may be paying at this moment: the checkout is closed at the provider first."""

    code = "checkout_open"
    status = 409


def start_attempt(work: Work, *, token: str, provider: str, live_mode: bool = False) -> AttemptView:
    """The attempt at which to pay what is due: the open one of the invoice, or a new row.

    A view that is not `usable` means that the provider is to be asked next, after the commit.
    Raises NotFound, NotPayable, PaymentOnItsWay, PaymentDiffers.
    """
    document = invoice_at(work, token=token)
    invoice = lock_invoice(work, document.id)
    due = invoice.total_amount - invoice.paid_amount
    if document.status is not DocumentStatus.PUBLISHED or due <= 0:
        raise NotPayable
    if _has(work, invoice, (AttemptStatus.PROCESSING,)) is not None:
        raise PaymentOnItsWay
    if work.session.scalars(select(is_contradicted(invoice.document_id))).one():
        raise PaymentDiffers
    attempt = _has(work, invoice, _PENDING) or _new_attempt(work, document, invoice, provider, live_mode)
    return attempt_view(work, attempt)


def is_contradicted(invoice_id: str | Mapped[str]) -> ColumnElement[bool]:
    """The condition that a contradiction about a payment of an invoice is open: nobody has dealt with it yet."""
    # an alias: a query around this one that has attempts of its own would lend it those
    about = aliased(PaymentAttempt)
    return exists().where(
        col(Difference.kind) == DifferenceKind.CONTRADICTION,
        col(Difference.closed_at).is_(None),
        col(Difference.attempt_id) == col(about.id),
        col(about.invoice_id) == invoice_id,
    )


def record_checkout(
    work: Work, *, attempt_id: str, ref: str, redirect_url: str, expires_at: datetime | None = None
) -> AttemptView:
    """Store what the provider answered; the same answer again changes nothing.

    `expires_at` shortens the attempt's life where the provider closes its page earlier.
    """
    attempt = get_attempt(work, attempt_id)
    if attempt.status is AttemptStatus.CREATING:
        attempt.status = advance(attempt.status, AttemptStatus.OPEN, ATTEMPT_TRANSITIONS)
    if not (attempt.provider_ref and attempt.redirect_url):  # a sweep may have found the ref alone
        attempt.provider_ref, attempt.redirect_url = ref, redirect_url
        ends = attempt.expires_at or attempt.created_at + LIFETIME
        attempt.expires_at = min(ends, expires_at) if expires_at else ends
    return attempt_view(work, attempt)


def fail_attempt(work: Work, *, attempt_id: str, problem: str) -> None:
    """The provider refused to open a checkout, or never heard of it: make room for another try."""
    attempt = get_attempt(work, attempt_id)
    if attempt.status is not AttemptStatus.CREATING:
        return
    set_attempt_status(work, attempt, AttemptStatus.FAILED, problem=problem)


def expire_attempt(work: Work, *, attempt_id: str) -> None:
    """The provider of an open attempt is not configured any more: it can only be forgotten."""
    attempt = get_attempt(work, attempt_id)
    if attempt.status in _PENDING:
        set_attempt_status(work, attempt, AttemptStatus.EXPIRED)


def keep_checkout_from_void(work: Work, recorded: Recorded[InvoiceVoided]) -> None:
    """Reaction on `invoice.voided`: refuse while a client may still be paying. Raises CheckoutOpen."""
    found = work.session.exec(
        select(PaymentAttempt.id).where(
            PaymentAttempt.invoice_id == recorded.event.document_id,
            col(PaymentAttempt.status).in_([*_PENDING, AttemptStatus.PROCESSING]),
        )
    ).first()
    if found is not None:
        raise CheckoutOpen


def close_at_old_link(work: Work, recorded: Recorded[DocumentLinkRenewed]) -> None:
    """Reaction on `document.link_renewed`: a checkout that leads back to the old link is closed by a job."""
    attempt = work.session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.invoice_id == recorded.event.document_id, col(PaymentAttempt.status).in_(_PENDING)
        )
    ).first()
    if attempt is not None:
        key = f"close_checkout:{attempt.id}:renewed"
        work.jobs.enqueue(work.session, "close_checkout", key=key, args={"attempt_id": attempt.id})


def set_attempt_status(work: Work, attempt: PaymentAttempt, status: AttemptStatus, *, problem: str = "") -> bool:
    """Move the attempt if that leads forwards, and record what people see of it. True if it moved."""
    if status not in ATTEMPT_TRANSITIONS[attempt.status]:
        return False
    attempt.status = status
    attempt.problem = problem[:300]
    if status not in (*_PENDING, AttemptStatus.PROCESSING):
        attempt.settled_at = work.now()
    if status in _TOLD:
        what = _TOLD[status](**of_attempt(work, attempt), attempt_id=attempt.id, problem=attempt.problem)
        record(work, what)
    return True


def of_attempt(work: Work, attempt: PaymentAttempt) -> OfAttempt:
    """What every event about an attempt tells, or about what hangs on it: a refund, a dispute."""
    document = get_document(work, attempt.invoice_id)
    return {
        "deal_id": document.deal_id,
        "document_id": document.id,
        "number": document.number,
        "provider": attempt.provider,
    }


def get_attempt(work: Work, attempt_id: str) -> PaymentAttempt:
    """The row of an attempt. Raises NotFound."""
    attempt = work.session.get(PaymentAttempt, attempt_id)
    if attempt is None:
        raise NotFound
    return attempt


def attempt_view(work: Work, attempt: PaymentAttempt) -> AttemptView:
    """The attempt as its reader needs it."""
    document = get_document(work, attempt.invoice_id)
    invoice = work.session.get(Invoice, attempt.invoice_id)
    contact = recipient(work, contact_id=get_deal(work, document.deal_id).contact_id, purpose=Purpose.PAY)
    expires_at = attempt.expires_at or attempt.created_at + LIFETIME
    due = owed(document.status, invoice.total_amount, invoice.paid_amount) if invoice else 0
    return AttemptView(
        id=attempt.id,
        invoice_id=attempt.invoice_id,
        invoice_number=document.number,
        provider=attempt.provider,
        status=attempt.status,
        amount=Money(attempt.amount, attempt.currency),
        key=attempt.idempotency_key,
        provider_ref=attempt.provider_ref,
        redirect_url=attempt.redirect_url,
        created_at=attempt.created_at,
        expires_at=expires_at,
        path=link_path(work, document),
        locale=document.locale,
        email=contact.email if contact else "",
        outdated=expires_at <= work.now()
        or attempt.amount != due
        or attempt.link_hash != document.token_hash
        or document.status is not DocumentStatus.PUBLISHED,
    )


def _has(work: Work, invoice: Invoice, statuses: tuple[AttemptStatus, ...]) -> PaymentAttempt | None:
    return work.session.exec(
        select(PaymentAttempt).where(
            PaymentAttempt.invoice_id == invoice.document_id, col(PaymentAttempt.status).in_(statuses)
        )
    ).first()


def _new_attempt(
    work: Work,
    document: Document,
    invoice: Invoice,
    provider: str,
    live_mode: bool,
) -> PaymentAttempt:
    earlier = work.session.exec(select(func.count()).where(col(PaymentAttempt.invoice_id) == invoice.document_id)).one()
    number = earlier + 1
    attempt = PaymentAttempt(
        id=work.new_id(),
        invoice_id=invoice.document_id,
        number=number,
        provider=provider,
        amount=invoice.total_amount - invoice.paid_amount,
        currency=invoice.currency,
        revision=document.revision,
        idempotency_key=f"inv:{invoice.document_id}:r{document.revision}:a{number}",
        live_mode=live_mode,
        link_hash=document.token_hash,
        created_at=work.now(),
        expires_at=work.now() + LIFETIME,
    )
    work.session.add(attempt)
    work.session.flush()
    began = PaymentStarted(
        **of_attempt(work, attempt), attempt_id=attempt.id, amount=attempt.amount, currency=attempt.currency
    )
    record(work, began)
    return attempt
