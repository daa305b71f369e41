"""Whether a planned letter is still true; reaction: what an event makes untrue is cancelled with its reason."""

from collections.abc import Iterator

from sqlmodel import col, select

from studio_app.core.status import advance
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal, get_stage
from studio_app.domain.documents.kinds import KINDS, DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.ledger.booking import EVENTS as MONEY_MOVED
from studio_app.domain.notifications.document_kinds import LETTERS
from studio_app.domain.notifications.kinds import TRANSITIONS, NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.money import counts, stands
from studio_app.domain.notifications.planning import enqueue, link_mark, publication_stamp, reminder_stamp
from studio_app.domain.notifications.rules import BY_NAME, RECEIVED, REFUNDED, REPLACED_LINK, Audience, Rule
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.documents import DocumentLinkRenewed, DocumentPublished
from studio_app.domain.timeline.events.invoices import InvoiceReopened
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

TAKEN_BACK, LOST, PUBLISHED_ANEW, EXPIRED = "taken_back", "lost", "published_anew", "expired"
_NO_ANSWER = (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED)
NOT_NEEDED, LINK_REPLACED = "not_needed", "link_replaced"
REASONS = (
    *(status.value for status in DocumentStatus if status is not DocumentStatus.PUBLISHED),
    *(TAKEN_BACK, LOST, PUBLISHED_ANEW, EXPIRED, NOT_NEEDED, LINK_REPLACED),
)
"""Why a letter is not sent: what became of its document (answered, paid, void…), or what else has changed."""


def outdated_after() -> Iterator[type[Event]]:
    """Events after which letters that wait for their moment may have become untrue.

    A deal that is lost is not among them: a move is undone with one click, so that is looked at when a letter is due.
    """
    for kind in KINDS.values():
        answers = (event for event, status in kind.moved_by.items() if status not in _NO_ANSWER)
        yield from (kind.published, *answers)
    yield from MONEY_MOVED.values()
    yield DocumentLinkRenewed


def cancel_outdated(work: Work, recorded: Recorded[Event]) -> None:
    """Reaction: cancel what is planned for the deal's clients and is not true any more, in the same transaction."""
    if recorded.event.deal_id is None:
        return
    deal = get_deal(work, recorded.event.deal_id)
    waiting = select(Notification).where(
        Notification.deal_id == deal.id,
        Notification.status == NotificationStatus.PLANNED,
        col(Notification.document_id).is_not(None),
    )
    for row in work.session.exec(waiting).all():
        document = get_document(work, row.document_id or "")
        reason = why_outdated(work, row, BY_NAME[row.rule], document, deal)
        if reason:
            cancel(row, reason)


def plan_again(work: Work, recorded: Recorded[InvoiceReopened]) -> None:
    """Reaction to invoice.reopened: reminders of a payment that has proved to be none are to come after all."""
    waiting = select(Notification).where(
        Notification.document_id == recorded.event.document_id,
        Notification.status == NotificationStatus.CANCELLED,
        Notification.problem == DocumentStatus.PAID.value,
        col(Notification.planned_at) > work.now(),
    )
    document = get_document(work, recorded.event.document_id)
    for row in work.session.exec(waiting).all():
        if _overtaken(work, row, BY_NAME[row.rule], document):  # asked for again since: those letters count
            continue
        row.status, row.problem = advance(row.status, NotificationStatus.PLANNED, TRANSITIONS), ""
        enqueue(work, row)


def cancel(row: Notification, reason: str) -> None:
    """The letter stays in the outbox as cancelled, with the reason (of REASONS)."""
    row.status, row.problem = advance(row.status, NotificationStatus.CANCELLED, TRANSITIONS), reason


def why_outdated(work: Work, row: Notification, rule: Rule, document: Document, deal: Deal) -> str:
    """Why a letter about a document must not go out any more, one of REASONS; empty: it is true."""
    if rule.while_status and document.status not in rule.while_status:
        return document.status.value
    if (rule.name == REFUNDED and not stands(work, row.subject_id)) or (
        rule.name == RECEIVED and not counts(work, row.subject_id)
    ):
        return TAKEN_BACK
    if rule.to is Audience.CLIENT and not rule.even_if_lost and get_stage(work, deal.stage_id).kind is StageKind.LOST:
        return LOST
    if overtaken := _overtaken(work, row, rule, document):
        return overtaken
    return EXPIRED if rule.is_reminder and LETTERS[document.kind].is_over(work, document) else ""


def _overtaken(work: Work, row: Notification, rule: Rule, document: Document) -> str:
    """What has happened anew since, and has letters of its own: a publication, or a link in place of that one."""
    if rule.is_reminder and row.occurrence.partition(".")[0] != reminder_stamp(work, document):
        return PUBLISHED_ANEW
    if rule.on is not None and issubclass(rule.on, DocumentPublished) and row.occurrence != publication_stamp(document):
        return PUBLISHED_ANEW
    return LINK_REPLACED if rule.name == REPLACED_LINK and row.occurrence != link_mark(document) else ""
