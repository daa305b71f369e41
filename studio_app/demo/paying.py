"""The end of a demo deal: its invoices are paid."""

from studio_app.core.money import Money
from studio_app.demo import online
from studio_app.demo.deal_run import DealRun, Detour
from studio_app.domain.contracts.acceptance import accept_work
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.views import count_view
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.studio.current import today
from studio_app.domain.studio.kinds import StageRole


def settle(run: DealRun) -> None:
    """The client pays, the rest of the price too."""
    run.pause(2, 90, staff=True)
    _pay(run)
    run.pause(60, 300, staff=True)
    if run.stage() is not StageRole.PAID:
        accept_work(run.staff, deal_id=run.deal_id, on=today(run.work))
        issue_invoice(run.staff, document_id=run.document(DocumentKind.INVOICE).id)
        run.pause(2, 60, staff=True)
        _pay(run)


def _pay(run: DealRun) -> None:
    if run.plan.detour in (Detour.DISPUTED, Detour.DISPUTE_WON, Detour.DISPUTE_LOST):
        online.pay(run.work, run.client, invoice_id=run.document(DocumentKind.INVOICE).id)
    else:
        pay_by_transfer(run)


def pay_by_transfer(run: DealRun) -> None:
    """The client looks at the newest invoice, and a transfer comes for all of it."""
    document = run.document(DocumentKind.INVOICE)
    invoice = run.work.session.get_one(Invoice, document.id)
    count_view(run.client, token=link_token(run.work, document), revision=document.revision)
    record_bank_transfer(
        run.staff,
        invoice_id=document.id,
        amount=Money(invoice.total_amount - invoice.paid_amount, invoice.currency),
        received_on=today(run.work),
        reference=str(run.rng.randrange(100, 9999)),
    )
