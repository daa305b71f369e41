"""Reaction: a contract that is not signed yet names the signer's address of today, where the code goes."""

from sqlmodel import col, select

from studio_app.domain.clients.models import Contact
from studio_app.domain.clients.recipients import Purpose, recipient
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import revise
from studio_app.domain.timeline.events.clients import ContactChanged
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work


def renew_addresses(work: Work, recorded: Recorded[ContactChanged]) -> None:
    """On contact.changed: put the signer's address and phone into the open contracts of that client's deals."""
    changed = work.session.get_one(Contact, recorded.event.contact_id)
    open_contracts = work.session.exec(
        select(Document, Deal.contact_id)
        .join(Deal, col(Deal.id) == col(Document.deal_id))
        .where(
            Deal.client_id == changed.client_id,
            Document.kind == DocumentKind.CONTRACT,
            col(Document.status).in_([DocumentStatus.DRAFT, DocumentStatus.PUBLISHED]),
        )
    )
    for document, contact_id in open_contracts.all():
        content = contract_content(work, document_id=document.id)
        contact = recipient(work, contact_id=contact_id, purpose=Purpose.SIGN) or changed
        if (content.client.email, content.client.phone) == (contact.email, contact.phone):
            continue
        client = content.client.model_copy(update={"email": contact.email, "phone": contact.phone})
        revise(work, document, content.model_copy(update={"client": client}).model_dump(mode="json"))
