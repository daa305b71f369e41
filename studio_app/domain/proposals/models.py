"""Tables of proposals."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from studio_app.domain.columns import BigInt, EnumText, Json, Table, UtcDateTime
from studio_app.domain.pricing.kinds import Tariff


class Proposal(Table, table=True):
    """A commercial proposal; its text lives in its document's revisions."""

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    estimate_id: str = Field(foreign_key="estimate.id", max_length=32)
    valid_until: datetime = Field(sa_type=UtcDateTime)
    chosen_tariff: Tariff | None = Field(default=None, sa_type=EnumText(Tariff))  # so far, on the page
    chosen_options: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False, server_default="[]")
    )  # with their names: an option that is gone can still be named
    chosen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_tariff: Tariff | None = Field(default=None, sa_type=EnumText(Tariff))
    accepted_options: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    accepted_lines: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False)
    )  # the line items bought, with their prices: what the contract is made from
    accepted_amount: int = Field(default=0, sa_type=BigInt)
    currency: str = Field(max_length=3)
    decline_reason: str = ""
