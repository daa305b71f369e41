"""Use cases: money that came in outside of a provider is booked, allocated, set free and taken back."""

from collections.abc import Sequence
from datetime import date, datetime, time

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, StudioError
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.owed import owed
from studio_app.domain.invoices.queries import get_invoice, invoice_document
from studio_app.domain.ledger.booking import (
    append,
    available,
    book,
    deductions,
    find_entry,
    get_entry,
    is_income,
    lasting_deductions,
    mirrored,
    settle_invoices,
)
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.studio.current import today, zone
from studio_app.domain.timeline.events.money import PaymentRecorded
from studio_app.domain.work import Work

REVERSIBLE = frozenset({EntryKind.PAYMENT, EntryKind.REFUND, EntryKind.WRITE_OFF, EntryKind.EXCHANGE})
"""Kinds that a person may take back; the two sides of an exchange, and its difference, together."""

MAX_REASON = 300
"""Characters of why money is taken back, given back, written off or asked for again."""


class ReceiptRecorded(StudioError):
    """That transfer or statement line is in the books already."""

    code = "transfer_recorded"
    status = 409


class ExcessUnconfirmed(StudioError):
    """More than is due: nobody has said yet that this `excess` (Money, as it is now) is to be booked as such."""

    code = "excess_unconfirmed"
    status = 409

    def __init__(self, *, excess: Money) -> None:
        super().__init__()
        self.excess = excess


class NotReversible(StudioError):
    """The entry was taken back already, something hangs on it, or it says what a provider says."""

    code = "not_reversible"
    status = 409


def record_receipt(
    work: Work,
    *,
    amount: Money,
    received_on: date,
    reference: str,
    cause: Cause,
    allocations: Sequence[Allocation] = (),
    client_id: str | None = None,
    legal_entity_id: str | None = None,
    excess_seen: Money | None = None,
) -> str:
    """Book money that arrived on an account, once per cause; returns the id of the entry.

    The sum of the allocations may be less than the amount: the rest stays unallocated on the client
    (None: the client of the first invoice; nobody's without one). After a reversal the same cause may
    be booked again. `excess_seen` is what a person has agreed to book beyond what is due; None for a
    bank's line, which is what it is. Raises Forbidden, NotPayable, Invalid, CurrencyMismatch,
    ReceiptRecorded, ExcessUnconfirmed, NotFound.
    """
    require(work, Permission.RECORD_PAYMENTS)
    if amount.amount <= 0:
        raise Invalid(field="amount", reason="transfer_amount")
    if received_on > today(work):
        raise Invalid(field="received_on", reason="transfer_date")
    invoices = [_payable(work, part, amount.currency) for part in sorted(allocations, key=lambda part: part.invoice_id)]
    before = find_entry(work, source=cause.source, ref=cause.ref, kind=EntryKind.PAYMENT)
    if before is not None and not _is_reversed(work, before):
        raise ReceiptRecorded(reference=reference)
    if excess_seen is not None:
        _confirm_excess(work, invoices, allocations, excess_seen)
    if invoices:
        client_id = client_id or get_deal(work, invoices[0].deal_id).client_id
        legal_entity_id = legal_entity_id or invoices[0].legal_entity_id
    payment = NewEntry(
        EntryKind.PAYMENT,
        amount,
        received_at=moment_of(work, received_on),
        cause=cause,
        allocations=tuple(allocations),
        client_id=client_id,
        legal_entity_id=legal_entity_id,
        booking=before.booking + 1 if before else 0,
        note=reference.strip(),
    )
    entry = book(work, payment)
    settle_invoices(work, *allocations)
    return entry.id


def allocate(work: Work, *, entry_id: str, allocations: Sequence[Allocation]) -> None:
    """Let money that is not allocated yet count for invoices, each up to what is due on it.

    Raises Forbidden, NotFound, NotPayable, Invalid (more than is free, or than is due), CurrencyMismatch.
    """
    require(work, Permission.RECORD_PAYMENTS)
    entry = get_entry(work, entry_id, lock=True)
    total = sum(part.amount.amount for part in allocations)
    if not is_income(entry) or not 0 < total <= available(work, entry).amount:
        raise Invalid(field="amount", reason="over_allocated")
    for part in sorted(allocations, key=lambda part: part.invoice_id):
        invoice = _payable(work, part, entry.currency)
        if not 0 < part.amount.amount <= owed_on(work, invoice):
            raise Invalid(field="amount", reason="over_due")
    append(work, entry, allocations, event=PaymentRecorded)
    settle_invoices(work, *allocations)


