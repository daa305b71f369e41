"""Values about people."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.permissions import Permission, role_may


@dataclass(frozen=True, slots=True)
class UserView:
    """A person of the studio as others may see them."""

    id: str
    email: str
    name: str
    role: Role
    locale: str
    team: str
    max_discount_percent: Decimal
    active: bool

    @property
    def takes_deals(self) -> bool:
        """Whether deals and tasks can be given to them."""
        return self.active and role_may(self.role, Permission.EDIT_DEALS)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person of the studio, to choose by name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What sign-in needs to check a password; `user_id` and `password_hash` are None for nobody."""

    user_id: str | None
    password_hash: str | None
    device_id: str = ""  # the known device that tries; empty: unknown


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session: whose it is, and what its holder has to do or may do without being asked again."""

    person: UserView
    session_id: str
    last_used_at: datetime
    confirmed_at: datetime | None
    password_is_given: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just been opened: the token for its cookie, the device for the other one."""

    token: str
    device_id: str
    password_is_given: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """A signed-in browser as its person sees it. `browser` is its name and system, or empty."""

    id: str
    browser: str
    ip: str
    created_at: datetime
    last_used_at: datetime
    is_this: bool
