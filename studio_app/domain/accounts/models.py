"""Tables of the people who sign in."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Field

from studio_app.domain.columns import DecimalText, EnumText, Table, UtcDateTime


class Role(StrEnum):
    """What a person of the studio may do: the owner everything, a manager the sales line."""

    OWNER = "owner"
    MANAGER = "manager"


class User(Table, table=True):
    """A person of the studio."""

    id: str = Field(primary_key=True, max_length=32)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=255)
    role: Role = Field(sa_type=EnumText(Role))
    locale: str = Field(default="ru", max_length=8)
    team: str = Field(default="", max_length=80)
    max_discount_percent: Decimal = Field(default=Decimal(10), sa_type=DecimalText)
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class PersonalHours(Table, table=True):
    """When a person works, where that differs from the studio's calendar; minutes from midnight on its clock."""

    user_id: str = Field(primary_key=True, foreign_key="user.id", max_length=32)
    days: str = Field(default="12345", max_length=7)  # ISO weekdays
    from_minute: int = 9 * 60
    until_minute: int = 18 * 60
    away_until: date | None = None  # last day of a holiday or an illness


class UserSession(Table, table=True):
    """A signed-in browser; only the hash of its token is kept."""

    id: str = Field(primary_key=True, max_length=32)
    user_id: str = Field(foreign_key="user.id", index=True, max_length=32)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ip: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=300)


class SignInFailure(Table, table=True):
    """A failed try to sign in; counted for throttling by address and by account."""

    id: str = Field(primary_key=True, max_length=32)
    email: str = Field(index=True, max_length=254)
    ip: str = Field(index=True, max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)
