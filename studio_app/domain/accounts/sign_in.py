"""Use cases: signing in and out. The password itself is checked between them, outside a transaction."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete
from sqlalchemy import select as columns
from sqlmodel import col, func, select

from studio_app.core.errors import NotFound, StudioError, Throttled
from studio_app.core.tokens import new_session_token, token_hash
from studio_app.domain.accounts.models import SignInFailure, User, UserSession
from studio_app.domain.accounts.people import revoke
from studio_app.domain.accounts.schemas import Candidate, UserView
from studio_app.domain.work import Work

SESSION_LIFETIME = timedelta(days=14)
WINDOW = timedelta(minutes=15)
MAX_PER_PERSON = 8  # tries on one account from one address
MAX_PER_ADDRESS = 30  # tries on any account from one address: an office behind one router
MAX_PER_ACCOUNT = 60  # tries on one account from anywhere: slows a botnet, locks nobody out by hand

# The fields of UserView in their order, but for `active`
_WHO = columns(
    col(User.id),
    col(User.email),
    col(User.name),
    col(User.role),
    col(User.locale),
    col(User.team),
    col(User.max_discount_percent),
).join(UserSession, col(UserSession.user_id) == col(User.id))


class WrongCredentials(StudioError):
    """No account has this address with this password."""

    code = "wrong_credentials"
    status = 401


def begin_attempt(work: Work, *, email: str) -> Candidate:
    """Count a try to sign in and return the account to check the password against.

    It is counted before the password is checked, so a thousand tries at once are no way around
    the limit; `open_session` forgives them. Raises Throttled.
    """
    address = email.strip().lower()[:254]
    here = col(SignInFailure.ip) == work.actor.ip
    same = col(SignInFailure.email) == address
    for limit, clause in ((MAX_PER_PERSON, and_(here, same)), (MAX_PER_ADDRESS, here), (MAX_PER_ACCOUNT, same)):
        _refuse_over(work, limit, clause)
    work.session.exec(delete(SignInFailure).where(col(SignInFailure.at) < work.now() - WINDOW))
    work.session.add(SignInFailure(id=work.new_id(), email=address, ip=work.actor.ip, at=work.now()))
    user = work.session.exec(select(User).where(User.email == address, col(User.active))).first()
    return Candidate(user.id if user else None, user.password_hash if user else None)


def _refuse_over(work: Work, limit: int, clause: ColumnElement[bool]) -> None:
    count, first = work.session.exec(
        select(func.count(), func.min(SignInFailure.at)).where(SignInFailure.at > work.now() - WINDOW, clause)
    ).one()
    if count >= limit:
        raise Throttled(retry_after=int((first + WINDOW - work.now()).total_seconds()) + 1)


def open_session(work: Work, *, user_id: str) -> str:
    """Sign the person in and return the token for the cookie; only its hash is stored.

    Raises NotFound for a person who may not (or no longer) sign in.
    """
    user = work.session.get(User, user_id)
    if user is None or not user.active:
        raise NotFound
    work.session.exec(
        delete(SignInFailure).where(col(SignInFailure.email) == user.email, col(SignInFailure.ip) == work.actor.ip)
    )
    token = new_session_token()
    work.session.add(
        UserSession(
            id=work.new_id(),
            user_id=user_id,
            token_hash=token_hash(token),
            created_at=work.now(),
            expires_at=work.now() + SESSION_LIFETIME,
            ip=work.actor.ip,
            user_agent=work.actor.user_agent[:300],
        )
    )
    return token


def session_user(work: Work, *, token: str) -> UserView | None:
    """Who is signed in with this token, or None: unknown, expired, revoked, deactivated."""
    # Columns, not the row: the gate asks before every event of every page
    held = (col(UserSession.token_hash) == token_hash(token), *_living(work))
    work.session.flush()  # a connection's query does not do it by itself
    row = work.session.connection().execute(_WHO.where(*held)).one_or_none()
    return UserView(*row, active=True) if row else None


def living_sessions(work: Work, *, hashes: Collection[str]) -> frozenset[str]:
    """Those of the hashed tokens that still let somebody in: not expired, not revoked, the person active."""
    rows = work.session.exec(
        select(UserSession.token_hash)
        .join(User, col(UserSession.user_id) == col(User.id))
        .where(col(UserSession.token_hash).in_(hashes), *_living(work))
    )
    return frozenset(rows)


def _living(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (col(UserSession.revoked_at).is_(None), col(UserSession.expires_at) > work.now(), col(User.active).is_(True))


def close_session(work: Work, *, token: str) -> None:
    """Sign this browser out."""
    row = work.session.exec(select(UserSession).where(UserSession.token_hash == token_hash(token))).first()
    if row is not None and row.revoked_at is None:
        revoke(work, sessions=[row])
