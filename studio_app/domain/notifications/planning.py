"""Reactions: which letters follow from an event or from a letter that went out."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import select

from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.recipients import recipient
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document, SigningCode
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.notifications.hours import next_waking_moment
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.money import invoice_of, refund_of, told_of
from studio_app.domain.notifications.rules import AGAIN, BY_NAME, CODE_RULE, RULES, TAKEN_BACK, Audience, Pace, Rule
from studio_app.domain.studio.current import studio, zone
from studio_app.domain.timeline.events.documents import ContractCodeRequested, DocumentEvent
from studio_app.domain.timeline.events.invoices import InvoiceAskedAgain
from studio_app.domain.timeline.events.money import Booked, CorrectionRecorded, PaymentRecorded, RefundRecorded
from studio_app.domain.timeline.events.notifications import NotificationFailed
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

SEND = "send_notification"
NO_ADDRESS = "no_address"
_MORNING = time(10)


def plan_letters(work: Work, recorded: Recorded[DocumentEvent | Booked]) -> None:
    """Plan what the event calls for: once per subject, rule and occurrence; sent after the commit."""
    event = recorded.event
    if isinstance(event, CorrectionRecorded):
        _tell_whom_it_was_told(work, event)
        return
    document_id = event.document_id
    if isinstance(event, RefundRecorded):
        refund = refund_of(work, event)
        document_id = invoice_of(work, refund) if refund else ""
    if not document_id:
        return
    document = get_document(work, document_id)
    for rule in RULES:
        if rule.on is type(event):
            work.session.flush()  # which gives the row its number
            subject, occurrence = _identity(recorded, document)
            at = work.now() + rule.wait
            row = plan_letter(work, rule, document, subject_id=subject, occurrence=occurrence, at=at)
            if rule.name == AGAIN and row is not None and row.recipient:
                plan_followers(work, row)


def _tell_whom_it_was_told(work: Work, event: CorrectionRecorded) -> None:
    """A payment is taken back: whoever read that it came in reads that, and nobody else does."""
    told = told_of(work, event)
    if told is None or event.document_id is None:
        return
    document = get_document(work, event.document_id)
    reader = (told.recipient, told.locale)
    rule = BY_NAME[TAKEN_BACK]
    plan_letter(work, rule, document, subject_id=told.subject_id, occurrence="1", at=work.now(), reader=reader)


def plan_followers(work: Work, sent: Notification) -> None:
    """Plan the reminders that come after a letter, or after the reminder before."""
    if sent.document_id is None:
        return
    document = get_document(work, sent.document_id)
    stamp, _, step = sent.occurrence.partition(".")
    if sent.rule == AGAIN:
        stamp = _asking_stamp(document, sent)
    for rule in RULES:
        if sent.rule in rule.after or (rule.name == sent.rule and rule.pace is Pace.LADDER):
            following = int(step or 0) + 1 if rule.name == sent.rule else 1
            at = _reminder_moment(work, rule, document, step=following)
            if at is not None:
                occurrence = f"{stamp}.{following}"
                plan_letter(work, rule, document, subject_id=document.id, occurrence=occurrence, at=at)


def publication_stamp(document: Document) -> str:
    """Names one publication of a document: a declined proposal that is published again is told of again."""
    published = document.published_at or document.created_at
    return str(int(published.timestamp() * 1000))


def reminder_stamp(work: Work, document: Document) -> str:
    """Names what the document's reminders are of: its publication, or the last time it was asked for again."""
    asking = _last_asking(work, document)
    return _asking_stamp(document, asking) if asking else publication_stamp(document)


def link_mark(document: Document) -> str:
    """Names the document's current link in the letter that brings it."""
    return document.token_hash[:40]


def waking_moment(work: Work, deal: Deal, at: datetime) -> datetime:
    """The first moment from `at` on that is not night for the client."""
    settings = studio(work)
    client = work.session.get(Client, deal.client_id)
    return next_waking_moment(
        at,
        timezone=client.timezone if client else settings.timezone,
        quiet_from=settings.quiet_from_hour,
        quiet_until=settings.quiet_until_hour,
    )


def enqueue(work: Work, row: Notification) -> None:
    """Plan the sending of a letter for its moment; the same plan is carried out once."""
    key = f"letter:{row.id}:{int(row.planned_at.timestamp() * 1000)}"
    at = row.planned_at if row.planned_at > work.now() else None
    work.jobs.enqueue(work.session, SEND, key=key, args={"notification_id": row.id}, at=at)


