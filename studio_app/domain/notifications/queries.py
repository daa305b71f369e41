"""Queries: the outbox."""

from collections.abc import Sequence

from sqlmodel import case, col, func, or_, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import LetterDetail, LetterRow, OutboxPage
from studio_app.domain.notifications.sending import get_notification
from studio_app.domain.notifications.stored_links import with_links
from studio_app.domain.search.index import refs_with
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.words import query_words
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.work import Work

PAGE = 50


def outbox(
    work: Work, *, status: NotificationStatus | None = None, search: str = "", limit: int = PAGE
) -> Sequence[LetterRow]:
    """Letters, the newest first; `search` looks at address, subject line and deal."""
    query = select(Notification, Deal.title).join(Deal, col(Deal.id) == col(Notification.deal_id), isouter=True)
    if status is not None:
        query = query.where(Notification.status == status)
    if wanted := search.strip().lower():
        words = query_words(search)
        query = query.where(
            or_(
                func.lower(Notification.recipient).contains(wanted, autoescape=True),
                col(Notification.subject).icontains(search.strip(), autoescape=True),
                *([col(Deal.id).in_(refs_with(work, kind=EntryKind.DEAL, words=words))] if words else []),
            )
        )
    # what is still to come, and what never came, stands below what has happened
    status_of = col(Notification.status)
    waiting = case(
        (status_of == NotificationStatus.PLANNED, 1), (status_of == NotificationStatus.CANCELLED, 2), else_=0
    )
    at = func.coalesce(col(Notification.sent_at), col(Notification.planned_at))
    newest = query.order_by(waiting, at.desc(), col(Notification.id).desc()).limit(limit)
    return [_row(row, title) for row, title in work.session.exec(newest)]


def outbox_page(
    work: Work, *, status: NotificationStatus | None = None, search: str = "", limit: int = PAGE
) -> OutboxPage:
    """The newest `limit` letters that match, the counts by status, and the clock to show moments on."""
    rows = outbox(work, status=status, search=search, limit=limit + 1)
    return OutboxPage(
        rows=tuple(rows[:limit]),
        more=len(rows) > limit,
        counts=outbox_counts(work),
        timezone=studio_brand(work).timezone,
    )


def outbox_counts(work: Work) -> dict[str, int]:
    """How many letters stand where, by status."""
    rows = work.session.exec(select(Notification.status, func.count()).group_by(col(Notification.status)))
    return {NotificationStatus(status).value: count for status, count in rows}


def letter(work: Work, *, notification_id: str) -> LetterDetail:
    """One letter as it was sent, a link only where the reader may open it. Raises NotFound."""
    row = get_notification(work, notification_id)
    deal = work.session.get(Deal, row.deal_id) if row.deal_id else None
    return LetterDetail(
        row=_row(row, deal.title if deal else None),
        text=with_links(work, row.text),
        html=with_links(work, row.html),
        attempts=row.attempts,
    )


def _row(row: Notification, title: str | None) -> LetterRow:
    return LetterRow(
        id=row.id,
        deal_id=row.deal_id or "",
        deal_title=title or "",
        rule=row.rule,
        recipient=row.recipient,
        status=row.status,
        subject=row.subject,
        at=row.sent_at or row.planned_at,
        problem=row.problem,
    )
