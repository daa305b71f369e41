"""The end that everybody wants: the invoices are paid."""

from studio_app.core.money import Money
from studio_app.demo import online
from studio_app.demo.scene import Scene, Turn
from studio_app.domain.contracts.acceptance import accept_work
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.documents.views import count_view
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.studio.current import today
from studio_app.domain.studio.models import StageRole


def settle(scene: Scene) -> None:
    """The client pays, the rest of the price too."""
    scene.pause(2, 90, staff=True)
    _pay(scene)
    scene.pause(60, 300, staff=True)
    if scene.stage() is not StageRole.PAID:
        accept_work(scene.staff, deal_id=scene.deal_id, on=today(scene.work))
        issue_invoice(scene.staff, document_id=scene.document(DocumentKind.INVOICE).id)
        scene.pause(2, 60, staff=True)
        _pay(scene)


def _pay(scene: Scene) -> None:
    if scene.plot.turn in (Turn.DISPUTED, Turn.DISPUTE_WON, Turn.DISPUTE_LOST):
        online.pay(scene.work, scene.client, invoice_id=scene.document(DocumentKind.INVOICE).id)
    else:
        pay_by_transfer(scene)


def pay_by_transfer(scene: Scene) -> None:
    """The client looks at the newest invoice, and a transfer comes for all of it."""
    document = scene.document(DocumentKind.INVOICE)
    invoice = scene.work.session.get_one(Invoice, document.id)
    count_view(scene.client, token=link_token(scene.work, document), revision=document.revision)
    record_bank_transfer(
        scene.staff,
        invoice_id=document.id,
        amount=Money(invoice.total_amount - invoice.paid_amount, invoice.currency),
        received_on=today(scene.work),
        reference=str(scene.rng.randrange(100, 9999)),
    )
