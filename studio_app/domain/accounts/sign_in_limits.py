"""How often a password may be tried: by network, by account, and apart from both by a device that is known.

An account's own limit alone would let anybody lock its person out. A device in which the person has
signed in before is counted by itself, so that a stranger's tries never stand in its way.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete
from sqlmodel import col, func, select

from studio_app.core.errors import Throttled
from studio_app.domain.accounts.models import SignInFailure, User
from studio_app.domain.timeline.events.people import PersonManyTries
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

WINDOW, DAY = timedelta(minutes=15), timedelta(days=1)
MAX_PER_DEVICE = 10  # on one account by a device that is known for it
MAX_PER_PERSON = 8  # on one account from one network
MAX_PER_NETWORK = 30  # on any account from one network: an office behind one router
MAX_PER_NETWORK_A_DAY = 200
MAX_ACCOUNTS = 10  # different ones from one network: a spray, though each of them is tried once
MAX_PER_ACCOUNT = 60  # on one account from anywhere, by devices that nobody knows
TELL_AFTER = 6  # on one account: its person gets a letter


def count_try(work: Work, *, user: User | None, email: str, device_id: str) -> None:
    """Count a try before the password is checked, so that a thousand at once are no way around a limit.

    Raises Throttled. `device_id` is a device that is known for this account; empty: none is.
    """
    here, same = col(SignInFailure.network) == work.actor.network, col(SignInFailure.email) == email
    unknown = col(SignInFailure.device_id) == ""
    if device_id:
        _refuse_over(work, MAX_PER_DEVICE, and_(same, col(SignInFailure.device_id) == device_id))
    else:
        _refuse_over(work, MAX_PER_PERSON, and_(here, same, unknown))
        _refuse_over(work, MAX_PER_NETWORK, and_(here, unknown))
        _refuse_over(work, MAX_PER_NETWORK_A_DAY, and_(here, unknown), within=DAY)
        accounts = func.count(col(SignInFailure.email).distinct())
        _refuse_over(work, MAX_ACCOUNTS, and_(here, unknown, ~same), what=accounts)
        _refuse_over(work, MAX_PER_ACCOUNT, and_(same, unknown))
    work.session.exec(delete(SignInFailure).where(col(SignInFailure.at) < work.now() - DAY))
    work.session.add(
        SignInFailure(id=work.new_id(), email=email, network=work.actor.network, device_id=device_id, at=work.now())
    )
    if user is not None and _count(work, same) == TELL_AFTER:
        record(work, PersonManyTries(user_id=user.id))


def forgive(work: Work, *, email: str, device_id: str) -> None:
    """The password was right: the tries before it count no more, those of a known device and those from here."""
    from_here = col(SignInFailure.network) == work.actor.network
    mine = from_here if not device_id else from_here | (col(SignInFailure.device_id) == device_id)
    work.session.exec(delete(SignInFailure).where(col(SignInFailure.email) == email, mine))


def _count(work: Work, clause: ColumnElement[bool]) -> int:
    since = work.now() - WINDOW
    return work.session.exec(
        select(func.count()).select_from(SignInFailure).where(SignInFailure.at > since, clause)
    ).one()


def _refuse_over(
    work: Work,
    limit: int,
    clause: ColumnElement[bool],
    *,
    within: timedelta = WINDOW,
    what: ColumnElement[int] | None = None,
) -> None:
    counted = func.count() if what is None else what
    # a try of the future was made before the clock was put back: it would lock people out until then
    recent = col(SignInFailure.at).between(work.now() - within, work.now())
    count, first = work.session.exec(select(counted, func.min(SignInFailure.at)).where(recent, clause)).one()
    if count >= limit:
        raise Throttled(retry_after=int((first + within - work.now()).total_seconds()) + 1)
