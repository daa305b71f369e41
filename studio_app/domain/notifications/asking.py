"""Use case: a person asks the client for the rest of an invoice that was paid in part."""

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.queries import get_invoice, invoice_document
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.notifications.planning import plan_letter
from studio_app.domain.notifications.rules import BY_NAME, REST
from studio_app.domain.studio.current import today
from studio_app.domain.work import Work


class AskedToday(StudioError):
    """The client has got that letter today already."""

    code = "asked_today"
    status = 409


def ask_for_rest(work: Work, *, invoice_id: str) -> None:
    """A letter with what is still due and the link to pay it, once a day. Raises Forbidden, NotPayable, AskedToday."""
    require(work, Permission.ISSUE_INVOICES)
    document = invoice_document(work, invoice_id)
    invoice = get_invoice(work, invoice_id)
    if document.status is not DocumentStatus.PUBLISHED or invoice.total_amount <= invoice.paid_amount:
        raise NotPayable
    day = today(work).isoformat()
    if not plan_letter(work, BY_NAME[REST], document, subject_id=document.id, occurrence=day, at=work.now()):
        raise AskedToday
