"""Use case: a person marks the work of a contract as accepted; from that day on the balance is due."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.contracts.models import Contract
from studio_app.domain.contracts.plan import BALANCE
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.studio.current import day_of, today
from studio_app.domain.timeline.events.documents import ContractWorkAccepted
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How far the work of a signed contract is; `has_balance`: its plan asks for money after the acceptance."""

    has_balance: bool
    accepted_on: date | None

    @property
    def is_awaited(self) -> bool:
        """Whether the acceptance brings the next payment."""
        return self.has_balance and self.accepted_on is None


def acceptance_of(work: Work, *, deal_id: str) -> Acceptance | None:
    """Query: the acceptance of the deal's newest signed contract; None without one."""
    contract = signed_contract(work, deal_id=deal_id)
    if contract is None:
        return None
    payments = contract_content(work, document_id=contract.document_id).payments
    return Acceptance(any(step.key == BALANCE for step in payments), contract.accepted_on)


def accept_work(work: Work, *, deal_id: str, on: date) -> None:
    """Mark the work of the deal's signed contract as accepted `on` that day; a later mark corrects it.

    Records contract.work_accepted. Raises Forbidden, NotFound without a signed contract,
    Invalid for a day to come or before the signing.
    """
    require(work, Permission.SEND_DOCUMENTS)
    contract = signed_contract(work, deal_id=deal_id)
    if contract is None or contract.signed_at is None:
        raise NotFound
    if on > today(work):
        raise Invalid(field="accepted_on", reason="accepted_later")
    if on < day_of(work, contract.signed_at):
        raise Invalid(field="accepted_on", reason="accepted_before_signing")
    if contract.accepted_on == on:
        return
    contract.accepted_on = on
    document = get_document(work, contract.document_id)
    record(
        work,
        ContractWorkAccepted(
            deal_id=deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            accepted_on=on.isoformat(),
        ),
    )


def signed_contract(work: Work, *, deal_id: str) -> Contract | None:
    """The newest signed contract of the deal."""
    return work.session.exec(
        select(Contract)
        .join(Document, col(Document.id) == col(Contract.document_id))
        .where(Document.deal_id == deal_id, Document.status == DocumentStatus.SIGNED)
        .order_by(col(Contract.signed_at).desc())
    ).first()
