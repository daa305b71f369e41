"""full-text search

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = ("deal", "client", "document")
STATEMENTS = (
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


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', words))")
        return
    for kind in KINDS:
        for statement in STATEMENTS:
            op.execute(statement.replace("KIND", kind))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_search_entry_words", "search_entry")
        return
    for kind in KINDS:
        for what in ("put", "change", "take"):
            op.execute(f"DROP TRIGGER search_{kind}_{what}")
        op.execute(f"DROP TABLE search_{kind}")
