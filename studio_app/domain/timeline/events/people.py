"""What happens to the accounts of the studio's people."""

from studio_app.domain.timeline.events.base import InStudio
from studio_app.domain.timeline.events.kinds import EventKind


class _OfPerson(InStudio):
    user_id: str


class PersonAdded(_OfPerson):
    """Somebody new may sign in."""

    kind = EventKind.PERSON_ADDED
    role: str


class PersonChanged(_OfPerson):
    """Somebody has another role, or does not sign in any more."""

    kind = EventKind.PERSON_CHANGED
    role: str
    active: bool


class PersonPasswordSet(_OfPerson):
    """Somebody has a new password."""

    kind = EventKind.PERSON_PASSWORD_SET


class PersonNewDevice(_OfPerson):
    """Somebody signed in with a browser that is not known."""

    kind = EventKind.PERSON_NEW_DEVICE
    session_id: str


class PersonManyTries(_OfPerson):
    """Somebody tries many passwords."""

    kind = EventKind.PERSON_MANY_TRIES


class PersonResetAsked(_OfPerson):
    """Somebody has forgotten their password."""

    kind = EventKind.PERSON_RESET_ASKED
    ticket_id: str


class PersonResetOffered(_OfPerson):
    """The owner made a link for a new password."""

    kind = EventKind.PERSON_RESET_OFFERED


class SessionEnded(_OfPerson):
    """Sessions of somebody were ended from outside."""

    kind = EventKind.SESSION_ENDED
