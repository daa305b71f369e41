"""The table of everything that can be found, and the full-text index that the database keeps of it."""

from sqlalchemy import DDL, Column, UniqueConstraint, event
from sqlalchemy import Table as SqlTable
from sqlmodel import Field

from studio_app.domain.columns import BigInt, EnumText, Table
from studio_app.domain.search.kinds import EntryKind


class SearchEntry(Table, table=True):
    """One thing with the words it is found by; newer ones have a higher `id`."""

    __table_args__ = (UniqueConstraint("kind", "ref"),)

    id: int | None = Field(default=None, sa_column=Column(BigInt, primary_key=True, autoincrement=True))
    kind: EntryKind = Field(sa_type=EnumText(EntryKind))
    ref: str = Field(max_length=32)  # id of the deal, client or document
    document_kind: str = Field(default="", max_length=16)
    title: str = Field(max_length=300)
    detail: str = Field(default="", max_length=300)  # what tells it from others of the same title
    deal_id: str = Field(default="", max_length=32)  # where a document is shown
    words: str  # see words.index_words


_POSTGRES_INDEX = "CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', words))"
_SQLITE_INDEX = (
    # prefix: beginnings of up to three letters are looked up and not scanned
    """CREATE VIRTUAL TABLE search_KIND USING fts5(
        words, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')""",
    """CREATE TRIGGER search_KIND_put AFTER INSERT ON search_entry WHEN new.kind = 'KIND' BEGIN
        INSERT INTO search_KIND(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_KIND_change AFTER UPDATE OF words ON search_entry WHEN new.kind = 'KIND' BEGIN
        INSERT INTO search_KIND(search_KIND, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_KIND(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_KIND_take AFTER DELETE ON search_entry WHEN old.kind = 'KIND' BEGIN
        INSERT INTO search_KIND(search_KIND, rowid, words) VALUES ('delete', old.id, old.words); END""",
)
"""Each kind has an index of its own, so that few clients among many deals are found as quickly as many."""


def _index(table: SqlTable) -> None:
    event.listen(table, "after_create", DDL(_POSTGRES_INDEX).execute_if(dialect="postgresql"))
    for kind in EntryKind:
        for statement in _SQLITE_INDEX:
            made = DDL(statement.replace("KIND", kind)).execute_if(dialect="sqlite")
            event.listen(table, "after_create", made)


_index(SearchEntry.metadata.tables["search_entry"])
