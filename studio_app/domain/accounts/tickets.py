"""Use cases: one-time tickets, to become the first owner and to set a new password."""

import hmac
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col, func, select

from studio_app.core.clock import SLACK
from studio_app.core.errors import NotFound, StudioError, Throttled
from studio_app.core.tokens import token_hash
from studio_app.domain.accounts.kinds import Role, TicketPurpose
from studio_app.domain.accounts.models import Ticket, User
from studio_app.domain.timeline.events.people import PersonResetAsked, PersonResetOffered
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LINK_LIFE = timedelta(hours=1)
MAX_PER_NETWORK = 5  # letters asked for an hour from one network
MAX_PER_ACCOUNT = 3  # letters an hour to one person; further ones are not sent, and nobody is told so
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_GROUP = 4


class CodeWrong(StudioError):
    """This is not the code that the server has printed."""

    code = "owner_code_wrong"
    status = 403


class LinkGone(StudioError):
    """The link to set a new password is used up, too old, or none of ours."""

    code = "link_gone"
    status = 410


def owner_code(work: Work) -> str:
    """The code of whoever is to own the studio, in groups of four; the same one until it is used."""
    row = _owner_ticket(work)
    if row is None:
        row = _new(work, TicketPurpose.FIRST_OWNER)
    word = work.links.ticket(row.id)
    return "-".join(word[start : start + _GROUP] for start in range(0, len(word), _GROUP))


def check_owner_code(work: Work, *, code: str) -> None:
    """Raise CodeWrong unless it is the code that the server has printed; spaces and hyphens do not matter."""
    _matching(work, code)


def use_owner_code(work: Work, *, code: str) -> None:
    """Use the code up. Raises CodeWrong."""
    _matching(work, code).used_at = work.now()


def request_reset(work: Work, *, email: str) -> None:
    """Ask for a letter with a link to set a new password; the same happens whether the address is known or not.

    Raises Throttled for a network that has asked too often.
    """
    address = email.strip().lower()[:254]
    # one of the future was asked for before the clock was put back: nobody waits until then
    within = col(Ticket.created_at).between(work.now() - _HOUR, work.now())
    requests = select(func.count(), func.min(Ticket.created_at)).where(within)
    count, first = work.session.exec(requests.where(Ticket.network == work.actor.network, Ticket.email != "")).one()
    if count >= MAX_PER_NETWORK:
        raise Throttled(retry_after=int((first + _HOUR - work.now()).total_seconds()) + 1)
    work.session.exec(
        delete(Ticket).where(col(Ticket.created_at) < work.now() - _DAY, col(Ticket.expires_at).is_not(None))
    )
    count, _ = work.session.exec(requests.where(Ticket.email == address)).one()
    user = work.session.exec(select(User).where(User.email == address, col(User.active))).first()
    row = _new(
        work, TicketPurpose.NEW_PASSWORD, user_id=user.id if user and count < MAX_PER_ACCOUNT else None, email=address
    )
    if row.user_id is not None:
        record(work, PersonResetAsked(user_id=row.user_id, ticket_id=row.id))


def offer_reset(work: Work, *, email: str) -> str:
    """The word of a link with which an owner sets a new password: for who has the server's command line.

    Without an `email` it is the only owner's. Raises NotFound for somebody else, or nobody, or one of several.
    """
    owners = work.session.exec(select(User).where(User.role == Role.OWNER, col(User.active))).all()
    wanted = [owner for owner in owners if email.strip().lower() in {"", owner.email}]
    if len(wanted) != 1:
        raise NotFound
    row = _new(work, TicketPurpose.NEW_PASSWORD, user_id=wanted[0].id)
    record(work, PersonResetOffered(user_id=wanted[0].id))
    return work.links.ticket(row.id)


def live_ticket(work: Work, *, ticket_id: str) -> Ticket | None:
    """The ticket if it can still be used, else None."""
    row = work.session.get(Ticket, ticket_id)
    return row if row is not None and _is_alive(work, row) else None


def reset_ticket(work: Work, *, word: str) -> Ticket:
    """The living ticket behind a link. Raises LinkGone."""
    row = work.session.exec(
        select(Ticket).where(Ticket.word_hash == token_hash(_plain(word)), Ticket.purpose == TicketPurpose.NEW_PASSWORD)
    ).first()
    if row is None or row.user_id is None or not _is_alive(work, row):
        raise LinkGone
    return row


def use_up(work: Work, *, user_id: str) -> None:
    """No link to set the person's password works any more."""
    rows = work.session.exec(select(Ticket).where(Ticket.user_id == user_id, col(Ticket.used_at).is_(None)))
    for row in rows.all():
        row.used_at = work.now()


def _new(work: Work, purpose: TicketPurpose, *, user_id: str | None = None, email: str = "") -> Ticket:
    ticket_id = work.new_id()
    row = Ticket(
        id=ticket_id,
        purpose=purpose,
        user_id=user_id,
        email=email,
        network=work.actor.network,
        word_hash=token_hash(work.links.ticket(ticket_id)),
        created_at=work.now(),
        expires_at=work.now() + LINK_LIFE if purpose is TicketPurpose.NEW_PASSWORD else None,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _owner_ticket(work: Work) -> Ticket | None:
    waiting = select(Ticket).where(Ticket.purpose == TicketPurpose.FIRST_OWNER, col(Ticket.used_at).is_(None))
    newest = work.session.exec(waiting.order_by(col(Ticket.id).desc())).first()
    # made with another secret key, its word can be shown to nobody any more
    known = newest is not None and newest.word_hash == token_hash(work.links.ticket(newest.id))
    return newest if known else None


def _matching(work: Work, code: str) -> Ticket:
    row = _owner_ticket(work)
    if row is None or not hmac.compare_digest(token_hash(_plain(code)), row.word_hash):
        raise CodeWrong
    return row


def _is_alive(work: Work, row: Ticket) -> bool:
    dated = row.expires_at is None or row.created_at - SLACK <= work.now() < row.expires_at
    return row.used_at is None and dated


def _plain(word: str) -> str:
    return "".join(letter for letter in word.upper() if letter.isalnum())