def reader_of(work: Work, rule: Rule, deal: Deal, document: Document) -> tuple[str, str, str]:
    """Address, name and language of whom the letter is for; the address may be empty."""
    if rule.to is Audience.MANAGER:
        manager = work.session.get(User, deal.manager_id)
        return (manager.email, manager.name, manager.locale) if manager else ("", "", document.locale)
    purpose = document.kind.reader
    contact = (
        recipient(work, contact_id=deal.contact_id, purpose=purpose)
        if purpose
        else work.session.get(Contact, deal.contact_id)
    )
    return (contact.email, contact.name, document.locale) if contact else ("", "", document.locale)


def plan_letter(
    work: Work,
    rule: Rule,
    document: Document,
    *,
    subject_id: str,
    occurrence: str,
    at: datetime,
    reader: tuple[str, str] | None = None,
) -> Notification | None:
    """Plan a letter about a document, once per subject, rule and occurrence; None where it is known already.

    `reader`: address and language, where it is not for whoever reads such letters now.
    """
    known = select(Notification.id).where(
        Notification.subject_id == subject_id, Notification.rule == rule.name, Notification.occurrence == occurrence
    )
    if work.session.exec(known).first() is not None:
        return None
    deal = get_deal(work, document.deal_id)
    address, _, locale = reader_of(work, rule, deal, document)
    if rule.name == CODE_RULE:
        work.session.flush()
        code = work.session.get(SigningCode, subject_id)
        address = code.sent_to if code else address
    if reader is not None:
        address, locale = reader
    row = Notification(
        id=work.new_id(),
        deal_id=deal.id,
        document_id=document.id,
        subject_id=subject_id,
        rule=rule.name,
        occurrence=occurrence,
        recipient=address,
        locale=locale,
        planned_at=at,
        created_at=work.now(),
    )
    work.session.add(row)
    if address:
        enqueue(work, row)
        return row
    row.status, row.problem = NotificationStatus.FAILED, NO_ADDRESS
    record_failure(work, row)
    return row


def record_failure(work: Work, row: Notification) -> None:
    """Put it on the timeline that a letter did not go out, so that a person takes over."""
    record(
        work,
        NotificationFailed(
            deal_id=row.deal_id, notification_id=row.id, document_id=row.document_id, rule=row.rule, problem=row.problem
        ),
    )


def _identity(recorded: Recorded[DocumentEvent | Booked], document: Document) -> tuple[str, str]:
    event = recorded.event
    if isinstance(event, ContractCodeRequested):
        return event.code_id, "1"
    if isinstance(event, PaymentRecorded):
        return event.allocation_id or "", "1"
    if isinstance(event, InvoiceAskedAgain):
        return str(recorded.id), "1"
    if isinstance(event, RefundRecorded):
        return event.entry_id, "1"
    return document.id, publication_stamp(document)


def _reminder_moment(work: Work, rule: Rule, document: Document, *, step: int) -> datetime | None:
    settings = studio(work)
    deal = get_deal(work, document.deal_id)
    if rule.pace is Pace.OVERDUE:
        invoice = work.session.get(Invoice, document.id)
        if invoice is None or invoice.due_on is None:
            return None
        morning = datetime.combine(invoice.due_on + timedelta(days=1), _MORNING, tzinfo=zone(work))
        return waking_moment(work, deal, morning.astimezone(UTC))
    days = [int(day) for day in settings.reminder_days.replace(" ", "").split(",") if day.isdigit()]
    if step > len(days):
        return None
    asking = _last_asking(work, document)
    moment = asking.created_at if asking else document.published_at or work.now()
    # after a pause the ladder goes on from today: a day of rest between two reminders, never a burst
    earliest = work.now() + timedelta(days=1)
    return waking_moment(work, deal, max(moment + timedelta(days=days[step - 1]), earliest))


def _asking_stamp(document: Document, asking: Notification) -> str:
    return f"{publication_stamp(document)}-{asking.subject_id}"


def _last_asking(work: Work, document: Document) -> Notification | None:
    """The letter of the last time that a person asked again for what went back."""
    query = select(Notification).where(Notification.document_id == document.id, Notification.rule == AGAIN)
    return max(work.session.exec(query), key=lambda row: int(row.subject_id), default=None)
