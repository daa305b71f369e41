"""Use cases: money of one currency counts for an invoice in another one, and what the rate made of it."""

from datetime import date

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.bank_transfers import transfer_cause
from studio_app.domain.ledger.booking import available, book, get_entry, is_income, settle_invoices
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.receipts import record_receipt
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.work import Work


def record_exchanged_transfer(
    work: Work,
    *,
    invoice_id: str,
    received: Money,
    worth: Money,
    received_on: date,
    reference: str,
    closes: bool = False,
) -> str:
    """Book a transfer as it arrived, and count it for an invoice in another currency; the id of what counts.

    Raises what `record_receipt` and `exchange` raise.
    """
    invoice = lock_invoice(work, invoice_id)
    entry_id = record_receipt(
        work,
        amount=received,
        received_on=received_on,
        reference=reference,
        cause=transfer_cause(invoice_id, received_on, reference),
        client_id=get_deal(work, invoice.deal_id).client_id,
        legal_entity_id=invoice.legal_entity_id,
    )
    return exchange(work, entry_id=entry_id, invoice_id=invoice_id, worth=worth, closes=closes)


def exchange(work: Work, *, entry_id: str, invoice_id: str, worth: Money, closes: bool = False) -> str:
    """Let all free money of an entry count as `worth` for an invoice in that currency; the id of what counts.

    Two entries, one away in the currency that came and one towards us in the invoice's. With `closes`
    the invoice is covered to the unit: the rest (or what is over) is an exchange difference, an entry of
    its own about the second. Raises Forbidden, NotFound, NotPayable, Invalid (nothing
    free, the same currency, more than is due).
    """
    require(work, Permission.WRITE_OFF if closes else Permission.RECORD_PAYMENTS)
    invoice = lock_invoice(work, invoice_id)
    payment = get_entry(work, entry_id, lock=True)
    free = available(work, payment)
    due = Money(invoice.total_amount - invoice.paid_amount, invoice.currency)
    if get_document(work, invoice_id).status is not DocumentStatus.PUBLISHED:
        raise NotPayable
    if not is_income(payment) or free.amount <= 0:
        raise Invalid(field="amount", reason="over_allocated")
    if worth.currency != due.currency or worth.currency == free.currency or worth.amount <= 0:
        raise Invalid(field="amount", reason="exchange_worth")
    if worth.amount > due.amount and not closes:
        raise Invalid(field="amount", reason="over_due")
    counted = _legs(work, payment, invoice, free, worth)
    if closes and worth != due:
        _difference(work, counted, invoice_id, due - worth)
    settle_invoices(work, Allocation(invoice_id, worth))
    return counted.id


def _legs(work: Work, payment: LedgerEntry, invoice: Invoice, free: Money, worth: Money) -> LedgerEntry:
    ref = f"exchange/{work.new_id()}"
    away = NewEntry.after(
        payment,
        kind=EntryKind.EXCHANGE,
        amount=-free,
        cause=Cause(CauseKind.PERSON, "staff", f"{ref}/out"),
        note=payment.note,
    )
    gone = book(work, away)
    towards = NewEntry(
        EntryKind.EXCHANGE,
        worth,
        received_at=payment.received_at,
        cause=Cause(CauseKind.PERSON, "staff", f"{ref}/in"),
        allocations=(Allocation(invoice.document_id, worth),),
        client_id=get_deal(work, invoice.deal_id).client_id,
        legal_entity_id=invoice.legal_entity_id,
        about=gone,
        live_mode=payment.live_mode,
        note=payment.note,
    )
    return book(work, towards)


def _difference(work: Work, counted: LedgerEntry, invoice_id: str, left: Money) -> None:
    made = NewEntry.after(
        counted,
        kind=EntryKind.EXCHANGE_DIFFERENCE,
        amount=left,
        cause=Cause(CauseKind.PERSON, "staff", f"exchange_difference/{counted.id}"),
        allocations=[Allocation(invoice_id, left)],
        note=counted.note,
    )
    book(work, made)
