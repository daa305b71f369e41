"""Money on a demo's first day: a bank statement, too much, too little, a refund, a difference with the provider."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlmodel import col, select

from studio_app.adapters.payments.demo import bank as demo_bank
from studio_app.adapters.payments.demo import play as demo_play
from studio_app.adapters.payments.demo.provider import DEMO
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.demo import online
from studio_app.demo.day import Day
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.ledger.balances import open_invoices
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.schemas import OpenInvoice
from studio_app.domain.payments.providers.gateway import RemoteState
from studio_app.domain.payments.reconciliation.differences import note_run
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.payments.reconciliation.schemas import Found
from studio_app.domain.payments.refunds import refund_view, start_refund
from studio_app.domain.statements.importing import import_statement
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine
from studio_app.domain.studio.current import today
from studio_app.domain.studio.models import LegalEntity

_LOCALE = "ru"
_FILE = "kl_to_1c.txt"
_ROUBLE = 100
_OVER, _SHORT = 12_500 * _ROUBLE, 150 * _ROUBLE
_HALF, _FIFTH = Decimal("0.5"), Decimal("0.2")
_STRANGERS, _RENT = 48_000 * _ROUBLE, 90_000 * _ROUBLE


def add_payments(day: Day, *, with_provider: bool) -> None:
    """As much as there are open invoices for; `with_provider`: with what the demo provider plays."""
    _issue(day, at_least=6)
    invoices = iter(_by_companies(day))
    _import(day, _some(invoices, 2))
    for invoice, more in zip(_some(invoices, 2), (_OVER, -_SHORT), strict=False):
        _transfer(day, invoice, Money(invoice.due.amount + more, invoice.due.currency))
    if with_provider:
        for play in (_differ, _refund):
            for invoice in _some(invoices, 1):
                play(day, invoice)


def _issue(day: Day, *, at_least: int) -> None:
    """Drafts go out until there are so many open invoices."""
    missing = max(0, at_least - len(open_invoices(day.work)))
    drafts = select(Document.id).where(Document.kind == DocumentKind.INVOICE, Document.status == DocumentStatus.DRAFT)
    for draft_id in day.work.session.exec(drafts.order_by(col(Document.id)).limit(missing)).all():
        issue_invoice(day.manager, document_id=draft_id)


def _by_companies(day: Day) -> list[OpenInvoice]:
    """The open invoices, those of companies first: a bank statement tells them by their tax number."""
    return sorted(open_invoices(day.work), key=lambda one: (not one.client_inn, one.issued_on, one.number))


def _some(invoices: Iterator[OpenInvoice], count: int) -> list[OpenInvoice]:
    return [invoice for _, invoice in zip(range(count), invoices, strict=False)]


def _import(day: Day, invoices: list[OpenInvoice]) -> None:
    """A file in which one payment is certain, one is known by its payer, one by nothing, and rent goes out."""
    entity = day.work.session.exec(select(LegalEntity).where(col(LegalEntity.is_default))).one()
    words = ("pays", "advance")
    lines = [
        _line(day, entity, invoice, word, invoice.due if word == "pays" else invoice.due.times(_HALF))
        for invoice, word in zip(invoices, words, strict=False)
    ]
    lines.append(_line(day, entity, None, "plain", Money(_STRANGERS, entity.currency)))
    lines.append(_line(day, entity, None, "rent", Money(-_RENT, entity.currency)))
    numbered = tuple(replace(line, position=at) for at, line in enumerate(lines, start=1))
    import_statement(day.owner, statement=Statement(StatementFormat.ONE_C, numbered), file_name=_FILE)


def _line(day: Day, entity: LegalEntity, invoice: OpenInvoice | None, word: str, amount: Money) -> StatementLine:
    other = "stranger" if amount.amount > 0 else "landlord"
    return StatementLine(
        position=1,
        booked_on=today(day.work),
        amount=amount,
        own_account=entity.account,
        payer_name=invoice.client_name if invoice else translate(_LOCALE, f"demo.bank.{other}"),
        payer_inn=invoice.client_inn if invoice else "",
        payer_account=f"4070281{day.rng.randrange(10**12, 10**13)}",
        purpose=translate(_LOCALE, f"demo.bank.{word}", number=invoice.number if invoice else ""),
        reference=str(day.rng.randrange(100, 999)),
    )


def _transfer(day: Day, invoice: OpenInvoice, amount: Money) -> None:
    day.clock.advance(timedelta(minutes=2))
    reference = str(day.rng.randrange(100, 9999))
    over = Money(max(0, (amount - invoice.due).amount), amount.currency)
    record_bank_transfer(
        day.manager,
        invoice_id=invoice.id,
        amount=amount,
        received_on=today(day.work),
        reference=reference,
        excess_seen=over,
    )


def _differ(day: Day, invoice: OpenInvoice) -> None:
    """The provider tells another sum than it was asked for."""
    state = _pay(day, invoice, demo_play.Choice.AMOUNT)
    found = Found(
        DifferenceKind.CONTRADICTION, state.ref, state.attempt_id, state.amount, Money.zero(state.amount.currency)
    )
    note_run(day.work, provider=DEMO.name, found=[found], checked=1, repaired=0)


def _refund(day: Day, invoice: OpenInvoice) -> None:
    """A fifth of what was paid online goes back."""
    state = _pay(day, invoice, demo_play.Choice.PAY)
    day.clock.advance(timedelta(minutes=9))
    payment = select(LedgerEntry.id).where(
        LedgerEntry.attempt_id == state.attempt_id, LedgerEntry.kind == EntryKind.PAYMENT
    )
    part, reason = state.amount.times(_FIFTH), translate(_LOCALE, "demo.refund")
    refund = start_refund(day.owner, entry_id=day.work.session.exec(payment).one(), amount=part, reason=reason)
    view = refund_view(day.work, refund_id=refund.id)
    demo_bank.give_back(day.work, ref=state.ref, amount=view.amount, key=view.key, refund_id=view.id)
    online.book(day.work, ref=state.ref)


def _pay(day: Day, invoice: OpenInvoice, choice: demo_play.Choice) -> RemoteState:
    """The client pays on the provider's page, and its truth is booked."""
    day.clock.advance(timedelta(minutes=5))
    client = replace(day.work, actor=Actor(kind=ActorKind.CLIENT, name=invoice.client_name))
    return online.pay(day.work, client, invoice_id=invoice.id, choice=choice)
