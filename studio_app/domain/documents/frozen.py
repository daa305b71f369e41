"""Use cases: the exact bytes of a document that was accepted, signed or issued. Kept for good, never changed."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.documents.models import Document, FrozenCopy
from studio_app.domain.work import Work

FREEZE_PDF = "freeze_pdf"
"""The job that adds the PDF to a frozen copy."""


class AlreadyFrozen(StudioError):
    """The revision is frozen with other bytes; a frozen copy never changes."""

    code = "already_frozen"
    status = 409


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen copy; the hashes are SHA-256 in hex, `pdf` follows the HTML a moment later."""

    document_id: str
    revision: int
    html: bytes
    html_sha256: str
    pdf: bytes | None
    pdf_sha256: str
    at: datetime


def freeze(work: Work, document: Document, *, html: bytes, pdf: bytes | None = None) -> Frozen:
    """Keep the bytes of the document's newest revision; without `pdf` a job makes it of the HTML.

    Raises AlreadyFrozen if the revision was kept with other bytes.
    """
    row = work.session.get(FrozenCopy, (document.id, document.revision))
    if row is None:
        row = FrozenCopy(
            document_id=document.id,
            revision=document.revision,
            html=html,
            html_sha256=sha256(html).hexdigest(),
            at=work.now(),
        )
        work.session.add(row)
    elif row.html != html:
        raise AlreadyFrozen
    if pdf is not None:
        _attach(row, pdf)
    elif row.pdf is None:
        args = {"document_id": document.id, "revision": str(document.revision)}
        work.jobs.enqueue(work.session, FREEZE_PDF, key=f"{FREEZE_PDF}:{document.id}:{document.revision}", args=args)
    return _frozen(row)


def freeze_pdf(work: Work, *, document_id: str, revision: int, pdf: bytes) -> Frozen:
    """Add the PDF made of the frozen HTML, once. Raises NotFound, AlreadyFrozen."""
    row = work.session.get(FrozenCopy, (document_id, revision))
    if row is None:
        raise NotFound
    _attach(row, pdf)
    return _frozen(row)


def frozen_copy(work: Work, *, document_id: str, revision: int) -> Frozen | None:
    """The frozen copy of that revision, or None while nothing is frozen."""
    row = work.session.get(FrozenCopy, (document_id, revision))
    return None if row is None else _frozen(row)


def _attach(row: FrozenCopy, pdf: bytes) -> None:
    if row.pdf is None:
        row.pdf, row.pdf_sha256 = pdf, sha256(pdf).hexdigest()
    elif row.pdf != pdf:
        raise AlreadyFrozen


def _frozen(row: FrozenCopy) -> Frozen:
    return Frozen(
        document_id=row.document_id,
        revision=row.revision,
        html=row.html,
        html_sha256=row.html_sha256,
        pdf=row.pdf,
        pdf_sha256=row.pdf_sha256,
        at=row.at,
    )
