"""Query: whatever has the words, of each kind the newest, whole words first."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.domain.search.index import matching
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.search.words import query_words
from studio_app.domain.work import Work

PER_KIND = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a document by its number, with its kind and the deal that shows it."""

    kind: EntryKind
    ref: str
    title: str
    detail: str
    document_kind: str
    deal_id: str


def find_anything(work: Work, *, text: str, limit: int = PER_KIND) -> tuple[Hit, ...]:
    """Deals, then clients, then documents that have a word beginning with each word of `text`.

    At most `limit` of each kind. Nothing for a text without a letter or a digit.
    """
    words = query_words(text)
    if not words:
        return ()
    return tuple(hit for kind in EntryKind for hit in _of_kind(work, kind, words, limit))


def _of_kind(work: Work, kind: EntryKind, words: Sequence[str], limit: int) -> list[Hit]:
    found: dict[str, Hit] = {}
    for whole in (True, False):
        if len(found) < limit:
            for entry in _newest(work, kind, words, limit, whole=whole):
                found.setdefault(entry.ref, _hit(entry))
    return list(found.values())[:limit]


def _newest(work: Work, kind: EntryKind, words: Sequence[str], limit: int, *, whole: bool) -> Sequence[SearchEntry]:
    query = matching(work, kind=kind, words=words, whole=whole).limit(limit)
    return work.session.scalars(query).all()


def _hit(entry: SearchEntry) -> Hit:
    return Hit(entry.kind, entry.ref, entry.title, entry.detail, entry.document_kind, entry.deal_id)
