"""What the payments screen gets to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.adapters.payments.provider import Trace
from studio_app.adapters.payments.registry import shown_at
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, money, short_day, typed_amount
from studio_app.core.money import Money
from studio_app.domain.ledger.excess import SET_FREE
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.schemas import Balance, InvoiceBalance, OpenInvoice
from studio_app.domain.payments.ends import EndAction, Ended
from studio_app.domain.payments.providers.gateway import RemotePayout
from studio_app.domain.payments.reconciliation.schemas import DifferenceView, Health
from studio_app.domain.payments.schemas import BookRow
from studio_app.domain.statements.deciding import UNDONE
from studio_app.workspace import paths

_NOTES = {UNDONE: "ledger.statement_undone", SET_FREE: "ledger.excess_freed"}
_SHORT, _SHORT_HEAD, _SHORT_TAIL = 18, 8, 6


@dataclass(frozen=True)
class PartItem:
    """What of an entry counts for one invoice."""

    number: str
    amount: str  # empty: the entry is about it and counts for nothing
    href: str


@dataclass(frozen=True)
class EntryItem:
    """One entry, ready to show."""

    id: str
    kind: str
    day: str
    amount: str
    out: bool  # money went away
    client: str
    client_href: str
    parts: list[PartItem]
    free: str
    free_typed: str
    refundable: str
    refundable_typed: str
    by_provider: bool
    currency: str
    cause: str
    source: str
    person: str
    cause_short: str  # the provider's object, shortened
    cause_ref: str  # the whole of it
    cause_href: str
    note: str
    test: bool
    taken_back: bool
    can_reverse: bool
    turned: str  # the other side of an exchange or a conversion


@dataclass(frozen=True)
class BalanceItem:
    """The invoice that the list is about."""

    number: str = ""
    deal_href: str = ""
    total: str = ""
    paid: str = ""
    written: str = ""  # what covers it and never came
    due: str = ""
    due_typed: str = ""
    back: str = ""  # what went back from a paid one
    currency: str = ""
    state: str = ""
    id: str = ""
    end: str = ""  # how it has ended, where it has
    can_ask_again: bool = False
    refund_from: str = ""  # the payment from which the excess can be given back


@dataclass(frozen=True)
class DifferenceItem:
    """One disagreement with a provider."""

    id: str
    kind: str
    invoice: str
    deal_href: str
    theirs: str
    ours: str
    ref: str
    found_at: str


@dataclass(frozen=True)
class OpenItem:
    """An invoice that free money may be allocated to."""

    id: str
    label: str
    due_typed: str
    currency: str
    exchanged: bool  # in another currency than the money


@dataclass(frozen=True)
class CurrencyBalanceItem:
    """How a deal, a client or a legal entity stands in one currency."""

    name: str
    invoiced: str
    paid: str
    written: str  # written off, or an exchange difference: it covers invoices and never came
    due: str
    over: str
    free: str
    back: str  # it went back from paid invoices


@dataclass(frozen=True)
class PayoutItem:
    """Money that a provider sent to the studio's bank account."""

    day: str
    ref: str
    amount: str


@dataclass(frozen=True)
class HealthItem:
    """How the books stand."""

    looked_at: str = ""
    problem: str = ""
    open: int = 0


def entry_item(row: BookRow, locale: str) -> EntryItem:
    """An entry in the viewer's language."""
    return EntryItem(
        id=row.id,
        kind=row.kind.value,
        day=short_day(row.occurred_on, locale),
        amount=money(row.amount, locale),
        out=row.amount.amount < 0,
        client=row.client,
        client_href=paths.client(row.client_id) if row.client_id else "",
        parts=[
            PartItem(part.number, money(part.amount, locale), paths.payments_of(part.invoice_id)) for part in row.parts
        ]
        + ([PartItem(row.about.number, "", paths.payments_of(row.about.invoice_id))] if row.about else []),
        free=money(row.free, locale) if row.free.amount > 0 else "",
        free_typed=typed_amount(row.free, locale),
        refundable=money(row.refundable, locale) if row.refundable.amount > 0 else "",
        refundable_typed=typed_amount(row.refundable, locale),
        by_provider=row.cause is CauseKind.PROVIDER,
        currency=row.amount.currency,
        cause=row.cause.value,
        source=row.source,
        person=row.person or row.source,
        cause_short=_short(row.ref.partition(":")[0]),
        cause_ref=row.ref if row.cause is CauseKind.PROVIDER else "",
        cause_href=_cause_href(row),
        note=_note(row, locale),
        test=not row.live_mode,
        taken_back=row.taken_back,
        can_reverse=row.can_reverse,
        turned=money(row.turned, locale) if row.turned else "",
    )


