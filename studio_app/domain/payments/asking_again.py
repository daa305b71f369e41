"""Use case: a person asks again for what went back from a paid invoice. Nothing else makes it a debt."""

from studio_app.core.checking import limited
from studio_app.core.errors import Forbidden, Invalid, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.revisions import set_status
from studio_app.domain.invoices.queries import invoice_document
from studio_app.domain.ledger.locks import lock_invoice
from studio_app.domain.ledger.receipts import MAX_REASON
from studio_app.domain.payments.ends import EndAction, end_now
from studio_app.domain.studio.calendar import working_day_after
from studio_app.domain.studio.current import studio, today
from studio_app.domain.timeline.events.invoices import InvoiceAskedAgain
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


class NothingToAsk(StudioError):
    """Nothing went back from a paid invoice, or a bank is still deciding about it."""

    code = "nothing_to_ask"
    status = 409


def ask_again(work: Work, *, invoice_id: str, reason: str) -> None:
    """What went back is due again, so many working days from today as an invoice gives; the client reads the reason.

    Raises NotFound, Forbidden, Invalid without a reason or with one of more than MAX_REASON characters, NothingToAsk.
    """
    require(work, Permission.ISSUE_INVOICES)
    if not work.actor.id:  # the product itself makes nothing a debt
        raise Forbidden
    words = limited("reason", " ".join(reason.split()), MAX_REASON)
    if not words:
        raise Invalid(field="reason", reason="reversal_reason")
    document = invoice_document(work, invoice_id)
    invoice = lock_invoice(work, invoice_id)
    ended = end_now(work, invoice_id=invoice_id)
    if ended is None or not ended.allows(EndAction.ASK_AGAIN):
        raise NothingToAsk
    set_status(work, document, DocumentStatus.PUBLISHED)
    invoice.paid_at = None
    invoice.due_on = working_day_after(work, today(work), days=studio(work).invoice_due_days)
    record(
        work,
        InvoiceAskedAgain(
            deal_id=invoice.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            amount=ended.back.amount,
            currency=ended.back.currency,
            reason=words,
        ),
    )
