"""The lock on an invoice: whoever changes its money holds it, and takes it once a transaction."""

from weakref import WeakKeyDictionary

from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, select

from studio_app.core.errors import NotFound
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.work import Work

_LOCKED = "locked_invoices"


def lock_invoice(work: Work, invoice_id: str) -> Invoice:
    """The row of an invoice, locked against every other change of its money. Raises NotFound."""
    is_locked = _is_locked(work.session, invoice_id)
    query = select(Invoice).where(Invoice.document_id == invoice_id)
    invoice = (
        work.session.get(Invoice, invoice_id)
        if is_locked
        else work.session.exec(query.with_for_update().execution_options(populate_existing=True)).first()
    )
    if invoice is None:
        raise NotFound
    if not is_locked:
        _note(work.session, invoice_id)
    return invoice


def _is_locked(session: Session, invoice_id: str) -> bool:
    """Whether this transaction, or one that it is nested in, has it. What a savepoint took is given back with it."""
    noted = _noted(session)
    at = session.get_nested_transaction() or session.get_transaction()
    while at is not None:
        if invoice_id in noted.get(at, ()):
            return True
        at = at.parent
    return False


def _note(session: Session, invoice_id: str) -> None:
    at = session.get_nested_transaction() or session.get_transaction()
    if at is not None:
        _noted(session).setdefault(at, set()).add(invoice_id)


def _noted(session: Session) -> WeakKeyDictionary[SessionTransaction, set[str]]:
    return session.info.setdefault(_LOCKED, WeakKeyDictionary())
