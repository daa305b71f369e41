"""Query: a short mark of what each link shows, by which an open page learns that it is out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, func

from studio_app.core.tokens import token_hash
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.models import Document
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.timeline.models import TimelineEvent
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

    @property
    def mark(self) -> str:
        """The same in a few characters, for the page itself: by it an open page learns that it was overtaken."""
        return f"{self.revision}.{self.events}.{self.studio_version or 0}"


_EVENTS = sa.select(func.count()).where(col(TimelineEvent.deal_id) == col(Document.deal_id)).scalar_subquery()
_VERSION = sa.select(col(Studio.version)).where(col(Studio.id) == THE_STUDIO).scalar_subquery()
# put together once: it is most of what a page kept ready costs
_QUERY = sa.select(
    col(Document.token_hash),
    col(Document.id),
    col(Document.kind),
    col(Document.revision),
    col(Document.last_seen_at),
    _EVENTS,
    _VERSION,
    col(Document.expires_at),
).where(
    col(Document.token_hash).in_(sa.bindparam("hashes", expanding=True)),
    col(Document.revoked_at).is_(None),
    col(Document.published_at).is_not(None),
)


def stamps(work: Work, *, tokens: Sequence[str]) -> list[Stamp | None]:
    """The stamp of what each link opens, in the order of `tokens`; None exactly where find_by_token finds nothing."""
    hashes = [token_hash(token) for token in tokens]
    rows = work.session.connection().execute(_QUERY, {"hashes": sorted(set(hashes))})
    now, found = work.now(), dict[str, Stamp]()
    for hashed, document_id, kind, revision, seen_at, events, version, expires_at in rows:
        if expires_at is None or expires_at > now:
            found[hashed] = Stamp(document_id, kind, revision, seen_at, events, version)
    return [found.get(hashed) for hashed in hashes]
