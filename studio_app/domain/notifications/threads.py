"""Query: which deal an answer to one of our letters is about."""

from collections.abc import Sequence

from sqlmodel import col, select

from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work


def deal_answered(work: Work, *, message_ids: Sequence[str]) -> str:
    """The deal of the newest of our letters among `message_ids` (in angle brackets); empty: none is ours."""
    query = select(Notification.deal_id).where(col(Notification.message_id).in_(message_ids))
    return work.session.exec(query.order_by(col(Notification.created_at).desc()).limit(1)).first() or ""
