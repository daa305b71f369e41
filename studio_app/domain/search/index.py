"""Keeping the index, and asking it which things have all the words."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, bindparam, column, delete, table, text
from sqlalchemy import select as columns
from sqlmodel import col, select

from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.search.words import index_words
from studio_app.domain.work import Work


def entry(
    kind: EntryKind,
    *,
    ref: str,
    title: str,
    detail: str,
    parts: Sequence[str],
    deal_id: str = "",
    document_kind: str = "",
) -> SearchEntry:
    """What is kept of one thing: it is found by every word of `parts`, and by no other."""
    return SearchEntry(
        kind=kind,
        ref=ref,
        title=title[:300],
        detail=detail[:300],
        deal_id=deal_id,
        document_kind=document_kind,
        words=index_words(parts),
    )


def keep(work: Work, wanted: SearchEntry) -> None:
    """Have the thing found by these words from now on, whatever it was found by before."""
    kept = work.session.exec(
        select(SearchEntry).where(SearchEntry.kind == wanted.kind, SearchEntry.ref == wanted.ref)
    ).first()
    if kept is None:
        work.session.add(wanted)
    elif (kept.title, kept.detail, kept.words) != (wanted.title, wanted.detail, wanted.words):
        kept.title, kept.detail, kept.words = wanted.title, wanted.detail, wanted.words


def forget(work: Work, *, kind: EntryKind, refs: Collection[str]) -> None:
    """Have these things found no more."""
    work.session.exec(delete(SearchEntry).where(col(SearchEntry.kind) == kind, col(SearchEntry.ref).in_(refs)))


def refs_with(work: Work, *, kind: EntryKind, words: Sequence[str]) -> Select[str]:
    """A subquery of the ids of the things of `kind` that have a word beginning with each of `words`."""
    return matching(work, kind=kind, words=words).with_only_columns(col(SearchEntry.ref)).order_by(None)


def matching(work: Work, *, kind: EntryKind, words: Sequence[str], whole: bool = False) -> Select[SearchEntry]:
    """The entries of `kind` that have all of `words`, as beginnings or as `whole` words, the newest first.

    Words are letters and digits only, as `query_words` gives them: they are put into the index's own language.
    """
    if work.session.get_bind().dialect.name == "sqlite":
        query = " AND ".join(f'"{word}"' if whole else f'"{word}"*' for word in words)
        index = table(f"search_{kind}", column("rowid"))
        found = columns(SearchEntry).join(index, index.c.rowid == col(SearchEntry.id))
        found = found.where(text(f"search_{kind} MATCH :asked").bindparams(bindparam("asked", query, unique=True)))
        return found.order_by(index.c.rowid.desc())  # the index's own order: a few of many are found at once
    query = " & ".join(f"'{word}'" if whole else f"'{word}':*" for word in words)
    said = text("to_tsvector('simple', words) @@ to_tsquery('simple', :asked)")
    found = columns(SearchEntry).where(col(SearchEntry.kind) == kind)
    return found.where(said.bindparams(bindparam("asked", query, unique=True))).order_by(col(SearchEntry.id).desc())
