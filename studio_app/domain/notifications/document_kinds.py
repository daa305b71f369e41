"""What letters say of the documents of each kind: one class a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.briefs.models import Brief
from studio_app.domain.contracts.models import Contract
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.leads.models import LeadResponse
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import owed_on
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.rules import AGAIN, REFUNDED
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.studio.current import default_entity, last_day, zone
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.timeline.events.invoices import InvoiceAskedAgain
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_as
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Figures:
    """The sum that a letter is about, what is still due of it, the last day it holds, and whether there is VAT in it.

    What is not known is None.
    """

    amount: Money | None = None
    due: Money | None = None
    until: date | None = None
    taxed: bool | None = None


class KindInLetters:
    """What letters about documents of a kind ask of it; this is the answer of a kind that has no own one."""

    def figures(self, work: Work, document: Document, letter: Notification) -> Figures:
        """The figures that `letter` names."""
        return Figures()

    def seller(self, work: Work, document: Document) -> LegalEntity | None:
        """Who sells by the document."""
        return default_entity(work)

    def is_unasked(self, work: Work, document: Document) -> bool:
        """Whether the address is one that came with a lead, and nobody has answered at it yet."""
        return False

    def is_over(self, work: Work, document: Document) -> bool:
        """Whether the document cannot be answered any more, so that nobody is to be reminded of it."""
        return False


class _Brief(KindInLetters):
    def is_unasked(self, work: Work, document: Document) -> bool:
        if work.session.get(LeadResponse, document.deal_id) is None:
            return False
        brief = work.session.get(Brief, document.id)
        return brief is None or brief.saved_at is None


class _Proposal(KindInLetters):
    def figures(self, work: Work, document: Document, letter: Notification) -> Figures:
        proposal = work.session.get(Proposal, document.id)
        return Figures(until=last_day(proposal.valid_until, zone(work)) if proposal else None)

    def is_over(self, work: Work, document: Document) -> bool:
        proposal = work.session.get(Proposal, document.id)
        return proposal is not None and proposal.valid_until <= work.now()


class _Contract(KindInLetters):
    def figures(self, work: Work, document: Document, letter: Notification) -> Figures:
        contract = work.session.get(Contract, document.id)
        if contract is None:
            return Figures()
        return Figures(amount=Money(contract.total_amount, contract.currency), taxed=_is_taxed(work, document))

    def seller(self, work: Work, document: Document) -> LegalEntity | None:
        row = work.session.get(Contract, document.id)
        return work.session.get(LegalEntity, row.legal_entity_id) if row else default_entity(work)


class _Invoice(KindInLetters):
    def figures(self, work: Work, document: Document, letter: Notification) -> Figures:
        invoice = work.session.get(Invoice, document.id)
        if invoice is None:
            return Figures()
        return Figures(
            amount=_amount(work, letter, invoice),
            due=Money(max(0, owed_on(work, invoice)), invoice.currency),
            until=invoice.due_on,
            taxed=_is_taxed(work, document),
        )

    def seller(self, work: Work, document: Document) -> LegalEntity | None:
        row = work.session.get(Invoice, document.id)
        return work.session.get(LegalEntity, row.legal_entity_id) if row else default_entity(work)


LETTERS: Mapping[DocumentKind, KindInLetters] = {
    DocumentKind.BRIEF: _Brief(),
    DocumentKind.PROPOSAL: _Proposal(),
    DocumentKind.CONTRACT: _Contract(),
    DocumentKind.INVOICE: _Invoice(),
}


def asking_of(work: Work, letter: Notification) -> InvoiceAskedAgain:
    """The event by which a person asked again, of the letter that tells of it."""
    return recorded_as(work.session.get_one(TimelineEvent, int(letter.subject_id)), InvoiceAskedAgain).event


def _amount(work: Work, letter: Notification, invoice: Invoice) -> Money:
    if letter.rule == REFUNDED:  # all of it: other invoices may have given a part
        refund = work.session.get_one(LedgerEntry, letter.subject_id)
        return Money(-refund.amount, refund.currency)
    if letter.rule == AGAIN:  # what went back by then
        asked = asking_of(work, letter)
        return Money(asked.amount, asked.currency)
    part = work.session.get(EntryAllocation, letter.subject_id)
    return Money(part.amount, part.currency) if part else Money(invoice.total_amount, invoice.currency)


def _is_taxed(work: Work, document: Document) -> bool:
    return Decimal(str(content_of(work, document)["tax_rate"])) > 0
