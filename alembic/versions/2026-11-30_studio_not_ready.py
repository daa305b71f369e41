"""the reason why an imported row waits for a studio to be set up has a plain name"""

import sqlalchemy as sa
from alembic import op

revision = "studio_not_ready"
down_revision = "letters_without_links"
branch_labels = None
depends_on = None

_OLD, _NEW = "nobody_home", "studio_not_ready"


def upgrade() -> None:
    """Apply the change."""
    _rename(_OLD, _NEW)


def downgrade() -> None:
    """Take the change back."""
    _rename(_NEW, _OLD)


def _rename(old: str, new: str) -> None:
    rows = sa.table("import_row", sa.column("reason", sa.JSON))
    is_old = sa.cast(rows.c.reason, sa.String).like(f'%"{old}"%')
    op.execute(rows.update().where(is_old).values(reason={"code": new}))
