"""Query: by what a page tells that it is still current, in one cheap read."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, func

from studio_app.core.errors import NotFound
from studio_app.core.tokens import token_hash
from studio_app.domain.documents.models import Document, DocumentKind
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.timeline import TimelineEvent
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Stamp:
    """Equal stamps, equal pages: every change of a deal is an event, and events are never deleted."""

    document_id: str
    kind: DocumentKind
    revision: int
    last_seen_at: datetime | None
    events: int  # of the deal
    studio_version: int | None


_EVENTS = sa.select(func.count()).where(col(TimelineEvent.deal_id) == col(Document.deal_id)).scalar_subquery()
_VERSION = sa.select(col(Studio.version)).where(col(Studio.id) == THE_STUDIO).scalar_subquery()
# put together once: it is most of what a page kept ready costs
_QUERY = sa.select(
    col(Document.id),
    col(Document.kind),
    col(Document.revision),
    col(Document.last_seen_at),
    _EVENTS,
    _VERSION,
    col(Document.expires_at),
).where(
    col(Document.token_hash) == sa.bindparam("token_hash"),
    col(Document.revoked_at).is_(None),
    col(Document.published_at).is_not(None),
)


def stamp(work: Work, *, token: str) -> Stamp:
    """The stamp of what a client's link opens. Raises NotFound exactly where find_by_token does."""
    row = work.session.connection().execute(_QUERY, {"token_hash": token_hash(token)}).first()
    if row is None:
        raise NotFound
    expires_at: datetime | None = row[6]
    if expires_at is not None and expires_at <= work.now():
        raise NotFound
    return Stamp(row[0], row[1], row[2], row[3], row[4], row[5])
