"""Use case: a person records a bank transfer that came in."""

from datetime import date

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.receipts import record_receipt
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.work import Work

BANK = "bank"
"""The source of every cause that is no provider's: see `Cause`."""
MAX_REFERENCE = 60
"""Characters of the number of a bank document."""


def record_bank_transfer(
    work: Work,
    *,
    invoice_id: str,
    amount: Money,
    received_on: date,
    reference: str,
    excess_seen: Money | None = None,
) -> str:
    """Book money that arrived on the account; returns the id of the entry.

    `reference` is the number of the bank document. Less than what is due is booked as it is. More is
    booked only with `excess_seen`, the excess that the person was shown, and only while it is still that:
    two people who type the same transfer are both asked. Raises NotPayable, Invalid, ReceiptRecorded,
    ExcessUnconfirmed.
    """
    require(work, Permission.RECORD_PAYMENTS)
    return record_receipt(
        work,
        amount=amount,
        received_on=received_on,
        reference=reference,
        cause=transfer_cause(invoice_id, received_on, reference),
        allocations=[Allocation(invoice_id, amount)],
        excess_seen=excess_seen or Money.zero(amount.currency),
    )


def transfer_cause(invoice_id: str, received_on: date, reference: str) -> Cause:
    """What a person saw in the bank; the same again is the same cause. Raises Invalid for a bad reference."""
    words = reference.strip()
    if not words or len(words) > MAX_REFERENCE:
        raise Invalid(field="reference", reason="transfer_reference")
    # banks number their documents anew for each payer, and one transfer may pay two invoices
    return Cause(CauseKind.PERSON, BANK, f"{invoice_id}/{received_on.isoformat()}/{words.casefold()}")
