"""Use cases: who is signed in, where, since when; and the end of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import col, select

from studio_app.core.clock import SLACK
from studio_app.core.errors import NotFound
from studio_app.core.tokens import token_hash
from studio_app.domain.accounts.browsers import browser_name
from studio_app.domain.accounts.devices import forget_device
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.people import revoke
from studio_app.domain.accounts.schemas import SessionView, SignedIn, UserView
from studio_app.domain.work import Work

TOUCH_AFTER = timedelta(minutes=5)  # a session is noted as used so often at most: not with every event
_PERSON = 7  # columns of UserView, but for `active`

# The fields of UserView in their order, but for `active`; then those of SignedIn
_WHO = columns(
    col(User.id),
    col(User.email),
    col(User.name),
    col(User.role),
    col(User.locale),
    col(User.team),
    col(User.max_discount_percent),
    col(UserSession.id),
    col(UserSession.last_used_at),
    col(UserSession.confirmed_at),
    col(User.password_is_given),
).join(UserSession, col(UserSession.user_id) == col(User.id))


def signed_in(work: Work, *, token: str) -> SignedIn | None:
    """The living session of this token, or None: unknown, expired, idle for too long, revoked, deactivated."""
    # Columns, not the row: the gate asks before every event of every page
    conditions = (col(UserSession.token_hash) == token_hash(token), *_living(work))
    work.session.flush()  # a connection's query does not do it by itself
    row = work.session.connection().execute(_WHO.where(*conditions)).one_or_none()
    return SignedIn(UserView(*row[:_PERSON], active=True), *row[_PERSON:]) if row else None


def session_user(work: Work, *, token: str) -> UserView | None:
    """Who is signed in with this token, or None."""
    found = signed_in(work, token=token)
    return found.person if found else None


def living_sessions(work: Work, *, hashes: Collection[str]) -> frozenset[str]:
    """Those of the hashed tokens that still let somebody in: not expired, not revoked, the person active."""
    rows = work.session.exec(
        select(UserSession.token_hash)
        .join(User, col(UserSession.user_id) == col(User.id))
        .where(col(UserSession.token_hash).in_(hashes), *_living(work))
    )
    return frozenset(rows)


def is_stale(session: SignedIn, now: datetime) -> bool:
    """Whether it is time to note that the session is in use; also where a clock that was ahead has noted it."""
    return not now - TOUCH_AFTER <= session.last_used_at <= now + SLACK


def touch_session(work: Work, *, session_id: str, idle: timedelta) -> None:
    """The session is in use: it may be idle from now on."""
    row = work.session.get_one(UserSession, session_id)
    row.last_used_at, row.idle_until = work.now(), work.now() + idle


def own_sessions(work: Work, *, session_id: str) -> Sequence[SessionView]:
    """Where the actor is signed in: here first, then by last use."""
    rows = work.session.exec(
        select(UserSession)
        .join(User, col(UserSession.user_id) == col(User.id))
        .where(UserSession.user_id == work.actor.id, *_living(work))
        .order_by((col(UserSession.id) == session_id).desc(), col(UserSession.last_used_at).desc())
    )
    return [
        SessionView(
            id=row.id,
            browser=browser_name(row.user_agent),
            ip=row.ip,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            is_this=row.id == session_id,
        )
        for row in rows
    ]


def end_session(work: Work, *, session_id: str) -> None:
    """Sign one of the actor's own browsers out and know it no more. Raises NotFound."""
    row = work.session.get(UserSession, session_id)
    if row is None or row.user_id != work.actor.id:
        raise NotFound
    _end(work, [row])


def end_other_sessions(work: Work, *, session_id: str) -> None:
    """Sign the actor's other browsers out and know them no more."""
    rows = work.session.exec(
        select(UserSession).where(
            UserSession.user_id == work.actor.id,
            UserSession.id != session_id,
            col(UserSession.revoked_at).is_(None),
        )
    )
    _end(work, rows.all())


def close_session(work: Work, *, token: str) -> None:
    """Sign this browser out; it stays known."""
    row = work.session.exec(select(UserSession).where(UserSession.token_hash == token_hash(token))).first()
    if row is not None and row.revoked_at is None:
        revoke(work, sessions=[row])


def _end(work: Work, rows: Sequence[UserSession]) -> None:
    revoke(work, sessions=[row for row in rows if row.revoked_at is None])
    for row in rows:
        forget_device(work, device_id=row.device_id)


def _living(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (
        col(UserSession.revoked_at).is_(None),
        col(UserSession.expires_at) > work.now(),
        col(UserSession.idle_until) > work.now(),
        col(User.active).is_(True),
    )
