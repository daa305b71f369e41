"""How an invoice ends, as one table: what its client reads, what people may do, which letter tells, what banks match.

None of these is a debt: an end is left only by a person who asks again (`asking_again`), or by taking a payment
back that never was.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.owed import gone_back
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.payments.kinds import DisputeStatus
from studio_app.domain.payments.models import PaymentAttempt, PaymentDispute
from studio_app.domain.work import Work


class End(StrEnum):
    """How an invoice has ended."""

    PAID = "paid"
    WRITTEN_OFF = "written_off"  # a part of it never came and nobody will ask for it
    RETURNED = "returned"  # money of it was given back, a part or all
    DISPUTED = "disputed"  # a bank withholds money of it until it has decided
    DISPUTE_WON = "dispute_won"  # the money is with us again
    DISPUTE_LOST = "dispute_lost"  # the bank gave it to the payer for good
    VOID = "void"


class EndAction(StrEnum):
    """What people of the studio may do with an invoice that has ended."""

    HAND_OVER = "hand_over"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True)
class EndRow:
    """A row of the table. `reads` is the sentence of the client's page, `letter` a rule; empty: none tells of it."""

    reads: str
    buttons: frozenset[EndAction] = frozenset()
    letter: str = ""
    bank_may_match: bool = False


ENDS: Mapping[End, EndRow] = {
    End.PAID: EndRow("thanks", frozenset({EndAction.HAND_OVER}), letter="payment_received"),
    End.WRITTEN_OFF: EndRow("thanks", frozenset({EndAction.HAND_OVER})),
    End.RETURNED: EndRow("returned", frozenset({EndAction.HAND_OVER, EndAction.ASK_AGAIN}), letter="payment_refunded"),
    End.DISPUTED: EndRow("disputed"),
    End.DISPUTE_WON: EndRow("thanks", frozenset({EndAction.HAND_OVER})),
    End.DISPUTE_LOST: EndRow("dispute_lost", frozenset({EndAction.ASK_AGAIN})),
    End.VOID: EndRow("closed"),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of one invoice, and what of its money is not with us any more."""

    end: End
    back: Money

    @property
    def row(self) -> EndRow:
        """What follows from it."""
        return ENDS[self.end]

    def allows(self, doing: EndAction) -> bool:
        """Whether people may do that now."""
        return doing in self.row.buttons


def end_of(
    status: DocumentStatus, *, back: int, has_written: bool, disputes: Collection[DisputeStatus] = ()
) -> End | None:
    """Which end it is; None for a draft, and for what is still asked for."""
    if status is DocumentStatus.VOID:
        return End.VOID
    if status is not DocumentStatus.PAID:
        return None
    if back > 0:
        decided = (End.DISPUTED, DisputeStatus.OPEN), (End.DISPUTE_LOST, DisputeStatus.LOST)
        return next((end for end, found in decided if found in disputes), End.RETURNED)
    if DisputeStatus.WON in disputes:
        return End.DISPUTE_WON
    return End.WRITTEN_OFF if has_written else End.PAID


def end_now(work: Work, *, invoice_id: str) -> Ended | None:
    """The end of one invoice; None for a draft, and for what is still asked for."""
    return ends_of(work, invoice_ids=[invoice_id]).get(invoice_id)


def ends_of(work: Work, *, invoice_ids: Sequence[str]) -> dict[str, Ended]:
    """The ends of those of the invoices that have one, in three statements."""
    rows = work.session.exec(
        select(Invoice, Document)
        .join(Document, col(Document.id) == col(Invoice.document_id))
        .where(col(Invoice.document_id).in_(invoice_ids))
    ).all()
    written = set(
        work.session.exec(
            select(EntryAllocation.invoice_id)
            .where(col(EntryAllocation.invoice_id).in_(invoice_ids), col(EntryAllocation.is_money).is_(False))
            .distinct()
        )
    )
    disputes: dict[str, set[DisputeStatus]] = {}
    for invoice_id, dispute in work.session.exec(
        select(PaymentAttempt.invoice_id, PaymentDispute)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(PaymentDispute.attempt_id))
        .where(col(PaymentAttempt.invoice_id).in_(invoice_ids))
    ):
        disputes.setdefault(invoice_id, set()).add(dispute.status)
    found: dict[str, Ended] = {}
    for invoice, document in rows:
        key = invoice.document_id
        status = document.status
        back = gone_back(status, invoice.total_amount, invoice.paid_amount)
        end = end_of(status, back=back, has_written=key in written, disputes=disputes.get(key, ()))
        if end is not None:
            found[key] = Ended(end, Money(back, invoice.currency))
    return found
