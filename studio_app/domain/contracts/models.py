"""Tables of contracts."""

from datetime import date, datetime

from sqlmodel import Field

from studio_app.domain.columns import BigInt, Table, UtcDateTime


class Contract(Table, table=True):
    """A contract built from an accepted proposal; its text lives in its document's revisions."""

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    proposal_id: str = Field(foreign_key="proposal.document_id", max_length=32)
    legal_entity_id: str = Field(foreign_key="legal_entity.id", max_length=32)
    total_amount: int = Field(sa_type=BigInt)
    currency: str = Field(max_length=3)
    signed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_on: date | None = None  # the day of the work's acceptance, as a person has marked it
