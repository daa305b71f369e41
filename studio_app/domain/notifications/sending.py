"""Use cases around the sending of a letter: look again, then note what became of it.

A letter is sent in three steps, because nothing may talk to a mail server inside a transaction:
`decide` reads whether the letter is still true, the mail server is given it outside a transaction,
`note_sent` marks it. Killed between the second and the third step, a process leaves a letter that is
out but not marked; the job runs again and sends the same letter with the same Message-ID. That is the
edge of sending at least once: nothing is lost, a repeat is possible for the letters in the air at that
very moment, and mailboxes fold it because it names itself the same. Before the second step and after
the third a kill repeats nothing.
"""

from datetime import datetime, timedelta

from sqlmodel import col, select

from studio_app.core.clock import SLACK
from studio_app.core.errors import NotFound
from studio_app.core.status import IllegalTransition, advance
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.notifications.alerts import decide_alert
from studio_app.domain.notifications.colleagues import decide_colleague
from studio_app.domain.notifications.facts import gather
from studio_app.domain.notifications.kinds import TRANSITIONS, NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.night import decide_night
from studio_app.domain.notifications.outdated import NOT_NEEDED, cancel, why_outdated
from studio_app.domain.notifications.own_account import decide_own_account
from studio_app.domain.notifications.planning import (
    enqueue,
    plan_followers,
    record_failure,
    waking_moment,
)
from studio_app.domain.notifications.rules import BY_NAME, PRIVATE, Audience
from studio_app.domain.notifications.schemas import Decision, LetterText, Verdict
from studio_app.domain.notifications.stored_links import without_links
from studio_app.domain.timeline.events.notifications import NotificationDelayed, NotificationRetried, NotificationSent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_ATTEMPTS = 6
_REMINDERS = tuple(rule.name for rule in BY_NAME.values() if rule.is_reminder)
_REST = timedelta(hours=20)  # between two reminders about one document


def decide(work: Work, *, notification_id: str) -> Decision:
    """Step one: whether the letter is still to be sent now, and what it says. Raises NotFound."""
    row = get_notification(work, notification_id)
    if row.status is not NotificationStatus.PLANNED:
        return Decision(Verdict.DONE)
    if row.rule in PRIVATE:
        return decide_own_account(work, row)
    if row.deal_id is None:
        return decide_night(work, row)
    deal = get_deal(work, row.deal_id)
    if row.document_id is None:
        alert = BY_NAME[row.rule].to is Audience.OWNER
        return decide_alert(work, row, deal) if alert else decide_colleague(work, row, deal)
    return _decide_about(work, row, get_document(work, row.document_id), deal)


def _decide_about(work: Work, row: Notification, document: Document, deal: Deal) -> Decision:
    rule = BY_NAME[row.rule]
    reason = why_outdated(work, row, rule, document, deal)
    if reason:
        return Decision(Verdict.CANCEL, reason=reason)
    if rule.is_reminder:
        at = waking_moment(work, deal, max(work.now(), _rested(work, document)))
        if at > work.now():
            return Decision(Verdict.POSTPONE, at=at)
    try:
        facts = gather(work, row, rule, document, deal)
    except NotFound:  # a signing code that cannot be used any more
        return Decision(Verdict.CANCEL)
    return Decision(Verdict.SEND if facts.recipient else Verdict.REFUSE, facts=facts)


def note_sent(
    work: Work, *, notification_id: str, recipient: str, message_id: str, copy: LetterText, kept: bool
) -> None:
    """Step three: the letter is out (or kept in the outbox, without a mail server), with the copy to store.

    Links are stored by their hashes only. Plans the reminders that follow it. Does nothing when that was noted before.
    """
    row = get_notification(work, notification_id)
    if row.status is not NotificationStatus.PLANNED:
        return
    _set(row, NotificationStatus.KEPT if kept else NotificationStatus.SENT)
    row.attempts += 1
    row.recipient, row.message_id, row.problem = recipient, message_id, ""
    row.sent_at = work.now()
    copy = without_links(copy)
    row.subject, row.text, row.html = copy.subject[:300], copy.text, copy.html
    plan_followers(work, row)
    record(
        work,
        NotificationSent(
            deal_id=row.deal_id, notification_id=row.id, document_id=row.document_id, rule=row.rule, kept=kept
        ),
    )


def note_cancelled(work: Work, *, notification_id: str, reason: str = NOT_NEEDED) -> None:
    """The letter is no longer true: it stays in the outbox as cancelled, with the reason."""
    row = get_notification(work, notification_id)
    if row.status is NotificationStatus.PLANNED:
        cancel(row, reason)


def postpone(work: Work, *, notification_id: str) -> None:
    """Plan the letter anew for its next possible moment, looked up again in this transaction."""
    decision = decide(work, notification_id=notification_id)
    if decision.verdict is Verdict.POSTPONE and decision.at is not None:
        row = get_notification(work, notification_id)
        row.planned_at = decision.at
        enqueue(work, row)


def note_failure(work: Work, *, notification_id: str, problem: str, final: bool = False) -> bool:
    """A try that failed; returns whether another one makes sense. After the last one a person is told."""
    row = get_notification(work, notification_id)
    if row.status is not NotificationStatus.PLANNED:
        return False
    row.attempts += 1
    row.problem = problem[:300]
    if not final and row.attempts < MAX_ATTEMPTS:
        record(
            work, NotificationDelayed(deal_id=row.deal_id, notification_id=row.id, rule=row.rule, problem=row.problem)
        )
        return True
    _set(row, NotificationStatus.FAILED)
    record_failure(work, row)
    return False


def send_again(work: Work, *, notification_id: str) -> None:
    """Try a failed letter once more, to the address the reader has now. Raises IllegalTransition, NotFound."""
    require(work, Permission.SEND_DOCUMENTS)
    row = get_notification(work, notification_id)
    if row.status is NotificationStatus.CANCELLED:  # it is not true
        raise IllegalTransition(current=row.status.value, target=NotificationStatus.PLANNED.value)
    _set(row, NotificationStatus.PLANNED)
    row.planned_at, row.attempts, row.problem = work.now(), 0, ""
    enqueue(work, row)
    record(work, NotificationRetried(deal_id=row.deal_id, notification_id=row.id, rule=row.rule))


def get_notification(work: Work, notification_id: str) -> Notification:
    """The row of a letter. Raises NotFound."""
    row = work.session.get(Notification, notification_id)
    if row is None:
        raise NotFound
    return row


def _rested(work: Work, document: Document) -> datetime:
    last = work.session.exec(
        select(Notification.sent_at)
        .where(
            Notification.document_id == document.id,
            col(Notification.rule).in_(_REMINDERS),
            # one of the future went out before the clock was put back: nobody waits until then
            col(Notification.sent_at) <= work.now() + SLACK,
        )
        .order_by(col(Notification.sent_at).desc())
    ).first()
    return last + _REST if last else work.now()


def _set(row: Notification, status: NotificationStatus) -> None:
    row.status = advance(row.status, status, TRANSITIONS)
