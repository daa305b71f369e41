"""Tables of reconciliation: each run, and what it found that needs a person."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from studio_app.domain.columns import BigInt, EnumText, Table, UtcDateTime
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind


class Difference(Table, table=True):
    """One disagreement; open until it is gone, repaired or set aside by a person."""

    __table_args__ = (
        Index(
            "ux_difference_open",
            "provider",
            "kind",
            "ref",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    provider: str = Field(max_length=20)
    kind: DifferenceKind = Field(sa_type=EnumText(DifferenceKind))
    ref: str = Field(max_length=255)  # the checkout there; our refund; our stored event
    attempt_id: str | None = Field(default=None, foreign_key="payment_attempt.id", max_length=32)
    theirs_amount: int = Field(default=0, sa_type=BigInt)
    ours_amount: int = Field(default=0, sa_type=BigInt)
    currency: str = Field(default="", max_length=3)
    detail: str = Field(default="", max_length=300)
    found_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str = Field(default="", max_length=32)


class ReconciliationRun(Table, table=True):
    """One look at a provider's books."""

    id: str = Field(primary_key=True, max_length=32)
    provider: str = Field(index=True, max_length=20)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    checked: int = 0  # checkouts looked at
    repaired: int = 0  # what a lost webhook had kept from us, booked now
    differences: int = 0  # open at the end
    problem: str = Field(default="", max_length=300)  # why it could not be finished
