"""a line of a service keeps its price in the price list"""

from alembic import op

revision = "listed_prices"
down_revision = "table_encoding"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change: of lines made before, the price they have is the one they are compared with."""
    op.execute(
        "UPDATE estimate_line SET listed_amount = unit_price_amount, listed_currency ="
        " (SELECT currency FROM estimate WHERE estimate.id = estimate_line.estimate_id)"
        " WHERE service_key <> '' AND listed_currency = ''"
    )


def downgrade() -> None:
    """Take it back."""
    op.execute(
        "UPDATE estimate_line SET listed_amount = 0, listed_currency = '' WHERE listed_currency ="
        " (SELECT currency FROM estimate WHERE estimate.id = estimate_line.estimate_id)"
    )
