"""Query: everything a document's page and PDF are made of, read in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio_app.adapters.documents.kinds import DRAWN
from studio_app.core.errors import NotFound
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.links import find_by_token, get_document
from studio_app.domain.documents.models import DocumentRevision
from studio_app.domain.documents.summaries import (
    DocumentSummary,
    open_changed,
    open_draft,
    read_summary,
    summary_of,
)
from studio_app.domain.documents.working_copies import find_copy
from studio_app.domain.studio.brand import Brand, studio_brand
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a page depends on besides its text, which never changes within a revision. Hashable."""

    document: DocumentSummary
    brand: Brand
    facts: Any


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A head with the stored text of its revision and of the one the client saw last."""

    head: DocumentHead
    text: Mapping[str, Any]
    previous: Mapping[str, Any] | None
    frozen: bytes | None = None  # the HTML as accepted, signed or issued, which is shown from then on


def open_head(work: Work, *, token: str) -> DocumentHead:
    """The head behind a client's link. Raises NotFound; a brief has a page of its own."""
    document = find_by_token(work, token=token)
    if not document.kind.is_drawn:
        raise NotFound
    head = _head(work, summary_of(work, document))
    del document  # held until here: the facts ask for it too, and a session reads anew what nobody holds
    return head


def open_content(work: Work, *, token: str) -> DocumentContent:
    """The document behind a client's link, with its text. Raises NotFound."""
    return with_text(work, head=open_head(work, token=token))


def open_draft_head(work: Work, *, token: str) -> DocumentHead:
    """The head of a draft, for people of the studio. Raises NotFound for everybody else."""
    document = open_draft(work, token=token)
    if not document.kind.is_drawn:
        raise NotFound
    return _head(work, document)


def open_changes(work: Work, *, token: str) -> DocumentContent:
    """What is not published yet of the document at a link, beside what its client sees; for people of the studio.

    Raises NotFound for everybody else, and where all is published.
    """
    head = _head(work, open_changed(work, token=token))
    copy = find_copy(work, get_document(work, head.document.id))
    if copy is None:
        raise NotFound
    return DocumentContent(head, copy.content, _text(work, head.document.id, head.document.revision))


def read_content(work: Work, *, document_id: str) -> DocumentContent:
    """A document with its text as its client sees it, drafts included, for jobs. Raises NotFound."""
    return with_text(work, head=_head(work, read_summary(work, document_id=document_id)))


def with_text(work: Work, *, head: DocumentHead) -> DocumentContent:
    """The head with the text that belongs to it. Raises NotFound."""
    document = head.document
    text = _text(work, document.id, document.revision)
    if text is None:
        raise NotFound
    if kept_for_good(document):
        copy = frozen_copy(work, document_id=document.id, revision=document.revision)
        return DocumentContent(head, text, None, copy.html if copy else None)
    newer = 0 < document.seen_revision < document.revision
    return DocumentContent(head, text, _text(work, document.id, document.seen_revision) if newer else None)


def kept_for_good(document: DocumentSummary) -> bool:
    """Whether the document says for ever what it said when it was accepted, signed or issued."""
    return document.kind.is_final(document.status, published=document.published_at is not None)


def _head(work: Work, document: DocumentSummary) -> DocumentHead:
    facts = DRAWN[document.kind].facts_of(work, document.id) if document.kind.is_drawn else None
    return DocumentHead(document=document, brand=studio_brand(work), facts=facts)


def _text(work: Work, document_id: str, revision: int) -> Mapping[str, Any] | None:
    row = work.session.get(DocumentRevision, (document_id, revision))
    return None if row is None else row.content
