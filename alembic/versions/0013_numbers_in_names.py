"""names of companies that differ in a number are told apart: "11" is not "1"

Revision ID: 0013
Revises: 0012
"""

import re

import sqlalchemy as sa
from alembic import op

from studio_app.domain.clients.company_key import name_keys

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CHANGED = re.compile(r"(\d)\1|№")


def upgrade() -> None:
    # by today's keys: a change that makes others of them renews all of them again
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name FROM client")).all()
    found = [{"row": row, **name_keys(name)} for row, name in rows if CHANGED.search(name)]
    if found:
        statement = "UPDATE client SET name_key = :name_key, name_tail = :name_tail WHERE id = :row"
        connection.execute(sa.text(statement), found)


def downgrade() -> None:
    """The keys of before would only be coarser."""
