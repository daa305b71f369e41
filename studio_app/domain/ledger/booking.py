"""The ledger: booking an entry, allocating it to invoices, and taking back what was booked."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.actors import ActorKind
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.owed import owed
from studio_app.domain.ledger.kinds import ASIDE, EntryKind
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry, check_parts
from studio_app.domain.ledger.schemas import Allocation
from studio_app.domain.ledger.settling import settle
from studio_app.domain.studio.current import day_of
from studio_app.domain.timeline.events.money import (
    Booked,
    ChargebackRecorded,
    ConversionDifferenceRecorded,
    ConversionRecorded,
    CorrectionRecorded,
    DisputeRecorded,
    ExchangeDifferenceRecorded,
    ExchangeRecorded,
    FeeRecorded,
    PaymentRecorded,
    PaymentReleased,
    RefundRecorded,
    WriteOffRecorded,
)
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

EVENTS: Mapping[EntryKind, type[Booked]] = {
    EntryKind.PAYMENT: PaymentRecorded,
    EntryKind.FEE: FeeRecorded,
    EntryKind.REFUND: RefundRecorded,
    EntryKind.DISPUTE: DisputeRecorded,
    EntryKind.CHARGEBACK: ChargebackRecorded,
    EntryKind.WRITE_OFF: WriteOffRecorded,
    EntryKind.EXCHANGE: ExchangeRecorded,
    EntryKind.EXCHANGE_DIFFERENCE: ExchangeDifferenceRecorded,
    EntryKind.CONVERSION: ConversionRecorded,
    EntryKind.CONVERSION_DIFFERENCE: ConversionDifferenceRecorded,
    EntryKind.CORRECTION: CorrectionRecorded,
}
BOOKED: tuple[type[Booked], ...] = (*EVENTS.values(), PaymentReleased)
"""The events after which another sum may be due on an invoice."""


def get_entry(work: Work, entry_id: str, *, lock: bool = False) -> LedgerEntry:
    """The row of an entry, locked against other allocations if asked. Raises NotFound."""
    entry = work.session.get(LedgerEntry, entry_id, with_for_update=lock or None)
    if entry is None:
        raise NotFound
    return entry


def is_income(entry: LedgerEntry) -> bool:
    """Whether an entry is money that came and counts for invoices: as it is, or exchanged into another currency."""
    return entry.kind is EntryKind.PAYMENT or (entry.kind is EntryKind.EXCHANGE and entry.amount > 0)


def find_entry(work: Work, *, source: str, ref: str, kind: EntryKind) -> LedgerEntry | None:
    """The newest entry of that cause."""
    return work.session.exec(
        select(LedgerEntry)
        .where(LedgerEntry.cause_source == source, LedgerEntry.cause_ref == ref, LedgerEntry.kind == kind)
        .order_by(col(LedgerEntry.booking).desc())
    ).first()


def book(work: Work, new: NewEntry) -> LedgerEntry:
    """Append an entry with its allocations and record them. The caller settles.

    Raises CurrencyMismatch when an invoice is in another currency, NotFound.
    """
    entry = LedgerEntry(
        id=work.new_id(),
        kind=new.kind,
        amount=new.amount.amount,
        currency=new.amount.currency,
        occurred_on=day_of(work, new.received_at),
        received_at=new.received_at,
        cause_kind=new.cause.kind,
        cause_source=new.cause.source,
        cause_ref=new.cause.ref,
        booking=new.booking,
        about_id=new.about.id if new.about else None,
        attempt_id=new.attempt_id,
        client_id=new.client_id,
        legal_entity_id=new.legal_entity_id,
        live_mode=new.live_mode,
        recorded_at=work.now(),
        recorded_by=_person(work),
        note=new.note,
    )
    work.session.add(entry)
    work.session.flush()
    _append(work, entry, new.allocations, event=_event_of(entry), is_money=new.is_money)
    return entry


def _event_of(entry: LedgerEntry) -> type[Booked]:
    # money exchanged into the currency of an invoice is to the client and the deal a payment like any other
    return PaymentRecorded if is_income(entry) else EVENTS[entry.kind]


def append(
    work: Work, entry: LedgerEntry, allocations: Sequence[Allocation], *, event: type[Booked], is_money: bool = True
) -> None:
    """Allocate parts of an entry and record each on its deal. The caller settles.

    An entry without any is recorded without a deal. Raises Invalid when the parts exceed the entry,
    CurrencyMismatch, NotFound.
    """
    check_parts(Money(entry.amount, entry.currency), allocations, allocated=sum(allocated(work, entry.id).values()))
    _append(work, entry, allocations, event=event, is_money=is_money)


def _append(
    work: Work,
    entry: LedgerEntry,
    allocations: Sequence[Allocation],
    *,
    event: type[Booked],
    is_money: bool,
) -> None:
    parts = [part for part in allocations if part.amount]
    for part in parts:
        _allocate(work, entry, part, event=event, is_money=is_money)
    if not parts:
        record(work, event(deal_id=None, entry_id=entry.id, amount=entry.amount, currency=entry.currency))


def settle_invoices(work: Work, *parts: Allocation, never_came: bool = False) -> None:
    """Let every invoice that was allocated to, or taken from, follow its money, once: see `settle`."""
    for invoice_id in sorted({part.invoice_id for part in parts}):
        settle(work, lock_invoice(work, invoice_id), never_came=never_came)


def allocated(work: Work, entry_id: str) -> dict[str, int]:
    """What of the entry counts for each invoice now, in minor units, in the order it was first allocated."""
    rows = work.session.exec(
        select(EntryAllocation.invoice_id, EntryAllocation.amount)
        .where(EntryAllocation.entry_id == entry_id)
        .order_by(col(EntryAllocation.allocated_at), col(EntryAllocation.id))
    )
    sums: dict[str, int] = {}
    for invoice_id, amount in rows:
        sums[invoice_id] = sums.get(invoice_id, 0) + amount
    return sums


def deductions(work: Work, entry: LedgerEntry) -> Sequence[LedgerEntry]:
    """The entries that took from this one: refunds, disputes, chargebacks, an exchange, a correction.

    Fees and conversions of a provider take nothing from it.
    """
    return work.session.exec(
        select(LedgerEntry)
        .where(LedgerEntry.about_id == entry.id, col(LedgerEntry.kind).not_in(ASIDE))
        .order_by(col(LedgerEntry.id))
    ).all()


def lasting_deductions(work: Work, entry: LedgerEntry) -> Sequence[LedgerEntry]:
    """The entries that took from this one and were not taken back themselves."""
    rows = deductions(work, entry)
    back = {one.about_id for one in _corrections(work, rows)}
    return [one for one in rows if one.id not in back]


def movements(work: Work, entry: LedgerEntry) -> Sequence[LedgerEntry]:
    """The entry, those that took from it, and the corrections by which they gave it back.

    What a provider took in another currency than the entry's (a dispute, told so by the payer's bank)
    takes nothing from it: it is a debt of its own.
    """
    rows = [one for one in deductions(work, entry) if one.currency == entry.currency]
    return [entry, *rows, *_corrections(work, rows)]


def _corrections(work: Work, entries: Sequence[LedgerEntry]) -> Sequence[LedgerEntry]:
    if not entries:
        return ()
    return work.session.exec(
        select(LedgerEntry)
        .where(col(LedgerEntry.about_id).in_([one.id for one in entries]), LedgerEntry.kind == EntryKind.CORRECTION)
        .order_by(col(LedgerEntry.id))
    ).all()


def available(work: Work, entry: LedgerEntry) -> Money:
    """What of a payment is neither allocated nor given back: it can still be allocated."""
    free = sum(one.amount - sum(allocated(work, one.id).values()) for one in movements(work, entry))
    return Money(free, entry.currency)


def net_allocations(work: Work, entry: LedgerEntry) -> dict[str, int]:
    """What each invoice holds of a payment after refunds and disputes, in minor units."""
    sums: dict[str, int] = {}
    for one in movements(work, entry):
        for invoice_id, amount in allocated(work, one.id).items():
            sums[invoice_id] = sums.get(invoice_id, 0) + amount
    return sums


def taken_from(work: Work, payment: LedgerEntry, amount: Money, *, first: str) -> list[Allocation]:
    """From which invoices `amount` (negative) of a payment goes back: free money first, then `first`, then the rest."""
    left = -amount.amount - max(0, available(work, payment).amount)
    holders = net_allocations(work, payment)
    order = [first, *(invoice_id for invoice_id in holders if invoice_id != first)] if first else list(holders)
    parts: dict[str, int] = {}
    for invoice_id in order:
        part = min(left, max(0, holders.get(invoice_id, 0)))
        if part > 0:
            parts[invoice_id] = part
            left -= part
    if left > 0 and first:  # more than it ever held: visible as a negative balance there
        parts[first] = parts.get(first, 0) + left
    return [Allocation(invoice_id, Money(-part, amount.currency)) for invoice_id, part in parts.items()]


def mirrored(work: Work, entry: LedgerEntry) -> list[Allocation]:
    """The allocations that take back those of `entry`."""
    return [
        Allocation(invoice_id, Money(-part, entry.currency))
        for invoice_id, part in allocated(work, entry.id).items()
        if part
    ]


def _allocate(work: Work, entry: LedgerEntry, part: Allocation, *, event: type[Booked], is_money: bool) -> None:
    invoice = lock_invoice(work, part.invoice_id)
    if invoice.currency != entry.currency:
        raise CurrencyMismatch(left=entry.currency, right=invoice.currency)
    row = EntryAllocation(
        id=work.new_id(),
        entry_id=entry.id,
        invoice_id=invoice.document_id,
        deal_id=invoice.deal_id,
        amount=part.amount.amount,
        currency=entry.currency,
        received_at=entry.received_at,
        is_money=is_money,
        allocated_at=work.now(),
        allocated_by=_person(work),
    )
    work.session.add(row)
    document = get_document(work, invoice.document_id)
    invoice.paid_amount += row.amount  # the invoice is locked: nobody else adds to it meanwhile
    record(
        work,
        event(
            deal_id=invoice.deal_id,
            document_id=invoice.document_id,
            number=document.number,
            entry_id=entry.id,
            allocation_id=row.id,
            entry_kind=entry.kind.value,
            provider=entry.cause_source,
            amount=part.amount.amount,
            currency=entry.currency,
            due=owed(document.status, invoice.total_amount, invoice.paid_amount),
        ),
    )


def _person(work: Work) -> str:
    return work.actor.id if work.actor.kind is ActorKind.STAFF else ""
