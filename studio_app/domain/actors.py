"""Who causes a change: a person of the studio, a client, a provider, or the product itself."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Who causes a change."""

    STAFF = "staff"
    CLIENT = "client"
    PROVIDER = "provider"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever causes a change, as the face has proved it. `role` is empty for anyone but staff."""

    kind: ActorKind
    id: str = ""
    name: str = ""
    role: str = ""
    ip: str = ""
    network: str = ""  # that limits count the address by
    user_agent: str = ""


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="studio_app")
