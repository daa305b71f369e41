"""Use case: the terms of a contract that people agree on, changed by hand."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from studio_app.core.errors import Invalid, StudioError
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.contracts.editing import (
    publish_contract,
    publish_contract_changes,
    save_contract,
    written_contract,
)
from studio_app.domain.contracts.plan import BALANCE_DAYS, DEPOSIT_DAYS, payment_plan
from studio_app.domain.contracts.schemas import ContractContent, ContractTerms
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import DocumentEdited
from studio_app.domain.documents.working_copies import find_copy
from studio_app.domain.work import Work, refusal_of

LONGEST_SUBJECT = 200
LONGEST_SPECIAL = 6000
MOST_STAGES = 30
_RANGES: dict[str, tuple[int, int]] = {
    "deposit_percent": (0, 100),
    "deposit_days": (1, 90),
    "balance_days": (1, 90),
    "acceptance_days": (1, 60),
    "warranty_months": (0, 60),
    "penalty_percent": (0, 5),
    "penalty_cap_percent": (0, 100),
}
_STAGE_DAYS = (1, 400)


@dataclass(frozen=True, slots=True)
class TermsView:
    """A contract that can still change, for the people of the studio."""

    document_id: str
    number: str
    revision: int
    status: DocumentStatus
    locale: str
    path: str
    total: Money
    terms: ContractTerms
    changed: bool  # the client does not see them yet


def open_terms(work: Work, *, deal_id: str) -> TermsView | None:
    """The newest contract of the deal that is not signed yet, if there is one."""
    document = work.session.exec(
        select(Document)
        .where(
            Document.deal_id == deal_id,
            Document.kind == DocumentKind.CONTRACT,
            col(Document.status).in_([DocumentStatus.DRAFT, DocumentStatus.PUBLISHED]),
        )
        .order_by(col(Document.created_at).desc())
    ).first()
    if document is None:
        return None
    content = written_contract(work, document_id=document.id)
    return TermsView(
        document_id=document.id,
        number=document.number,
        revision=document.revision,
        status=document.status,
        locale=document.locale,
        path=link_path(work, document),
        total=content.money(content.total),
        terms=terms_of(content),
        changed=find_copy(work, document) is not None,
    )


def terms_of(content: ContractContent) -> ContractTerms:
    """The terms that `content` states; days of a payment that it does not plan are the usual ones."""
    planned = {step.key: step for step in content.payments}
    first, balance = planned.get("deposit") or planned.get("whole"), planned.get("balance")
    return ContractTerms(
        subject=content.subject,
        deposit_percent=first.percent if first else Decimal(0),
        deposit_days=first.days if first else DEPOSIT_DAYS,
        balance_days=balance.days if balance else BALANCE_DAYS,
        stages=content.stages,
        acceptance_days=content.acceptance_days,
        warranty_months=content.warranty_months,
        penalty_percent=content.penalty_percent,
        penalty_cap_percent=content.penalty_cap_percent,
        special_terms=content.special_terms,
    )


def change_terms(work: Work, *, document_id: str, read: ContractTerms, terms: ContractTerms) -> int:
    """Replace the terms that were `read` by `terms` and return the revision; the price stays.

    Of a published contract the client does not see them yet.
    Raises DocumentEdited when the terms are no longer those that were read, DocumentFrozen once the
    contract is signed, Invalid.
    """
    require(work, Permission.SEND_DOCUMENTS)
    clean = require_terms(terms)
    content = written_contract(work, document_id=document_id)
    if terms_of(content) not in (read, clean):
        raise DocumentEdited
    update: dict[str, Any] = {
        name: getattr(clean, name) for name in ContractTerms.model_fields if name in ContractContent.model_fields
    }
    update["payments"] = payment_plan(
        content.money(content.total),
        deposit_percent=clean.deposit_percent,
        deposit_days=clean.deposit_days,
        balance_days=clean.balance_days,
    )
    return save_contract(work, document_id=document_id, content=content.model_copy(update=update))


def change_and_send_terms(
    work: Work, *, document_id: str, read: ContractTerms, terms: ContractTerms
) -> StudioError | None:
    """Replace the terms (`change_terms`) and send the contract with them (`publish_contract`).

    Where sending is refused, what was written is kept: the refusal is returned. Raises what `change_terms` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    change_terms(work, document_id=document_id, read=read, terms=terms)
    return refusal_of(work, publish_contract, document_id=document_id)


def change_and_publish_terms(
    work: Work, *, document_id: str, read: ContractTerms, terms: ContractTerms
) -> StudioError | None:
    """Replace the terms (`change_terms`) and publish them (`publish_contract_changes`).

    Where that is refused, what was written is kept: the refusal is returned. Raises what `change_terms` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    change_terms(work, document_id=document_id, read=read, terms=terms)
    return refusal_of(work, publish_contract_changes, document_id=document_id)


def require_terms(terms: ContractTerms) -> ContractTerms:
    """The terms without stray spaces. Raises Invalid for what cannot stand in a contract."""
    subject, special = " ".join(terms.subject.split()), terms.special_terms.strip()
    if not subject:
        raise Invalid(field="subject", reason="terms.subject")
    if len(subject) > LONGEST_SUBJECT:
        raise Invalid(field="subject", reason="too_long", maximum=LONGEST_SUBJECT)
    if len(special) > LONGEST_SPECIAL:
        raise Invalid(field="special_terms", reason="too_long", maximum=LONGEST_SPECIAL)
    for name, bounds in _RANGES.items():
        _require_between(name, getattr(terms, name), bounds)
    if not 1 <= len(terms.stages) <= MOST_STAGES:
        raise Invalid(field="stages", reason="terms.stages", maximum=MOST_STAGES)
    for stage in terms.stages:
        _require_between("stage_days", stage.days, _STAGE_DAYS)
    return terms.model_copy(update={"subject": subject, "special_terms": special})


def _require_between(name: str, value: Decimal | int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= value <= most or value != round(value, 2):
        raise Invalid(field=name, reason=f"terms.{name}", minimum=least, maximum=most)
