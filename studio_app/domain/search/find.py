"""Query: whatever has the words, of each kind the newest, whole words first; then what the other layout would find."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.domain.search.index import matching
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.layouts import other_layout
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


@dataclass(frozen=True, slots=True)
class Found:
    """What the text found as it was typed, and what else the same keys find with the other layout on."""

    hits: tuple[Hit, ...]
    other_text: str  # what the keys say with the other layout on
    other_hits: tuple[Hit, ...] = ()  # none where the first were enough


def find_anything(work: Work, *, text: str, limit: int = PER_KIND) -> Found:
    """Deals, then clients, then documents that have a word beginning with each word of `text`.

    At most `limit` of each kind. Nothing for a text without a letter or a digit. Where fewer than `limit` are found in
    all, the other keyboard layout is tried: who forgets to switch it finds little or nothing.
    """
    other = other_layout(text)
    words, others = query_words(text), query_words(other)
    hits = _hits(work, words, limit)
    if len(hits) >= limit or others == words:
        return Found(hits, other)
    known = {(hit.kind, hit.ref) for hit in hits}
    return Found(hits, other, tuple(hit for hit in _hits(work, others, limit) if (hit.kind, hit.ref) not in known))


def _hits(work: Work, words: Sequence[str], limit: int) -> tuple[Hit, ...]:
    return tuple(hit for kind in EntryKind for hit in _of_kind(work, kind, words, limit)) if words else ()


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
