"""Use cases: the one-time code with which a client signs, bound to what the client read."""

import hmac
from datetime import timedelta
from hashlib import sha256

from sqlmodel import col, select

from studio_app.core.clock import SLACK
from studio_app.core.errors import Invalid, NotFound, StudioError, Throttled
from studio_app.core.status import IllegalTransition
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import find_by_token, get_document
from studio_app.domain.documents.models import Document, SigningCode
from studio_app.domain.documents.revisions import require_current
from studio_app.domain.studio.requisites import check
from studio_app.domain.timeline.events.documents import ContractCodeRequested
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

CODE_LIFE = timedelta(minutes=15)
MAX_ATTEMPTS = 5
PAUSE = timedelta(seconds=30)
HOURLY = 5
DAILY = 15
"""With five tries each that is one in 13,000 a day for who holds the link and guesses."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class CodeGone(StudioError):
    """There is no code to compare with: none was asked for, it is used up, too old, or the contract changed."""

    code = "code_gone"
    status = 409


def request_code(work: Work, *, token: str, revision: int, html: bytes, html_revision: int) -> str:
    """Make a code for signing exactly `html`, rendered from `html_revision`; returns its id.

    The code itself goes out by letter: see `signing_code`. Earlier codes of the contract die.
    Raises DocumentChanged, IllegalTransition, Throttled, and Invalid while requisites or the
    address for the code are missing.
    """
    document = open_contract(work, token=token)
    require_current(document, revision=revision)
    require_current(document, revision=html_revision)
    client = contract_content(work, document_id=document.id).client
    if check(client.requisites, bank_required=False).errors:
        raise Invalid(field="requisites", reason="requisites_missing")
    if not client.email:
        raise Invalid(field="email", reason="signing_email")
    _throttle(work, document)
    digest, code_id = sha256(html).hexdigest(), work.new_id()
    work.session.add(
        SigningCode(
            id=code_id,
            document_id=document.id,
            revision=revision,
            html_sha256=digest,
            code_hash=_hash(work.links.code(code_id), code_id=code_id, revision=revision, digest=digest),
            sent_to=client.email,
            created_at=work.now(),
            expires_at=work.now() + CODE_LIFE,
        )
    )
    record(
        work,
        ContractCodeRequested(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=revision,
            title=document.title,
            number=document.number,
            code_id=code_id,
        ),
    )
    return code_id


def signing_code(work: Work, *, code_id: str) -> str:
    """The six digits to send. Raises NotFound when they could not be used any more: send nothing then."""
    row = work.session.get(SigningCode, code_id)
    if row is None or live_code(work, document_id=row.document_id) is not row:
        raise NotFound
    return work.links.code(code_id)


def live_code(work: Work, *, document_id: str) -> SigningCode | None:
    """The newest code of the contract if it can still be used, else None."""
    document = get_document(work, document_id)
    # one of the future was made before the clock was put back: it would outlive its time, and hide those made since
    made = SigningCode.document_id == document_id, col(SigningCode.created_at) <= work.now() + SLACK
    row = work.session.exec(select(SigningCode).where(*made).order_by(col(SigningCode.id).desc())).first()
    alive = (
        row is not None
        and document.status is DocumentStatus.PUBLISHED
        and row.revision == document.revision
        and row.used_at is None
        and row.attempts < MAX_ATTEMPTS
        and work.now() < row.expires_at
    )
    return row if alive else None


def matches(row: SigningCode, typed: str) -> bool:
    """Whether `typed` is the code; spaces and hyphens do not matter."""
    digits = "".join(letter for letter in typed if letter.isdecimal())
    hashed = _hash(digits, code_id=row.id, revision=row.revision, digest=row.html_sha256)
    return hmac.compare_digest(hashed, row.code_hash)


def open_contract(work: Work, *, token: str) -> Document:
    """The published contract behind a link. Raises NotFound, and IllegalTransition once it is closed."""
    document = get_document(work, find_by_token(work, token=token).id, kind=DocumentKind.CONTRACT)
    if document.status is not DocumentStatus.PUBLISHED:
        raise IllegalTransition(current=document.status.value, target=DocumentStatus.SIGNED.value)
    return document


def _throttle(work: Work, document: Document) -> None:
    # a code of the future was asked for before the clock was put back: nobody waits until then
    within = col(SigningCode.created_at).between(work.now() - _DAY, work.now())
    codes = work.session.exec(
        select(SigningCode.created_at)
        .where(SigningCode.document_id == document.id, within)
        .order_by(col(SigningCode.id).desc())
    ).all()
    for count, pause in ((1, PAUSE), (HOURLY, _HOUR), (DAILY, _DAY)):
        if len(codes) >= count and codes[count - 1] + pause > work.now():
            raise Throttled(retry_after=_seconds(codes[count - 1] + pause - work.now()))


def _seconds(left: timedelta) -> int:
    return max(1, int(left.total_seconds()))


def _hash(code: str, *, code_id: str, revision: int, digest: str) -> str:
    return sha256(f"{code_id}:{revision}:{digest}:{code}".encode()).hexdigest()
