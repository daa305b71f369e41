"""deals by their title and clients by their name, as an alphabet has them

Revision ID: 0011
Revises: 0004
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (("deal", "title", "title_key"), ("client", "name", "sort_key"))
BATCH = 5000
BREAKS = " \t\n\u00a0-\u2013\u2014/,.:"


def key(text):
    """How `core/alphabet.py` had it when this was written."""
    folded = unicodedata.normalize("NFC", text).casefold()
    plain = "".join(letter(char) if char.isalnum() else " " if char in BREAKS else "" for char in folded)
    return " ".join(plain.split())[:120]


def letter(char):
    parts = unicodedata.normalize("NFKD", char)
    return char if parts == "и\u0306" else "".join(part for part in parts if not unicodedata.combining(part))


def upgrade() -> None:
    kind = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")
    for table, name, column in TABLES:
        op.add_column(table, sa.Column(column, kind, nullable=False, server_default=""))
        fill(table, name, column)
    op.create_index("ix_deal_by_title", "deal", ["title_key", "id", "stage_id"])
    op.create_index("ix_client_sort_key", "client", ["sort_key"])


def fill(table: str, name: str, column: str) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT id, {name} FROM {table}")).all()
    found = [{"row": row[0], "key": key(row[1])} for row in rows]
    for first in range(0, len(found), BATCH):
        statement = sa.text(f"UPDATE {table} SET {column} = :key WHERE id = :row")
        connection.execute(statement, found[first : first + BATCH])


def downgrade() -> None:
    op.drop_index("ix_client_sort_key", "client")
    op.drop_index("ix_deal_by_title", "deal")
    for table, _, column in TABLES:
        op.drop_column(table, column)
