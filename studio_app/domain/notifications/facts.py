"""What a letter may say, gathered at the moment of sending and not before."""

from datetime import date
from decimal import Decimal

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.briefs.models import Brief
from studio_app.domain.clients.models import Client
from studio_app.domain.contracts.codes import signing_code
from studio_app.domain.contracts.models import Contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import link_path
from studio_app.domain.documents.models import Document, DocumentKind
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.leads.models import LeadResponse
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import owed_on
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import reader_of
from studio_app.domain.notifications.rules import ACCEPTED, AGAIN, CODE_RULE, REFUNDED, TAKEN_BACK, Audience, Rule
from studio_app.domain.notifications.schemas import LetterFacts
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.queries import choice_on
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.current import last_day, zone
from studio_app.domain.timeline.events.invoices import InvoiceAskedAgain
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_as
from studio_app.domain.work import Work


def gather(work: Work, row: Notification, rule: Rule, document: Document, deal: Deal) -> LetterFacts:
    """The facts of a letter. Raises NotFound when its signing code is used up or too old."""
    address, addressee, locale = reader_of(work, rule, deal, document)
    client = work.session.get(Client, deal.client_id)
    manager = work.session.get(User, deal.manager_id)
    if client is None or manager is None:
        raise NotFound
    brand = studio_brand(work)
    timezone = client.timezone if rule.to is Audience.CLIENT else brand.timezone
    amount, due, until = _figures(work, row, document)
    unasked = rule.to is Audience.CLIENT and _is_unasked(work, document)
    return LetterFacts(
        notification_id=row.id,
        rule=rule.name,
        recipient=row.recipient if rule.address_kept else address,
        locale=row.locale if rule.address_kept else locale,
        timezone=timezone,
        brand=brand,
        addressee="" if unasked else addressee,
        client="" if unasked else client.name,
        manager=manager.name,
        reply_to=manager.email if rule.to is Audience.CLIENT else "",
        path=_path(work, row, rule, document),
        title=document.title if unasked else document.title or deal.title,
        unasked=unasked,
        kind=document.kind.value,
        number=document.number,
        step=int(row.occurrence.partition(".")[2] or 1),
        amount=amount,
        due=due,
        taxed=_is_taxed(work, document),
        until=until,
        choice=choice_on(work, document).picked if rule.name == ACCEPTED else None,
        code=signing_code(work, code_id=row.subject_id) if rule.name == CODE_RULE else "",
        words=_reason(work, row),
        attempts=row.attempts,
        play_money=_is_play(work, row),
    )


def _is_unasked(work: Work, document: Document) -> bool:
    """Whether the address is one that came with a lead, and nobody has answered at it yet."""
    if document.kind is not DocumentKind.BRIEF or work.session.get(LeadResponse, document.deal_id) is None:
        return False
    brief = work.session.get(Brief, document.id)
    return brief is None or brief.saved_at is None


def _is_play(work: Work, row: Notification) -> bool:
    part = work.session.get(EntryAllocation, row.subject_id)
    entry = work.session.get(LedgerEntry, part.entry_id if part else row.subject_id)
    return entry is not None and not entry.live_mode


def _reason(work: Work, row: Notification) -> str:
    """Why a person asks again, in their own words."""
    return _asking(work, row).reason if row.rule == AGAIN else ""


def _asking(work: Work, row: Notification) -> InvoiceAskedAgain:
    return recorded_as(work.session.get_one(TimelineEvent, int(row.subject_id)), InvoiceAskedAgain).event


def _path(work: Work, row: Notification, rule: Rule, document: Document) -> str:
    """What the letter opens: the deal for people of the studio, the receipt of a payment, else the document."""
    if rule.to is Audience.MANAGER:
        return f"/deal/{document.deal_id}"
    link = link_path(work, document)
    if rule.name == REFUNDED:  # the receipt of the payment says what of it went back
        return f"{link}/receipt/{work.session.get_one(LedgerEntry, row.subject_id).about_id}"
    if rule.name == TAKEN_BACK:  # there is no payment any more to have a receipt of
        return link
    part = work.session.get(EntryAllocation, row.subject_id) if document.kind is DocumentKind.INVOICE else None
    return f"{link}/receipt/{part.entry_id}" if part else link


def _figures(work: Work, row: Notification, document: Document) -> tuple[Money | None, Money | None, date | None]:
    """The sum it is about, what is still due of it, and the last day it holds."""
    if document.kind is DocumentKind.PROPOSAL:
        proposal = work.session.get(Proposal, document.id)
        return None, None, last_day(proposal.valid_until, zone(work)) if proposal else None
    if document.kind is DocumentKind.CONTRACT:
        contract = work.session.get(Contract, document.id)
        return (Money(contract.total_amount, contract.currency) if contract else None), None, None
    invoice = work.session.get(Invoice, document.id)
    if invoice is None:
        return None, None, None
    due = Money(max(0, owed_on(work, invoice)), invoice.currency)
    return _amount(work, row, invoice), due, invoice.due_on


def _is_taxed(work: Work, document: Document) -> bool | None:
    """Whether the sums of the document have VAT in them; None where it has no sums."""
    if not (work.session.get(Invoice, document.id) or work.session.get(Contract, document.id)):
        return None
    return Decimal(str(content_of(work, document)["tax_rate"])) > 0


def _amount(work: Work, row: Notification, invoice: Invoice) -> Money:
    if row.rule == REFUNDED:  # all of it: other invoices may have given a part
        refund = work.session.get_one(LedgerEntry, row.subject_id)
        return Money(-refund.amount, refund.currency)
    if row.rule == AGAIN:  # what went back by then
        event = _asking(work, row)
        return Money(event.amount, event.currency)
    part = work.session.get(EntryAllocation, row.subject_id)
    return Money(part.amount, part.currency) if part else Money(invoice.total_amount, invoice.currency)
