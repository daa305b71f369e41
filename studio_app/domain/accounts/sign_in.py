"""Use cases: signing in. The password itself is checked between them, outside a transaction."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import col, select

from studio_app.core.errors import NotFound, StudioError
from studio_app.core.tokens import new_session_token, token_hash
from studio_app.domain.accounts.devices import own_device, remember_device
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.schemas import Candidate, Opened
from studio_app.domain.accounts.sessions import close_session
from studio_app.domain.accounts.sign_in_limits import count_try, forgive
from studio_app.domain.timeline.events.people import PersonNewDevice
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

SESSION_LIFETIME = timedelta(days=90)  # however much it is used
SESSION_IDLE = timedelta(days=14)  # unless it is used


class WrongCredentials(StudioError):
    """No account has this address with this password."""

    code = "wrong_credentials"
    status = 401


def begin_attempt(work: Work, *, email: str, devices: Collection[str] = ()) -> Candidate:
    """Count a try to sign in and return the account to check the password against.

    `devices` are the cookies by which the browser says that it is known. `open_session` forgives
    what was counted. Raises Throttled.
    """
    address = email.strip().lower()[:254]
    user = work.session.exec(select(User).where(User.email == address, col(User.active))).first()
    known = own_device(work, user_id=user.id, cookies=devices) if user and devices else None
    device_id = known.id if known else ""
    count_try(work, user=user, email=address, device_id=device_id)
    return Candidate(user.id if user else None, user.password_hash if user else None, device_id)


def open_session(
    work: Work, *, user_id: str, lifetime: timedelta = SESSION_LIFETIME, idle: timedelta = SESSION_IDLE
) -> str:
    """Sign the person in, as whoever has just typed their password, and return the token for the cookie.

    Raises NotFound for a person who may not (or no longer) sign in.
    """
    return open_session_on(work, user_id=user_id, devices=(), lifetime=lifetime, idle=idle).token


def open_session_on(
    work: Work,
    *,
    user_id: str,
    devices: Collection[str],
    lifetime: timedelta = SESSION_LIFETIME,
    idle: timedelta = SESSION_IDLE,
    former: str = "",
) -> Opened:
    """The same, on a browser with these cookies of known devices; a person is told of a new one, but of the first.

    Only the hash of the token is stored. `former` is the token of who was signed in there: that session ends.
    Raises NotFound.
    """
    user = work.session.get(User, user_id)
    if user is None or not user.active:
        raise NotFound
    if former:
        close_session(work, token=former)
    device_id, is_new = remember_device(work, user_id=user_id, cookies=devices)
    forgive(work, email=user.email, device_id=device_id)
    signed_in_before = work.session.exec(select(UserSession.id).where(UserSession.user_id == user_id)).first()
    token = new_session_token()
    row = UserSession(
        id=work.new_id(),
        user_id=user_id,
        token_hash=token_hash(token),
        created_at=work.now(),
        expires_at=work.now() + lifetime,
        idle_until=work.now() + idle,
        last_used_at=work.now(),
        confirmed_at=work.now(),
        device_id=device_id,
        ip=work.actor.ip,
        user_agent=work.actor.user_agent[:300],
    )
    work.session.add(row)
    if is_new and signed_in_before is not None:
        record(work, PersonNewDevice(user_id=user_id, session_id=row.id))
    return Opened(token=token, device_id=device_id, password_is_given=user.password_is_given)


def sign_up_first_owner(
    work: Work,
    *,
    email: str,
    name: str,
    password_hash: str,
    code: str,
    devices: Collection[str],
    lifetime: timedelta = SESSION_LIFETIME,
    idle: timedelta = SESSION_IDLE,
) -> Opened:
    """Make the owner of an empty studio (`create_first_owner`) and sign them in. Raises Forbidden, CodeWrong."""
    owner = create_first_owner(work, email=email, name=name, password_hash=password_hash, code=code)
    return open_session_on(work, user_id=owner.id, devices=devices, lifetime=lifetime, idle=idle)
