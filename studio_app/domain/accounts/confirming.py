"""Use cases: typing one's password again before what cannot be taken back."""

from datetime import datetime, timedelta

from studio_app.core.clock import SLACK
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.schemas import Candidate, SignedIn
from studio_app.domain.accounts.sign_in_limits import count_try, forgive
from studio_app.domain.work import Work

FRESH = timedelta(minutes=15)


def is_fresh(session: SignedIn, now: datetime) -> bool:
    """Whether the password was typed in this session a short while ago."""
    return session.confirmed_at is not None and now - FRESH < session.confirmed_at <= now + SLACK


def begin_confirmation(work: Work, *, session_id: str) -> Candidate:
    """Count a try to confirm and return what to check the password against. Raises Throttled."""
    row = work.session.get_one(UserSession, session_id)
    user = work.session.get_one(User, row.user_id)
    count_try(work, user=user, email=user.email, device_id=row.device_id or row.id)
    return Candidate(user.id, user.password_hash, row.device_id)


def confirm(work: Work, *, session_id: str) -> None:
    """The password was right: the session is fresh again."""
    row = work.session.get_one(UserSession, session_id)
    row.confirmed_at = work.now()
    forgive(work, email=work.session.get_one(User, row.user_id).email, device_id=row.device_id or row.id)
