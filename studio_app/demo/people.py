"""The people of a demo: an owner and a manager with generated passwords."""

import secrets
from dataclasses import dataclass

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.passwords import hash_password
from studio_app.domain.accounts.models import Role
from studio_app.domain.accounts.people import add_person, people
from studio_app.domain.work import SYSTEM, Work

_PEOPLE = (
    (Role.OWNER, "owner@studio.example", "Анна Орлова"),
    (Role.MANAGER, "manager@studio.example", "Иван Лебедев"),
)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that are mistaken for others


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """What to sign in with; the password is stored nowhere but as its hash."""

    role: Role
    email: str
    password: str


def add_demo_people(runner: Runner) -> list[DemoSignIn]:
    """Add the demo's owner and manager to a studio without people; nothing where there are some."""
    if runner.read_sync(SYSTEM, people):
        return []
    sign_ins = [DemoSignIn(role=role, email=email, password=_password()) for role, email, _ in _PEOPLE]
    hashes = [hash_password(sign_in.password) for sign_in in sign_ins]
    return sign_ins if runner.run_sync(SYSTEM, _add, hashes=hashes) else []


def _add(work: Work, *, hashes: list[str]) -> bool:
    if people(work):
        return False
    for (role, email, name), hashed in zip(_PEOPLE, hashes, strict=True):
        add_person(work, email=email, name=name, password_hash=hashed, role=role)
    return True


def _password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
