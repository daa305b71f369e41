"""Use cases: the people of the studio."""

import re
from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import col, func, select

from studio_app.core.errors import Forbidden, Invalid, NotFound, StudioError
from studio_app.domain.accounts.devices import forget_devices
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.accounts.tickets import owner_code, use_owner_code
from studio_app.domain.actors import ActorKind
from studio_app.domain.columns import widths
from studio_app.domain.timeline.events.people import PersonAdded, PersonChanged, PersonPasswordSet, SessionEnded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 1000  # beyond it, hashing is work for an attacker's benefit
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_OF_PERSON = widths(User, "name", "email", "team")
"""Characters that the texts of a person may have."""


class EmailTaken(StudioError):
    """Another account has this address."""

    code = "email_taken"
    status = 409


class LastOwner(StudioError):
    """The studio would be left without an owner."""

    code = "last_owner"
    status = 409


def view(user: User) -> UserView:
    """The public value of a row."""
    return UserView(
        id=user.id,
        email=user.email,
        name=user.name,
        role=user.role,
        locale=user.locale,
        team=user.team,
        max_discount_percent=user.max_discount_percent,
        active=user.active,
    )


def people(work: Work) -> list[UserView]:
    """Everybody, the active first, by name."""
    rows = work.session.exec(select(User).order_by(col(User.active).desc(), col(User.name)))
    return [view(row) for row in rows]


def has_owner(work: Work) -> bool:
    """Whether the studio has been set up."""
    return bool(_active_owners(work))


def code_while_unowned(work: Work) -> str:
    """The code that the first owner needs; empty once there is one."""
    return "" if has_owner(work) else owner_code(work)


def check_password(password: str) -> None:
    """Raise Invalid for a password that is too short to protect anything, or absurdly long."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise Invalid(field="password", reason="password_short", minimum=MIN_PASSWORD_LENGTH)
    if len(password) > MAX_PASSWORD_LENGTH:
        raise Invalid(field="password", reason="password_long", maximum=MAX_PASSWORD_LENGTH)


def create_first_owner(
    work: Work, *, email: str, name: str, password_hash: str, locale: str = "ru", code: str = ""
) -> UserView:
    """Make the owner of an empty studio; Forbidden as soon as there is one.

    Whoever asks from outside needs the code that the server has printed; raises CodeWrong.
    """
    if has_owner(work):
        raise Forbidden
    if work.actor.kind is not ActorKind.SYSTEM:
        use_owner_code(work, code=code)
    return _add(work, email=email, name=name, password_hash=password_hash, role=Role.OWNER, locale=locale)


def add_person(
    work: Work,
    *,
    email: str,
    name: str,
    password_hash: str,
    role: Role,
    locale: str = "ru",
    team: str = "",
    given: bool = False,
) -> UserView:
    """Add a person. A `given` password is to be changed by the person.

    Raises EmailTaken, Invalid, Forbidden.
    """
    require(work, Permission.MANAGE_PEOPLE)
    return _add(
        work, email=email, name=name, password_hash=password_hash, role=role, locale=locale, team=team, given=given
    )


def deactivate(work: Work, *, user_id: str) -> None:
    """Let a person in no more and end their sessions. Raises LastOwner, Forbidden, NotFound."""
    require(work, Permission.MANAGE_PEOPLE)
    user = _get(work, user_id)
    if user.role is Role.OWNER and _active_owners(work) == 1:
        raise LastOwner
    user.active = False
    end_sessions(work, user_id=user_id)
    forget_devices(work, user_id=user_id)
    record(work, PersonChanged(user_id=user_id, role=user.role, active=False))


def change_person(
    work: Work, *, user_id: str, name: str, role: Role, team: str, max_discount_percent: Decimal, active: bool
) -> None:
    """Change what a person is called and may do; out of use (or another role), their sessions end.

    Raises LastOwner, Invalid, Forbidden, NotFound.
    """
    require(work, Permission.MANAGE_PEOPLE)
    user = _get(work, user_id)
    if not name.strip():
        raise Invalid(field="name", reason="required")
    if not 0 <= max_discount_percent <= 100:
        raise Invalid(field="max_discount_percent", reason="percent")
    stays_owner = active and role is Role.OWNER
    if user.active and user.role is Role.OWNER and not stays_owner and _active_owners(work) == 1:
        raise LastOwner
    if user.active and (not active or role is not user.role):
        end_sessions(work, user_id=user_id)
    user.name, user.role, user.team = name.strip(), role, team.strip()
    user.max_discount_percent, user.active = max_discount_percent, active
    record(work, PersonChanged(user_id=user_id, role=role, active=active))


def set_password(work: Work, *, user_id: str, password_hash: str) -> None:
    """Give a person a new password, to be changed by them, and end all their sessions."""
    require(work, Permission.MANAGE_PEOPLE)
    user = _get(work, user_id)
    user.password_hash, user.password_is_given = password_hash, True
    end_sessions(work, user_id=user_id)
    forget_devices(work, user_id=user_id)
    record(work, PersonPasswordSet(user_id=user_id))


def set_locale(work: Work, *, locale: str) -> None:
    """Keep the language in which the actor reads the workspace."""
    _get(work, work.actor.id).locale = locale


def end_sessions(work: Work, *, user_id: str) -> None:
    """Sign a person out everywhere; themselves, or whoever manages people. Raises Forbidden."""
    if work.actor.id != user_id:
        require(work, Permission.MANAGE_PEOPLE)
    rows = work.session.exec(
        select(UserSession).where(UserSession.user_id == user_id, col(UserSession.revoked_at).is_(None))
    )
    revoke(work, sessions=rows.all())


def revoke(work: Work, *, sessions: Sequence[UserSession]) -> None:
    """Let these browsers in no more; recorded, so that their open pages are emptied at once."""
    for row in sessions:
        row.revoked_at = work.now()
    for user_id in {row.user_id for row in sessions}:
        record(work, SessionEnded(user_id=user_id))


def _add(
    work: Work,
    *,
    email: str,
    name: str,
    password_hash: str,
    role: Role,
    locale: str,
    team: str = "",
    given: bool = False,
) -> UserView:
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise Invalid(field="email", reason="email")
    if not name.strip():
        raise Invalid(field="name", reason="required")
    if work.session.exec(select(User).where(User.email == address)).first():
        raise EmailTaken(email=address)
    user = User(
        id=work.new_id(),
        email=address,
        name=name.strip(),
        password_hash=password_hash,
        role=role,
        locale=locale,
        team=team.strip(),
        password_is_given=given,
        created_at=work.now(),
    )
    work.session.add(user)
    work.session.flush()
    record(work, PersonAdded(user_id=user.id, role=role))
    return view(user)


def _get(work: Work, user_id: str) -> User:
    user = work.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def _active_owners(work: Work) -> int:
    query = select(func.count()).select_from(User).where(User.role == Role.OWNER, col(User.active))
    return work.session.exec(query).one()
