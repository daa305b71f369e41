"""What happens to deals: they come, move, change hands, are written about."""

from collections.abc import Mapping

from studio_app.domain.timeline.events.base import Event, InStudio, OnDeal
from studio_app.domain.timeline.events.kinds import EventKind


class DealCreated(OnDeal):
    """A lead became a deal. `waits_since`: when somebody outside began to wait for an answer (ISO)."""

    kind = EventKind.DEAL_CREATED
    lead_id: str
    number: int
    stage_id: str
    manager_id: str
    channel_id: str
    source: str
    waits_since: str | None
    version: int
    from_list: bool


class DealMoved(OnDeal):
    """A deal came into another stage, of `to_kind`, after `seconds` in the one before.

    `cause` is the deal that took it along; `taken_back`: it never left the stage that it is in now.
    """

    kind = EventKind.DEAL_MOVED
    from_stage: str
    to_stage: str
    to_kind: str
    seconds: int
    lost_reason_id: str | None
    amount: int
    currency: str
    version: int | None
    cause: str = ""
    taken_back: bool = False
    lost_comment: str = ""


class DealRanked(OnDeal):
    """A card was put to another place of its column."""

    kind = EventKind.DEAL_RANKED
    version: int | None


class DealAssigned(OnDeal):
    """A deal was handed over to another person."""

    kind = EventKind.DEAL_ASSIGNED
    stage_id: str
    manager_before: str
    manager_id: str
    manager_name: str
    version: int | None


class DealChanged(OnDeal):
    """What was agreed changed the amount of a deal, or its brief the title."""

    kind = EventKind.DEAL_CHANGED
    stage_id: str
    version: int | None
    amount: int | None = None
    amount_before: int | None = None
    currency: str | None = None
    title: str | None = None
    title_before: str | None = None


class DealEdited(OnDeal):
    """A person changed the title or the main contact; `changed` is each field with what was and what is."""

    kind = EventKind.DEAL_EDITED
    changed: Mapping[str, tuple[str, ...]]
    title: str
    contact: str


class DealRead(OnDeal):
    """The manager has seen what the client did."""

    kind = EventKind.DEAL_READ


class DealTagged(OnDeal):
    """A tag was put `on` a deal, or taken off."""

    kind = EventKind.DEAL_TAGGED
    tag_id: int
    tag: str
    on: bool


class DealChained(OnDeal):
    """The outcome of the deal `origin_id` opened this one in another pipeline."""

    kind = EventKind.DEAL_CHAINED
    stage_id: str
    manager_id: str
    origin_id: str


class DealWithdrawn(Event):
    """A deal that was made by mistake is gone; told on the deal that had opened it, if any."""

    kind = EventKind.DEAL_WITHDRAWN
    withdrawn_id: str
    number: int
    client_id: str = ""


class _ClientOfDeal(OnDeal):
    client: str
    client_before: str


class DealClientMerged(_ClientOfDeal):
    """The client of a deal was merged into another."""

    kind = EventKind.DEAL_CLIENT_MERGED


class DealClientParted(_ClientOfDeal):
    """The client of a deal is one of its own again."""

    kind = EventKind.DEAL_CLIENT_PARTED


class NoteAdded(OnDeal):
    """A person wrote something down; `mentions` are the people named in it."""

    kind = EventKind.NOTE_ADDED
    text: str
    mentions: tuple[str, ...]


class ContactMade(OnDeal):
    """A person talked with the client, or tried to; `minutes` is 0 when nobody measured."""

    kind = EventKind.CONTACT_MADE
    channel: str
    result: str
    minutes: int | None
    text: str
    contact_id: str | None


class TakenBack(OnDeal):
    """Another event of the deal does not count any more."""

    event_id: int


class NoteWithdrawn(TakenBack):
    """A note was taken back at once."""

    kind = EventKind.NOTE_WITHDRAWN


class ContactWithdrawn(TakenBack):
    """A logged contact was taken back at once."""

    kind = EventKind.CONTACT_WITHDRAWN


class TagSaved(InStudio):
    """A tag was made."""

    kind = EventKind.TAG_SAVED
    tag_id: int
