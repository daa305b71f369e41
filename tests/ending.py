"""Brings an invoice to each of its ends as it really happens."""

from collections.abc import Callable
from dataclasses import replace

from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.receipts import write_off
from studio_app.domain.payments.attempts import record_checkout, start_attempt
from studio_app.domain.payments.ends import End
from studio_app.domain.payments.kinds import DisputeStatus
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import RemoteDispute, RemoteEntry, RemoteState, RemoteStatus
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.studio.current import today
from studio_app.domain.work import Work
from tests.selling import issued_invoice

OWNER = Actor(kind=ActorKind.STAFF, id="manager", role="owner")


def come_in(work: Work, invoice_id: str, amount: int, reference: str = "1") -> str:
    """A transfer of `amount` in the invoice's minor units; the id of its entry."""
    part = Money(amount, get_invoice(work, invoice_id).currency)
    return record_bank_transfer(work, invoice_id=invoice_id, amount=part, received_on=today(work), reference=reference)


def _paid(work: Work, invoice_id: str) -> None:
    come_in(work, invoice_id, get_invoice(work, invoice_id).total_amount)


def _returned(work: Work, invoice_id: str) -> None:
    entry_id = come_in(work, invoice_id, get_invoice(work, invoice_id).total_amount)
    back = Money(get_invoice(work, invoice_id).total_amount * 2 // 5, get_invoice(work, invoice_id).currency)
    record_refund_paid(work, entry_id=entry_id, amount=back, paid_on=today(work), reference="back")


def _written_off(work: Work, invoice_id: str) -> None:
    come_in(work, invoice_id, get_invoice(work, invoice_id).total_amount - 1_000)
    write_off(replace(work, actor=OWNER), invoice_id=invoice_id, reason="rounding")


def _disputed(*steps: DisputeStatus) -> Callable[[Work, str], None]:
    def happen(work: Work, invoice_id: str) -> None:
        token, at = link_token(work, get_document(work, invoice_id)), work.now()
        attempt = start_attempt(work, token=token, provider="demo")
        record_checkout(work, attempt_id=attempt.id, ref="ref", redirect_url="https://pay.example/1")
        paid = RemoteEntry("pay", EntryKind.PAYMENT, attempt.amount, at)
        state = RemoteState("ref", attempt.id, RemoteStatus.PAID, attempt.amount, live_mode=False, entries=(paid,))
        apply_remote(work, provider="demo", state=state)
        for status in steps:
            told = RemoteDispute("dp", status, attempt.amount, at, withheld=True)
            apply_remote(work, provider="demo", state=replace(state, entries=(paid, *told.entries()), disputes=(told,)))

    return happen


HOW: dict[End, Callable[[Work, str], object]] = {
    End.PAID: _paid,
    End.WRITTEN_OFF: _written_off,
    End.RETURNED: _returned,
    End.DISPUTED: _disputed(DisputeStatus.OPEN),
    End.DISPUTE_WON: _disputed(DisputeStatus.OPEN, DisputeStatus.WON),
    End.DISPUTE_LOST: _disputed(DisputeStatus.OPEN, DisputeStatus.LOST),
    End.VOID: lambda work, invoice_id: void_invoice(work, document_id=invoice_id, reason="mistake"),
}


def ended(work: Work, end: End) -> str:
    """An invoice over 1 000 roubles that has ended so; its id."""
    invoice_id = issued_invoice(work)
    HOW[end](work, invoice_id)
    return invoice_id
