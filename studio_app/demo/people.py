"""The people of a demo: an owner and a manager with generated passwords, and what their studio is called abroad."""

import secrets
from dataclasses import dataclass

from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.passwords import hash_password
from studio_app.demo.deal_plans import DemoStudio
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person, people
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.studio.current import require_studio
from studio_app.domain.studio.models import LostReason
from studio_app.domain.work import Work

_PEOPLE = (
    (Role.OWNER, "owner@studio.example", "Анна Орлова"),
    (Role.MANAGER, "manager@studio.example", "Иван Лебедев"),
)
_ABROAD = "Web Studio"
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
    studio = require_studio(work)
    studio.name_en = studio.name_en or _ABROAD
    for (role, email, name), hashed in zip(_PEOPLE, hashes, strict=True):
        add_person(work, email=email, name=name, password_hash=hashed, role=role)
    return True


def _password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


_COLLEAGUES = (
    ("olga@studio.example", "Ольга Смирнова"),
    ("dmitry@studio.example", "Дмитрий Ким"),
    ("vera@studio.example", "Вера Полякова"),
)


def _actor(person: UserView) -> Actor:
    return Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role=person.role.value)


def demo_studio(work: Work, *, password_hash: str) -> DemoStudio:
    """Use case: who the demo deals belong to: the managers there are, and colleagues up to four.

    `password_hash` is of a password that nobody knows: colleagues sign in once the owner has set theirs.
    """
    known = {person.email for person in people(work)}
    managers = [person for person in people(work) if person.active and person.role is Role.MANAGER]
    for email, name in _COLLEAGUES[: max(0, 4 - len(managers))]:
        if email not in known:
            managers.append(add_person(work, email=email, name=name, password_hash=password_hash, role=Role.MANAGER))
    reasons = work.session.exec(select(LostReason).where(col(LostReason.active)).order_by(col(LostReason.position)))
    staff = sorted(managers, key=lambda person: person.email)
    owners = [_actor(person) for person in people(work) if person.active and person.role is Role.OWNER]
    return DemoStudio(
        managers=[_actor(person) for person in staff],
        owner=owners[0] if owners else SYSTEM,
        lost_reasons=[reason.id for reason in reasons],
    )