def balance_item(
    balance: InvoiceBalance, rows: Sequence[BookRow], locale: str, *, ended: Ended | None = None
) -> BalanceItem:
    """The balance of an invoice with its entries, in the viewer's language; what is over is told without its sign."""
    return BalanceItem(
        id=balance.invoice_id,
        end=ended.end.value if ended else "",
        can_ask_again=ended is not None and ended.allows(EndAction.ASK_AGAIN),
        number=balance.number,
        deal_href=paths.deal(balance.deal_id),
        total=money(balance.total, locale),
        paid=money(balance.came, locale),
        written=money(balance.written, locale) if balance.written else "",
        due=money(abs_of(balance.due), locale),
        due_typed=typed_amount(abs_of(balance.due), locale),
        back=money(balance.back, locale) if balance.back else "",
        currency=balance.due.currency,
        state=balance.state.value,
        refund_from=next((row.id for row in rows if row.refundable.amount >= -balance.due.amount > 0), ""),
    )


def difference_item(row: DifferenceView, locale: str, timezone: str) -> DifferenceItem:
    """A disagreement in the viewer's language."""
    has_money = bool(row.theirs.currency)
    return DifferenceItem(
        id=row.id,
        kind=row.kind.value,
        invoice=row.invoice_number,
        deal_href=paths.deal(row.deal_id) if row.deal_id else "",
        theirs=money(row.theirs, locale) if has_money else "",
        ours=money(row.ours, locale) if has_money else "",
        ref=row.ref,
        found_at=moment(row.found_at, locale, timezone),
    )


def open_item(row: OpenInvoice, free: Money, locale: str) -> OpenItem:
    """An open invoice with what of the free money fits on it; in another currency, with what is due."""
    exchanged = row.due.currency != free.currency
    part = row.due if exchanged or row.due < free else free
    label = f"{row.number} · {row.client_name} · {money(row.due, locale)}"
    return OpenItem(row.id, label, typed_amount(part, locale), row.due.currency, exchanged)


def currency_balance_item(balance: Balance, locale: str, *, name: str = "") -> CurrencyBalanceItem:
    """How somebody stands in one currency, in the viewer's language."""
    over = balance.due.amount < 0
    return CurrencyBalanceItem(
        name=name,
        invoiced=money(balance.invoiced, locale),
        paid=money(balance.came, locale),
        written=money(balance.written, locale) if balance.written else "",
        due=money(abs_of(balance.due), locale) if balance.due.amount > 0 else "",
        over=money(abs_of(balance.due), locale) if over else "",
        free=money(balance.unallocated, locale) if balance.unallocated.amount else "",
        back=money(balance.back, locale) if balance.back else "",
    )


def payout_item(row: RemotePayout, locale: str) -> PayoutItem:
    """A payout in the viewer's language."""
    return PayoutItem(short_day(row.arrives_on, locale), row.ref, money(row.amount, locale))


def abs_of(value: Money) -> Money:
    """The amount without its sign."""
    return Money(abs(value.amount), value.currency)


def health_item(health: Health, locale: str, timezone: str) -> HealthItem:
    """How the books stand, in the viewer's language."""
    looked = moment(health.looked_at, locale, timezone) if health.looked_at else ""
    return HealthItem(looked, health.problem, health.open)


def _short(ref: str) -> str:
    return ref if len(ref) <= _SHORT else f"{ref[:_SHORT_HEAD]}…{ref[-_SHORT_TAIL:]}"


def _cause_href(row: BookRow) -> str:
    if row.cause is CauseKind.STATEMENT:
        return paths.statement_line(row.ref)
    if there := shown_at(row.source, Trace(row.ref, row.kind.value, row.live_mode)):
        return there
    if row.deal_id:
        return paths.deal_history(row.deal_id)
    return paths.client(row.client_id) if row.client_id else ""


def _note(row: BookRow, locale: str) -> str:
    if row.note in _NOTES:
        return translate(locale, _NOTES[row.note])
    return " · ".join(filter(None, (row.note, row.person if row.cause is CauseKind.PROVIDER else "")))
