"""The table of the rules by which leads find their managers."""

from sqlmodel import Field

from studio_app.domain.columns import BigInt, Table


class AssignmentRule(Table, table=True):
    """Whose deal a lead becomes: the first rule all of whose conditions hold; an empty condition always does."""

    id: str = Field(primary_key=True, max_length=32)
    position: int = 0
    active: bool = True
    channel_id: str | None = Field(default=None, foreign_key="channel.id", max_length=32)
    city: str = Field(default="", max_length=200)  # any of these, comma-separated
    topic: str = Field(default="", max_length=400)  # words, any of which the lead says, comma-separated
    amount_from: int | None = Field(default=None, sa_type=BigInt)  # minor units of the studio's currency
    amount_to: int | None = Field(default=None, sa_type=BigInt)
    user_id: str | None = Field(default=None, foreign_key="user.id", max_length=32)
    team: str = Field(default="", max_length=80)  # its free manager; with neither, the free one of all
