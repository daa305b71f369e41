"""Query: what stands beside the text of a contract on its page."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from studio_app.domain.contracts.codes import MAX_ATTEMPTS, live_code
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Consent
from studio_app.domain.studio.requisites import Finding, RequisitesIn, check
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A code that has been sent and can be typed in."""

    sent_to: str
    expires_at: datetime
    attempts_left: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what, when and how; the hashes are SHA-256 in hex, of the PDF once it is made."""

    name: str
    at: datetime
    channel: str
    ip: str
    html_sha256: str
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the page of a contract shows besides its text. Hashable."""

    requisites: RequisitesIn
    warnings: tuple[Finding, ...]
    complete: bool  # the client's requisites can stand in a contract
    email: str  # where the code will go
    code: OpenCode | None
    signature: Signature | None


def contract_facts(work: Work, *, document_id: str) -> ContractFacts:
    """The facts of one contract. Raises NotFound."""
    client = contract_content(work, document_id=document_id).client
    found = check(client.requisites, bank_required=False)
    row = live_code(work, document_id=document_id)
    return ContractFacts(
        requisites=client.requisites,
        warnings=found.warnings,
        complete=not found.errors,
        email=client.email,
        code=row and OpenCode(row.sent_to, row.expires_at, MAX_ATTEMPTS - row.attempts),
        signature=signature_of(work, document_id=document_id),
    )


def signature_of(work: Work, *, document_id: str) -> Signature | None:
    """The signature under a contract, or None while it is not signed."""
    document = get_document(work, document_id, kind=DocumentKind.CONTRACT)
    consent = work.session.exec(
        select(Consent).where(Consent.document_id == document_id, Consent.kind == "sign")
    ).first()
    copy = frozen_copy(work, document_id=document_id, revision=document.revision)
    if consent is None or copy is None:
        return None
    return Signature(
        name=consent.name,
        at=consent.at,
        channel=consent.channel,
        ip=consent.ip,
        html_sha256=copy.html_sha256,
        pdf_sha256=copy.pdf_sha256,
    )
