"""Use case: the number of a document, of the series of its kind."""

from studio_app.domain.documents.models import Document
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.numbering import next_number
from studio_app.domain.work import Work


def take_number(work: Work, document: Document, entity: LegalEntity, *, year: int) -> int:
    """Give the document the next number of (legal entity, kind, year), and return it as a number.

    Gapless, because it is taken in the transaction that publishes the document.
    """
    series = document.kind.series
    if series is None:
        raise ValueError(f"documents of the kind {document.kind} have no series")
    number = next_number(work, legal_entity_id=entity.id, kind=document.kind.key, year=year)
    document.number = series.written(number, year=year, prefix=entity.number_prefix)
    return number
