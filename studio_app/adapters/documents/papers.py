"""Query: everything a document's page and PDF are made of, read in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio_app.adapters.documents.kinds import KINDS
from studio_app.core.errors import NotFound
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.links import find_by_token
from studio_app.domain.documents.models import DocumentKind, DocumentRevision, DocumentStatus
from studio_app.domain.documents.sheets import Sheet, open_draft, read_sheet, sheet_of
from studio_app.domain.studio.brand import Brand, studio_brand
from studio_app.domain.work import Work

_FOR_GOOD = frozenset({DocumentStatus.ACCEPTED, DocumentStatus.SIGNED})


@dataclass(frozen=True, slots=True)
class Cover:
    """What a page depends on besides its text, which never changes within a revision. Hashable."""

    sheet: Sheet
    brand: Brand
    facts: Any


@dataclass(frozen=True, slots=True)
class Paper:
    """A cover with the stored text of its revision and of the one the client saw last."""

    cover: Cover
    content: Mapping[str, Any]
    previous: Mapping[str, Any] | None
    frozen: bytes | None = None  # the HTML as accepted, signed or issued, which is shown from then on


def open_cover(work: Work, *, token: str) -> Cover:
    """The cover behind a client's link. Raises NotFound; a brief has a page of its own."""
    document = find_by_token(work, token=token)
    if document.kind not in KINDS:
        raise NotFound
    cover = _cover(work, sheet_of(work, document))
    del document  # held until here: the facts ask for it too, and a session reads anew what nobody holds
    return cover


def open_paper(work: Work, *, token: str) -> Paper:
    """The document behind a client's link, with its text. Raises NotFound."""
    return paper_of(work, cover=open_cover(work, token=token))


def open_draft_cover(work: Work, *, token: str) -> Cover:
    """The cover of a draft, for people of the studio. Raises NotFound for everybody else."""
    sheet = open_draft(work, token=token)
    if sheet.kind not in KINDS:
        raise NotFound
    return _cover(work, sheet)


def read_paper(work: Work, *, document_id: str) -> Paper:
    """A document with its text, drafts included, for jobs and the workspace. Raises NotFound."""
    return paper_of(work, cover=_cover(work, read_sheet(work, document_id=document_id)))


def paper_of(work: Work, *, cover: Cover) -> Paper:
    """The text that belongs to `cover`. Raises NotFound."""
    sheet = cover.sheet
    content = _text(work, sheet.document_id, sheet.revision)
    if content is None:
        raise NotFound
    if kept_for_good(sheet):
        copy = frozen_copy(work, document_id=sheet.document_id, revision=sheet.revision)
        return Paper(cover, content, None, copy.html if copy else None)
    newer = 0 < sheet.seen_revision < sheet.revision
    return Paper(cover, content, _text(work, sheet.document_id, sheet.seen_revision) if newer else None)


def kept_for_good(sheet: Sheet) -> bool:
    """Whether the document says for ever what it said when it was accepted, signed or issued."""
    return sheet.status in _FOR_GOOD or (sheet.kind is DocumentKind.INVOICE and sheet.published_at is not None)


def _cover(work: Work, sheet: Sheet) -> Cover:
    facts = KINDS[sheet.kind].facts_of(work, sheet.document_id) if sheet.kind in KINDS else None
    return Cover(sheet=sheet, brand=studio_brand(work), facts=facts)


def _text(work: Work, document_id: str, revision: int) -> Mapping[str, Any] | None:
    row = work.session.get(DocumentRevision, (document_id, revision))
    return None if row is None else row.content
