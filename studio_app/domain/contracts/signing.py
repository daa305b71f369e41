"""Use case: signing. What was read is what is kept, byte for byte."""

from dataclasses import dataclass
from hashlib import sha256

from studio_app.core.errors import Invalid
from studio_app.domain.contracts.codes import MAX_ATTEMPTS, CodeGone, live_code, matches, open_contract
from studio_app.domain.contracts.editing import get_contract
from studio_app.domain.documents.consents import give_consent
from studio_app.domain.documents.frozen import freeze
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.revisions import DocumentChanged, require_current, set_status
from studio_app.domain.timeline.events.documents import ContractSigned
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class SigningOutcome:
    """Whether the contract is signed now; else how many tries the code has left."""

    signed: bool
    attempts_left: int = 0


def sign_contract(
    work: Work,
    *,
    token: str,
    revision: int,
    code: str,
    name: str,
    consent_text: str,
    html: bytes,
    html_revision: int,
) -> SigningOutcome:
    """Sign `revision` and freeze `html`, which was rendered from `html_revision`, for good.

    A wrong code is an outcome, not an error, because the spent attempt must be kept. Raises
    DocumentChanged when the contract is no longer what was read when the code was asked for,
    CodeGone, Invalid, IllegalTransition. The PDF is made from the same bytes by the job freeze_pdf.
    """
    document = open_contract(work, token=token)
    require_current(document, revision=revision)
    require_current(document, revision=html_revision)
    if not name.strip():
        raise Invalid(field="name", reason="required")
    row = live_code(work, document_id=document.id)
    if row is None:
        raise CodeGone
    if row.html_sha256 != sha256(html).hexdigest():
        raise DocumentChanged(revision=document.revision)
    if not matches(row, code):
        row.attempts += 1
        return SigningOutcome(signed=False, attempts_left=MAX_ATTEMPTS - row.attempts)
    row.used_at = work.now()
    give_consent(work, document, kind="sign", text=consent_text, name=name, channel=row.sent_to)
    frozen = freeze(work, document, html=html)
    set_status(work, document, DocumentStatus.SIGNED)
    get_contract(work, document.id).signed_at = work.now()
    record(
        work,
        ContractSigned(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=revision,
            title=document.title,
            number=document.number,
            html_sha256=frozen.html_sha256,
        ),
    )
    return SigningOutcome(signed=True)
