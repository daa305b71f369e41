"""Use cases: texts of documents and letters as the studio rewrites them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.errors import Stale
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.studio.models import TextOverride
from studio_app.domain.timeline.events.studio import TextReset, TextRewritten
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A rewritten text that has passed the check of its template; made by nobody but that check."""

    key: str
    locale: str
    source: str


@dataclass(frozen=True, slots=True)
class RewrittenText:
    """A text as the studio has it now; version 0 means that it still reads as delivered."""

    key: str
    locale: str
    source: str | None
    version: int
    updated_at: datetime | None


def rewritten(work: Work) -> list[CheckedText]:
    """All rewritten texts: what letters and documents are rendered with."""
    rows = work.session.exec(select(TextOverride).order_by(col(TextOverride.key), col(TextOverride.locale)))
    return [CheckedText(key=row.key, locale=row.locale, source=row.source) for row in rows]


def text_of(work: Work, *, key: str, locale: str) -> RewrittenText:
    """One text as it stands."""
    row = _find(work, key, locale)
    if row is None:
        return RewrittenText(key=key, locale=locale, source=None, version=0, updated_at=None)
    return RewrittenText(key=key, locale=locale, source=row.source, version=row.version, updated_at=row.updated_at)


def save_text(work: Work, *, text: CheckedText, version: int) -> int:
    """Rewrite a text and return its new version.

    Raises Stale if it is no longer at `version` (0: as delivered), Forbidden.
    """
    require(work, Permission.EDIT_SETTINGS)
    row = _find(work, text.key, text.locale)
    if (row.version if row else 0) != version:
        raise Stale
    if row is None:
        row = TextOverride(
            id=work.new_id(), key=text.key, locale=text.locale, source=text.source, version=0, updated_at=work.now()
        )
        work.session.add(row)
    row.source = text.source
    row.version += 1
    row.updated_at = work.now()
    row.updated_by = work.actor.id
    record(work, TextRewritten(key=text.key, locale=text.locale, version=row.version))
    return row.version


def reset_text(work: Work, *, key: str, locale: str) -> None:
    """Go back to the delivered text. Raises Forbidden."""
    require(work, Permission.EDIT_SETTINGS)
    row = _find(work, key, locale)
    if row is not None:
        work.session.delete(row)
        record(work, TextReset(key=key, locale=locale))


def _find(work: Work, key: str, locale: str) -> TextOverride | None:
    return work.session.exec(select(TextOverride).where(TextOverride.key == key, TextOverride.locale == locale)).first()
