"""An invoice with an open checkout is voided, in a process that may be killed at a line of it.

Without a point it looks at the provider as the hourly job does, and voids what is not void yet.
"""

from typing import Any

from studio_app.adapters.payments import online_payments
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token
from tests.adapters.payments.paying import die


def main(invoice_id: str, point: str) -> None:
    """Void the invoice, from wherever the process before was killed."""
    app = build(Settings())
    gateway: Any = app.gateways["demo"]
    token = app.runner.read_sync(SYSTEM, lambda work: link_token(work, get_document(work, invoice_id)))
    if point:
        app.online_payments.checkout(SYSTEM, token=token)
    else:
        app.reconciliation.look()
    cancel, void = gateway.cancel, online_payments.void_invoice

    def cancelling(*args: Any, **kwargs: Any) -> Any:
        die(point, "void.before_provider")
        state = cancel(*args, **kwargs)
        die(point, "void.after_provider")
        return state

    def voiding(*args: Any, **kwargs: Any) -> None:
        die(point, "void.checkout_closed")
        void(*args, **kwargs)
        die(point, "void.in_transaction")

    gateway.cancel = cancelling
    online_payments.void_invoice = voiding
    if app.runner.read_sync(SYSTEM, lambda work: get_document(work, invoice_id).status) is not DocumentStatus.VOID:
        app.online_payments.void(SYSTEM, document_id=invoice_id, reason="a drill")
    app.close()
