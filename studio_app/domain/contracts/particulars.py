"""Use case: the client gives the requisites that the contract names."""

from datetime import timedelta

from sqlmodel import col, func, select

from studio_app.core.errors import Throttled
from studio_app.domain.clients.requisites import keep_requisites
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import find_by_token, get_document
from studio_app.domain.documents.models import Document, DocumentRevision
from studio_app.domain.documents.revisions import revise
from studio_app.domain.studio.requisites import Findings, RequisitesIn
from studio_app.domain.timeline.events.clients import RequisitesSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

HOURLY = 20
"""Revisions that whoever holds the link may make of a contract in an hour: each is kept for good."""
_HOUR = timedelta(hours=1)


def save_requisites(work: Work, *, token: str, requisites: RequisitesIn) -> Findings:
    """Put the client's requisites into the contract, as a new revision, and keep them on the client.

    What the studio has changed and not published yet stays so, and goes out with them later.
    Returns the warnings, which do not stop anything. Raises Invalid for the first error, NotFound, Throttled,
    DocumentFrozen once it is signed.
    """
    document = get_document(work, find_by_token(work, token=token).id, kind=DocumentKind.CONTRACT)
    deal = get_deal(work, document.deal_id)
    clean, found = keep_requisites(work, client_id=deal.client_id, values=requisites)
    content = contract_content(work, document_id=document.id)
    changed = content.model_copy(update={"client": content.client.with_requisites(clean)})
    before = document.revision
    if changed != content:
        _require_calm(work, document)
    revise(work, document, changed.model_dump(mode="json"))
    if document.revision != before:
        record(
            work,
            RequisitesSaved(
                deal_id=deal.id,
                client_id=deal.client_id,
                document_id=document.id,
                revision=document.revision,
                warnings=tuple(finding.field for finding in found.warnings),
            ),
        )
    return found


def _require_calm(work: Work, document: Document) -> None:
    since = work.now() - _HOUR
    theirs = select(func.count(), func.min(col(DocumentRevision.saved_at))).where(
        DocumentRevision.document_id == document.id,
        DocumentRevision.saved_by == work.actor.id,
        col(DocumentRevision.saved_at).between(since, work.now()),
    )
    count, first = work.session.exec(theirs).one()
    if count >= HOURLY:
        raise Throttled(retry_after=max(1, int((first - since).total_seconds())))
