"""Use case: the client gives the requisites that the contract names."""

from studio_app.domain.clients.requisites import keep_requisites
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import find_by_token, get_document
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.studio.requisites import Findings, RequisitesIn
from studio_app.domain.timeline import record
from studio_app.domain.work import Work


def save_requisites(work: Work, *, token: str, requisites: RequisitesIn) -> Findings:
    """Put the client's requisites into the contract, as a new revision, and keep them on the client.

    Returns the warnings, which do not stop anything. Raises Invalid for the first error, NotFound,
    DocumentFrozen once it is signed.
    """
    document = get_document(work, find_by_token(work, token=token).id, kind=DocumentKind.CONTRACT)
    deal = get_deal(work, document.deal_id)
    clean, found = keep_requisites(work, client_id=deal.client_id, values=requisites)
    content = contract_content(work, document_id=document.id)
    changed = content.model_copy(update={"client": content.client.with_requisites(clean)})
    before = document.revision
    save_content(work, document, changed.model_dump(mode="json"))
    if document.revision != before:
        record(
            work,
            "requisites.saved",
            deal_id=deal.id,
            client_id=deal.client_id,
            document_id=document.id,
            revision=document.revision,
            warnings=[finding.field for finding in found.warnings],
        )
    return found
