"""Use case: a call, meeting or message with the client, which counts as a contact made."""

from enum import StrEnum

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.notes import checked_words
from studio_app.domain.timeline.events.deals import ContactMade
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LONGEST_MINUTES = 24 * 60


class ContactChannel(StrEnum):
    """By what means the client was contacted."""

    CALL = "call"
    MEETING = "meeting"
    MESSAGE = "message"


class ContactResult(StrEnum):
    """What came of a contact."""

    REACHED = "reached"
    AGREED = "agreed"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


def log_contact(
    work: Work,
    *,
    deal_id: str,
    channel: ContactChannel,
    result: ContactResult,
    minutes: int = 0,
    text: str = "",
    contact_id: str | None = None,
) -> int:
    """Write down that one talked with the client (or tried to) and return the event's id; records contact.made.

    `minutes` is how long it took, 0 when nobody measured. Raises Invalid, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Invalid(field="minutes", reason="minutes")
    if contact_id is not None:
        contact = work.session.get(Contact, contact_id)
        if contact is None or contact.client_id != deal.client_id:
            raise NotFound
    recorded = record(
        work,
        ContactMade(
            deal_id=deal.id,
            channel=channel.value,
            result=result.value,
            minutes=minutes,
            text=checked_words(text, field="text"),
            contact_id=contact_id,
        ),
    )
    work.session.flush()
    return recorded.id
