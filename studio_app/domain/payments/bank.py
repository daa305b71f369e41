"""Use case: a person records a bank transfer that came in."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from studio_app.core.errors import Forbidden, Invalid, StudioError
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import DocumentKind, DocumentStatus
from studio_app.domain.invoices.content import studio, today
from studio_app.domain.payments.attempts import NotPayable, lock_invoice
from studio_app.domain.payments.ledger import book, has_entry, settle
from studio_app.domain.payments.models import EntryKind
from studio_app.domain.work import ActorKind, Work

BANK = "bank"
_MAX_REFERENCE = 60


class TransferRecorded(StudioError):
    """A transfer with that reference and date is in the books for this invoice already."""

    code = "transfer_recorded"
    status = 409


def record_bank_transfer(work: Work, *, invoice_id: str, amount: Money, received_on: date, reference: str) -> str:
    """Book money that arrived on the account; returns the id of the entry.

    `reference` is the number of the bank document. More or less than what is due is booked as it
    is: part and excess are states that people see. Raises NotPayable, Invalid, TransferRecorded.
    """
    if work.actor.kind not in {ActorKind.STAFF, ActorKind.SYSTEM}:
        raise Forbidden
    document = get_document(work, invoice_id, kind=DocumentKind.INVOICE)
    invoice = lock_invoice(work, invoice_id)
    if document.status not in {DocumentStatus.PUBLISHED, DocumentStatus.PAID}:
        raise NotPayable
    reference = reference.strip()
    if not reference or len(reference) > _MAX_REFERENCE:
        raise Invalid(field="reference", reason="transfer_reference")
    if amount.amount <= 0:
        raise Invalid(field="amount", reason="transfer_amount")
    if amount.currency != invoice.currency:
        raise CurrencyMismatch(left=amount.currency, right=invoice.currency)
    if received_on > today(work):
        raise Invalid(field="received_on", reason="transfer_date")
    # banks number their documents anew for each payer, and one transfer may pay two invoices
    ref = f"{invoice_id}/{received_on.isoformat()}/{reference.casefold()}"
    if has_entry(work, provider=BANK, ref=ref, kind=EntryKind.BANK_TRANSFER):
        raise TransferRecorded(reference=reference)
    noon = datetime.combine(received_on, time(12), ZoneInfo(studio(work).timezone))
    entry = book(
        work,
        invoice,
        provider=BANK,
        ref=ref,
        kind=EntryKind.BANK_TRANSFER,
        amount=amount,
        received_at=min(noon, work.now()),
        note=reference,
    )
    settle(work, invoice_id=invoice_id)
    return entry.id