def reverse_entry(work: Work, *, entry_id: str, reason: str) -> str:
    """Take back what a person or a bank statement put into the books, by a correction; returns its id.

    Raises Forbidden, NotFound, Invalid without a reason, NotReversible.
    """
    require(work, Permission.RECORD_PAYMENTS)
    entry = get_entry(work, entry_id, lock=True)
    words = limited("reason", " ".join(reason.split()), MAX_REASON)
    if not words:
        raise Invalid(field="reason", reason="reversal_reason")
    if not is_reversible(work, entry):
        raise NotReversible
    corrections = [take_back(work, one, words) for one in _together(work, entry)]
    return next(one.id for one in corrections if one.about_id == entry_id)


def is_reversible(work: Work, entry: LedgerEntry) -> bool:
    """Whether a person may take an entry back: it is no provider's, stands, and nothing else hangs on it."""
    if entry.kind not in REVERSIBLE or entry.cause_kind is CauseKind.PROVIDER or _is_reversed(work, entry):
        return False
    together = _together(work, entry)
    ours = {one.id for one in together}
    return all(one.id in ours for side in together for one in lasting_deductions(work, side))


def _together(work: Work, entry: LedgerEntry) -> list[LedgerEntry]:
    """What goes with an entry: of an exchange both sides, and the difference that it made."""
    if entry.kind is not EntryKind.EXCHANGE:
        return [entry]
    first = entry if entry.amount < 0 else get_entry(work, entry.about_id or "")
    sides = [one for one in lasting_deductions(work, first) if one.kind is EntryKind.EXCHANGE]
    differences = [
        one for side in sides for one in lasting_deductions(work, side) if one.kind is EntryKind.EXCHANGE_DIFFERENCE
    ]
    return [first, *sides, *differences]


def take_back(work: Work, entry: LedgerEntry, words: str) -> LedgerEntry:
    """The correction of an entry, with the same parts against it; the invoices follow."""
    parts = mirrored(work, entry)
    against = NewEntry.after(
        entry,
        kind=EntryKind.CORRECTION,
        amount=Money(-entry.amount, entry.currency),
        cause=Cause(CauseKind.PERSON, "staff", f"reverse/{entry.id}"),
        allocations=parts,
        note=words,
    )
    correction = book(work, against)
    settle_invoices(work, *parts, never_came=entry.amount > 0)
    return correction


def write_off(work: Work, *, invoice_id: str, reason: str) -> str:
    """Close an invoice over a difference that nobody will pay (a rounding, an exchange rate); the id of the entry.

    Raises Forbidden, NotPayable, Invalid without a reason.
    """
    require(work, Permission.WRITE_OFF)
    words = limited("reason", " ".join(reason.split()), MAX_REASON)
    if not words:
        raise Invalid(field="reason", reason="reversal_reason")
    invoice = lock_invoice(work, invoice_id)
    due = Money(owed_on(work, invoice), invoice.currency)
    if due.amount <= 0:
        raise NotPayable
    part = Allocation(invoice_id, due)
    _payable(work, part, due.currency)
    closing = NewEntry(
        EntryKind.WRITE_OFF,
        due,
        received_at=work.now(),
        cause=Cause(CauseKind.PERSON, "staff", f"write_off/{work.new_id()}"),
        allocations=(part,),
        client_id=get_deal(work, invoice.deal_id).client_id,
        legal_entity_id=invoice.legal_entity_id,
        note=words,
    )
    entry = book(work, closing)
    settle_invoices(work, part)
    return entry.id


def _confirm_excess(work: Work, invoices: Sequence[Invoice], parts: Sequence[Allocation], seen: Money) -> None:
    """The invoices are locked: what is over now is over when it is booked. Raises ExcessUnconfirmed."""
    due = {one.document_id: max(0, owed_on(work, one)) for one in invoices}
    over = sum(max(0, part.amount.amount - due[part.invoice_id]) for part in parts)
    if over and over != seen.amount:
        raise ExcessUnconfirmed(excess=Money(over, parts[0].amount.currency))


def owed_on(work: Work, invoice: Invoice) -> int:
    """What is still to pay on an invoice, in minor units; negative when too much counts for it."""
    return owed(get_document(work, invoice.document_id).status, invoice.total_amount, invoice.paid_amount)


def moment_of(work: Work, day: date) -> datetime:
    """The moment that stands for a day of which nothing more is known: noon, or now when that is still to come."""
    noon = datetime.combine(day, time(12), zone(work))
    return min(noon, work.now())


def _payable(work: Work, part: Allocation, currency: str) -> Invoice:
    document = invoice_document(work, part.invoice_id)
    if document.status not in {DocumentStatus.PUBLISHED, DocumentStatus.PAID}:
        raise NotPayable
    invoice = get_invoice(work, part.invoice_id)
    if invoice.currency != currency:
        raise CurrencyMismatch(left=currency, right=invoice.currency)
    if part.amount.amount <= 0:
        raise Invalid(field="amount", reason="transfer_amount")
    return lock_invoice(work, part.invoice_id)


def _is_reversed(work: Work, entry: LedgerEntry) -> bool:
    return any(one.kind is EntryKind.CORRECTION for one in deductions(work, entry))
