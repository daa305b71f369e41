"""imports of leads, clients and spend from tables

Revision ID: 0005
Revises: 0009
"""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_import",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(160), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(32), nullable=False),
        sa.Column("imported_by_name", sa.String(160), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("import_id", sa.String(32), sa.ForeignKey("table_import.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("client_of", sa.Integer(), nullable=True),
        sa.Column("made", sa.JSON(), nullable=False),
    )
    op.create_index("ix_import_row_state", "import_row", ["import_id", "state", "position"])
    op.create_table(
        "uploaded_table",
        sa.Column("user_id", sa.String(32), sa.ForeignKey("user.id"), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(160), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("uploaded_table")
    op.drop_table("import_row")
    op.drop_table("table_import")
