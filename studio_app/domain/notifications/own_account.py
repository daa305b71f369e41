"""Letters to a person about their own account: a new device, many wrong tries, a new password."""

from sqlmodel import select

from studio_app.domain.accounts.browsers import browser_name
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.tickets import live_ticket
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import enqueue
from studio_app.domain.notifications.rules import MANY_TRIES, NEW_DEVICE, PASSWORD_CHANGED, RESET
from studio_app.domain.notifications.schemas import Decision, LetterFacts, Verdict
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.timeline.events.people import (
    PersonManyTries,
    PersonNewDevice,
    PersonPasswordSet,
    PersonResetAsked,
)
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

ACCOUNT, FORGOT, NEW_PASSWORD = "/account", "/forgot", "/new-password"
"""The pages that these letters open; the workspace has them under the same addresses."""


def tell_of_new_device(work: Work, recorded: Recorded[PersonNewDevice]) -> None:
    """Reaction to person.new_device: who signed in reads when and in which browser."""
    event = recorded.event
    _plan(work, event.user_id, rule=NEW_DEVICE, subject_id=event.session_id)


def tell_of_tries(work: Work, recorded: Recorded[PersonManyTries]) -> None:
    """Reaction to person.many_tries: one letter a day, however long somebody goes on."""
    user_id, day = recorded.event.user_id, recorded.at.date().isoformat()
    _plan(work, user_id, rule=MANY_TRIES, subject_id=user_id, occurrence=day)


def send_reset_link(work: Work, recorded: Recorded[PersonResetAsked]) -> None:
    """Reaction to person.reset_asked."""
    event = recorded.event
    _plan(work, event.user_id, rule=RESET, subject_id=event.ticket_id)


def tell_of_new_password(work: Work, recorded: Recorded[PersonPasswordSet]) -> None:
    """Reaction to person.password_set."""
    user_id, stamp = recorded.event.user_id, str(int(recorded.at.timestamp() * 1000))
    _plan(work, user_id, rule=PASSWORD_CHANGED, subject_id=user_id, occurrence=stamp)


def decide_own_account(work: Work, row: Notification) -> Decision:
    """Whether the person still has to know, and what the letter says."""
    person = work.session.exec(select(User).where(User.email == row.recipient)).first()
    if person is None or not person.active:
        return Decision(Verdict.CANCEL)
    path, words, at = ACCOUNT, "", row.created_at
    if row.rule == RESET:
        ticket = live_ticket(work, ticket_id=row.subject_id)
        if ticket is None:
            return Decision(Verdict.CANCEL)
        path = f"{NEW_PASSWORD}?word={work.links.ticket(ticket.id)}"
    elif row.rule == NEW_DEVICE:
        session = work.session.get_one(UserSession, row.subject_id)
        words = ", ".join(filter(None, (browser_name(session.user_agent), session.ip)))
    elif row.rule == PASSWORD_CHANGED:
        path = FORGOT  # whoever did not change it gets it back there
    brand = studio_brand(work)
    facts = LetterFacts(
        notification_id=row.id,
        rule=row.rule,
        recipient=person.email,
        locale=person.locale,
        timezone=brand.timezone,
        brand=brand,
        addressee=person.name,
        client="",
        manager="",
        reply_to="",
        path=path,
        title="",
        number="",
        words=words,
        at=at,
        attempts=row.attempts,
    )
    return Decision(Verdict.SEND, facts=facts)


def _plan(work: Work, user_id: str, *, rule: str, subject_id: str, occurrence: str = "1") -> None:
    person = work.session.get(User, user_id)
    known = select(Notification.id).where(
        Notification.subject_id == subject_id, Notification.rule == rule, Notification.occurrence == occurrence
    )
    if person is None or not person.active or work.session.exec(known).first() is not None:
        return
    row = Notification(
        id=work.new_id(),
        subject_id=subject_id,
        rule=rule,
        occurrence=occurrence,
        recipient=person.email,
        locale=person.locale,
        planned_at=work.now(),
        created_at=work.now(),
    )
    work.session.add(row)
    enqueue(work, row)
