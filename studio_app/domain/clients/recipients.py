"""Query: to whom of a client something goes."""

from enum import StrEnum

from sqlmodel import col, select

from studio_app.domain.clients.models import Contact
from studio_app.domain.work import Work


class Purpose(StrEnum):
    """What the person is needed for; the name of the role's column."""

    DECIDE = "decides"
    PAY = "pays"
    SIGN = "signs"


def recipient(work: Work, *, contact_id: str, purpose: Purpose) -> Contact | None:
    """The contact of the same client who has that role and an address: the deal's own contact before others.

    The deal's contact where nobody has the role; None for an unknown id.
    """
    main = work.session.get(Contact, contact_id)
    if main is None or (getattr(main, purpose.value) and main.email):
        return main
    others = work.session.exec(
        select(Contact)
        .where(Contact.client_id == main.client_id, col(Contact.email) != "")
        .order_by(col(Contact.is_primary).desc(), col(Contact.id))
    )
    return next((one for one in others if getattr(one, purpose.value)), main)
