"""Tables of the files kept with deals, and of bytes that no deal has yet; both stand in the data folder."""

from datetime import datetime

from sqlmodel import Field

from studio_app.domain.columns import BigInt, Table, UtcDateTime


class DealFile(Table, table=True):
    """A file of a deal. `stored_as` is a random name: nothing of what a person typed reaches the disk."""

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", index=True, max_length=32)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)  # told by the content, never by the name
    size: int = Field(sa_type=BigInt)  # bytes
    sha256: str = Field(max_length=64)
    stored_as: str = Field(unique=True, max_length=64)
    user_id: str = Field(default="", max_length=32)
    user_name: str = Field(default="", max_length=160)
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    discarded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the bytes are gone


class KeptBytes(Table, table=True):
    """Bytes in the folder that are in no deal's list: a letter as it came, a file of a letter that waits."""

    stored_as: str = Field(primary_key=True, max_length=64)
    size: int = Field(sa_type=BigInt)
    since: datetime = Field(sa_type=UtcDateTime)
