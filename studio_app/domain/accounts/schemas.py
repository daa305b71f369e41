"""Values about people."""

from dataclasses import dataclass
from decimal import Decimal

from studio_app.domain.accounts.models import Role


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """What sign-in needs to check a password; `user_id` and `password_hash` are None for nobody."""

    user_id: str | None
    password_hash: str | None
