"""Use cases: a new password of one's own, changed or forgotten. Its strength is judged before, outside."""

from sqlalchemy import delete
from sqlmodel import col, select

from studio_app.domain.accounts.devices import forget_devices, remember_device
from studio_app.domain.accounts.models import SignInFailure, User, UserSession
from studio_app.domain.accounts.people import revoke, view
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.accounts.tickets import reset_ticket, use_up
from studio_app.domain.timeline.events.people import PersonPasswordSet
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def reset_reader(work: Work, *, word: str) -> UserView:
    """Who may set a new password with this link. Raises LinkGone."""
    ticket = reset_ticket(work, word=word)
    return view(work.session.get_one(User, ticket.user_id))


def reset_password(work: Work, *, word: str, password_hash: str) -> str:
    """Set a new password by a one-time link and end all sessions; returns the device that did it, known from now on.

    Raises LinkGone.
    """
    user = work.session.get_one(User, reset_ticket(work, word=word).user_id)
    _set(work, user, password_hash)
    forget_devices(work, user_id=user.id)
    # tries of others from before do not stand in the way of whoever holds the letter
    work.session.exec(delete(SignInFailure).where(col(SignInFailure.email) == user.email))
    device_id, _ = remember_device(work, user_id=user.id, cookies=())
    return device_id


def change_password(work: Work, *, session_id: str, password_hash: str) -> None:
    """Set the actor's own new password; this session and its device stay, all others end."""
    row = work.session.get_one(UserSession, session_id)
    user = work.session.get_one(User, row.user_id)
    _set(work, user, password_hash, but=row.id)
    row.confirmed_at = work.now()
    forget_devices(work, user_id=user.id, but=row.device_id)


def _set(work: Work, user: User, password_hash: str, *, but: str = "") -> None:
    user.password_hash, user.password_is_given = password_hash, False
    use_up(work, user_id=user.id)
    living = select(UserSession).where(
        UserSession.user_id == user.id, UserSession.id != but, col(UserSession.revoked_at).is_(None)
    )
    revoke(work, sessions=work.session.exec(living).all())
    record(work, PersonPasswordSet(user_id=user.id))
