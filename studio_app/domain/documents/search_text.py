"""What a document is found by."""

from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.models import Document
from studio_app.domain.search.index import entry, keep
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.work import Work


def index_document(work: Work, document: Document) -> None:
    """Have a document found once it has a number."""
    if document.number:
        keep(work, document_entry(document, work.session.get_one(Deal, document.deal_id)))


def document_entry(document: Document, deal: Deal) -> SearchEntry:
    """A document is found by its number and title, and by the title of its deal."""
    return entry(
        EntryKind.DOCUMENT,
        ref=document.id,
        title=document.number,
        detail=document.title or deal.title,
        parts=(document.number, document.title, deal.title),
        deal_id=deal.id,
        document_kind=document.kind.key,
    )
