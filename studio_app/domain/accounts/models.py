"""Tables of the people who sign in."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field

from studio_app.domain.accounts.kinds import Role, TicketPurpose
from studio_app.domain.columns import DecimalText, EnumText, Table, UtcDateTime


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
    password_is_given: bool = False  # by somebody else: the person is asked for one of their own
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
    idle_until: datetime = Field(sa_type=UtcDateTime)  # unless it is used before
    last_used_at: datetime = Field(sa_type=UtcDateTime)  # to some minutes
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the password was last typed
    device_id: str = Field(default="", max_length=32)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ip: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=300)


class KnownDevice(Table, table=True):
    """A browser in which a person has signed in; it says so by a signed cookie and has a limit of its own."""

    id: str = Field(primary_key=True, max_length=32)
    user_id: str = Field(foreign_key="user.id", index=True, max_length=32)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime = Field(sa_type=UtcDateTime)
    forgotten_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInFailure(Table, table=True):
    """A failed try to sign in or to confirm; counted by network, by account and by known device."""

    id: str = Field(primary_key=True, max_length=32)
    email: str = Field(index=True, max_length=254)
    network: str = Field(index=True, max_length=64)
    device_id: str = Field(default="", index=True, max_length=32)  # empty: of a device that nobody knows
    at: datetime = Field(sa_type=UtcDateTime)


class Ticket(Table, table=True):
    """A one-time right. Its word is derived from the secret key and the id; only the hash is kept."""

    id: str = Field(primary_key=True, max_length=32)
    purpose: TicketPurpose = Field(sa_type=EnumText(TicketPurpose))
    user_id: str | None = Field(default=None, foreign_key="user.id", index=True, max_length=32)
    email: str = Field(default="", index=True, max_length=254)  # as it was typed, somebody's or nobody's
    network: str = Field(default="", index=True, max_length=64)
    word_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: until it is used
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
