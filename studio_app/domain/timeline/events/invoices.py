"""What happens to invoices as documents; what is paid on them stands in `money`."""

from studio_app.domain.timeline.events.documents import (
    DocumentDrafted,
    DocumentEvent,
    DocumentPublished,
    DocumentSeen,
    OnDocument,
)
from studio_app.domain.timeline.events.kinds import EventKind


class InvoiceDrafted(DocumentDrafted):
    """A draft of an invoice stands ready."""

    kind = EventKind.INVOICE_DRAFTED
    amount: int
    currency: str


class InvoicePublished(DocumentPublished):
    """An invoice is issued."""

    kind = EventKind.INVOICE_PUBLISHED


class InvoiceSeen(DocumentSeen):
    """An invoice was opened."""

    kind = EventKind.INVOICE_SEEN


class InvoiceVoided(DocumentEvent):
    """An invoice is void."""

    kind = EventKind.INVOICE_VOIDED
    reason: str


class _Settled(DocumentEvent):
    """`amount` is on the invoice by now, `over` of it more than it asks for."""

    amount: int
    currency: str
    over: int


class InvoicePaid(_Settled):
    """The payments cover the invoice."""

    kind = EventKind.INVOICE_PAID


class InvoiceReopened(_Settled):
    """A payment has proved to be none: the invoice is open again."""

    kind = EventKind.INVOICE_REOPENED


class InvoiceAskedAgain(DocumentEvent):
    """A sum that went back is asked for again."""

    kind = EventKind.INVOICE_ASKED_AGAIN
    amount: int
    currency: str
    reason: str


class WorkHandedOver(OnDocument):
    """The work of an invoice was handed over before it was paid."""

    kind = EventKind.WORK_HANDED_OVER
    number: str
