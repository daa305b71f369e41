"""The pages of documents at /d/{token}: what is different for each kind, one line a kind that is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.timeline.events.kinds import EventKind

_MONEY = EventKind.of("invoice", "payment", "refund", "dispute", "chargeback", "correction", "write_off")


@dataclass(frozen=True, slots=True)
class KindPage:
    """The parts of the page around the document (templates; empty: none), and what else it hangs on."""

    actions: str  # what can be done, below the document
    status: str = ""  # how it stands, above
    follow: str = ""  # what stays in sight while one reads
    pays: bool = False  # its form leads on to the provider of payments
    hangs_on: frozenset[EventKind] = frozenset()  # events of the deal that it shows, whatever document they are about


PAGES: Mapping[DocumentKind, KindPage] = {
    DocumentKind.PROPOSAL: KindPage(
        actions="portal/actions/proposal.html",
        status="portal/actions/proposal_status.html",
        follow="portal/actions/proposal_follow.html",
    ),
    DocumentKind.CONTRACT: KindPage(
        actions="portal/actions/contract.html", status="portal/actions/contract_status.html"
    ),
    DocumentKind.INVOICE: KindPage(
        actions="portal/actions/invoice.html",
        status="portal/actions/invoice_status.html",
        follow="portal/actions/invoice_follow.html",
        pays=True,
        hangs_on=_MONEY,  # its plan shows the other invoices of the deal
    ),
}
