"""What happens to clients, their contacts and their particulars."""

from studio_app.domain.timeline.events.base import Event, InStudio
from studio_app.domain.timeline.events.kinds import EventKind


class ClientChanged(InStudio):
    """A client was renamed, or told more of."""

    kind = EventKind.CLIENT_CHANGED
    client_id: str


class _Merge(InStudio):
    client_id: str
    gone_id: str
    merge_id: str


class ClientMerged(_Merge):
    """The client `gone_id` became part of another."""

    kind = EventKind.CLIENT_MERGED


class ClientParted(_Merge):
    """The client `gone_id` is one of its own again."""

    kind = EventKind.CLIENT_PARTED


class _OfContact(InStudio):
    client_id: str
    contact_id: str


class ContactAdded(_OfContact):
    """A client has one more contact."""

    kind = EventKind.CONTACT_ADDED


class ContactChanged(_OfContact):
    """Whom to write to, or who signs, may be another."""

    kind = EventKind.CONTACT_CHANGED


class RequisitesSaved(Event):
    """Particulars were filled in: by the client in a contract, or by a person of the studio without one.

    `warnings` are fields that look odd.
    """

    kind = EventKind.REQUISITES_SAVED
    client_id: str
    warnings: tuple[str, ...]
    document_id: str | None = None
    revision: int | None = None
