"""Use case: what the client agreed to or declined, with everything needed to prove it later."""

from sqlmodel import select

from studio_app.core.errors import Invalid
from studio_app.domain.documents.models import Consent, Document
from studio_app.domain.work import Work

MAX_NAME = 160
"""Characters of the name of whoever agrees."""


def give_consent(work: Work, document: Document, *, kind: str, text: str, name: str, channel: str = "") -> None:
    """Write down the exact sentence `text` that `name` agreed to (kind: accept, sign, decline).

    Address and browser are the actor's; `channel` is where a code went. An answer given anew
    (a document declined, published again, declined again) replaces the one before.
    Raises Invalid for an empty sentence and a name that is too long.
    """
    if not text.strip():
        raise Invalid(field="consent", reason="required")
    if len(name.strip()) > MAX_NAME:
        raise Invalid(field="name", reason="too_long", maximum=MAX_NAME)
    row = work.session.exec(select(Consent).where(Consent.document_id == document.id, Consent.kind == kind)).first()
    if row is None:
        row = Consent(id=work.new_id(), document_id=document.id, kind=kind, revision=0, text="", at=work.now())
        work.session.add(row)
    row.revision = document.revision
    row.text = text.strip()
    row.name = name.strip()
    row.channel = channel
    row.at = work.now()
    row.ip = work.actor.ip
    # a browser's own name for itself says enough by its beginning
    row.user_agent = work.actor.user_agent[:300]
