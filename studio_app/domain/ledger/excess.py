"""Use cases: money beyond the total of an invoice is set free, or moved to another one."""

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.queries import invoice_document
from studio_app.domain.ledger.balances import income_on, written_on
from studio_app.domain.ledger.booking import allocated, append, available, lasting_deductions, net_allocations
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.receipts import allocate, take_back
from studio_app.domain.ledger.schemas import Allocation
from studio_app.domain.timeline.events.money import PaymentReleased
from studio_app.domain.work import Work

SET_FREE = "excess set free"
"""The note of a correction that frees an invoice of a write-off or a difference; faces find words for it."""


def release_excess(work: Work, *, invoice_id: str) -> Money:
    """Set what came in beyond the total of an invoice free for others of the client; returns how much money that was.

    Money that came in the invoice's own currency goes first, the newest of it, then what was exchanged
    into it. A write-off or an exchange difference is no money: what no money is left to answer for is
    taken back by a correction. Raises Forbidden, NotFound, Invalid when nothing is over.
    """
    require(work, Permission.RECORD_PAYMENTS)
    invoice = lock_invoice(work, invoice_id)
    document = invoice_document(work, invoice_id)
    owed = 0 if document.status is DocumentStatus.VOID else invoice.total_amount
    left = over = invoice.paid_amount - owed
    if over <= 0:
        raise Invalid(field="amount", reason="nothing_over")
    for entry in income_on(work, invoice_id):
        part = min(left, net_allocations(work, entry).get(invoice_id, 0), allocated(work, entry.id)[invoice_id])
        if part > 0:
            freed = Allocation(invoice_id, Money(-part, entry.currency))
            append(work, entry, [freed], event=PaymentReleased)
            left -= part
    money = over - left
    for entry in written_on(work, invoice_id):
        part = allocated(work, entry.id)[invoice_id]
        if 0 < part <= left and all(one.kind is not EntryKind.CORRECTION for one in lasting_deductions(work, entry)):
            take_back(work, entry, SET_FREE)
            left -= part
    if left:
        raise Invalid(field="amount", reason="nothing_over")
    return Money(money, invoice.currency)


def move_excess(work: Work, *, invoice_id: str, to_invoice_id: str, amount: Money) -> None:
    """Let what came in beyond the total of one invoice count for another one of the client.

    What of the excess is not moved stays free. Raises what `release_excess` and `allocate` raise.
    """
    require(work, Permission.RECORD_PAYMENTS)
    release_excess(work, invoice_id=invoice_id)
    left = amount.amount
    for entry in income_on(work, invoice_id):
        part = min(left, available(work, entry).amount)
        if part > 0:
            allocate(work, entry_id=entry.id, allocations=[Allocation(to_invoice_id, Money(part, amount.currency))])
            left -= part
    if left:
        raise Invalid(field="amount", reason="over_allocated")
