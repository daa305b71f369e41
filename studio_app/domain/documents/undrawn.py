"""Query: the characters in a deal's open documents that the fonts of their PDF cannot draw."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import col, select

from studio_app.domain.documents.kinds import KINDS, DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document, DocumentRevision, WorkingCopy
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.work import Work

_OPEN = (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED, DocumentStatus.DECLINED)
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_VARIANTS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


@dataclass(frozen=True, slots=True)
class Undrawn:
    """The signs of one document, each once, in the order in which they are met."""

    kind: DocumentKind
    number: str
    signs: tuple[str, ...]


def undrawn_documents(work: Work, *, deal_id: str, drawn: Collection[int]) -> tuple[Undrawn, ...]:
    """The deal's documents, oldest first, that are to be sent or can still be mended, where `drawn` lacks a sign.

    What is not published yet counts: it is what will be sent.
    `drawn` holds the code points that the letters of documents have. What is not drawn has no PDF.
    """
    kinds = [kind for kind in KINDS.values() if kind.is_drawn]
    query = (
        select(Document, DocumentRevision, WorkingCopy)
        .join(
            DocumentRevision,
            (col(DocumentRevision.document_id) == Document.id) & (col(DocumentRevision.revision) == Document.revision),
        )
        .join(WorkingCopy, col(WorkingCopy.document_id) == Document.id, isouter=True)
        .where(Document.deal_id == deal_id, col(Document.status).in_(_OPEN), col(Document.kind).in_(kinds))
        .order_by(col(Document.created_at), col(Document.id))
    )
    brand = studio_brand(work)
    found = (
        Undrawn(row.kind, row.number, undrawn_signs(" ".join(said), drawn=drawn))
        for row, text, copy in work.session.exec(query)
        for said in [(brand.speaking(row.locale).name, row.title, *_texts((copy or text).content))]
    )
    return tuple(one for one in found if one.signs)


def undrawn_signs(text: str, *, drawn: Collection[int]) -> tuple[str, ...]:
    """The signs of `text` that `drawn` lacks. What shows nothing by itself (spaces, marks of direction) is none."""
    met = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(sign for sign in met if ord(sign) not in drawn and not _is_unseen(sign))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or ord(sign) in _VARIANTS


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
        return
    parts: Iterable[Any] = ()
    if isinstance(content, dict):
        parts = cast("dict[str, Any]", content).values()
    elif isinstance(content, list):
        parts = cast("list[Any]", content)
    for part in parts:
        yield from _texts(part)
