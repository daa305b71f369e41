"""Use cases: changing a contract and putting it before the client."""

from studio_app.core.errors import Invalid, NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.contracts.models import Contract
from studio_app.domain.contracts.parties import studio_party
from studio_app.domain.contracts.schemas import ContractContent, Party
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.deals.moves import advance_to
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.numbers import take_number
from studio_app.domain.documents.revisions import content_of, publish, save_content, working_content
from studio_app.domain.documents.revisions import publish_changes as publish_copy
from studio_app.domain.studio.current import today
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.requisites import require_valid
from studio_app.domain.studio.sending import require_set_up
from studio_app.domain.work import Work


def get_contract(work: Work, document_id: str) -> Contract:
    """The row of a contract. Raises NotFound."""
    contract = work.session.get(Contract, document_id)
    if contract is None:
        raise NotFound
    return contract


def contract_content(work: Work, *, document_id: str, revision: int | None = None) -> ContractContent:
    """What the contract says to its client, now or at `revision`. Raises NotFound."""
    document = get_document(work, document_id, kind=DocumentKind.CONTRACT)
    return ContractContent.model_validate(content_of(work, document, revision=revision))


def written_contract(work: Work, *, document_id: str) -> ContractContent:
    """The contract as the people of the studio write it: with what is not published yet. Raises NotFound."""
    document = get_document(work, document_id, kind=DocumentKind.CONTRACT)
    return ContractContent.model_validate(working_content(work, document))


def save_contract(work: Work, *, document_id: str, content: ContractContent) -> int:
    """Store what the contract says and return its revision; the deal's amount follows once the client sees it.

    The date of a published contract stays. Raises Invalid when lines or payments do not add up to
    the total, DocumentFrozen once it is signed.
    """
    document = get_document(work, document_id, kind=DocumentKind.CONTRACT)
    _require_sums(content)
    if document.revision:
        content = content.model_copy(update={"dated": contract_content(work, document_id=document_id).dated})
    revision = save_content(work, document, content.model_dump(mode="json"))
    if document.published_at is None:
        _agree(work, document, content)
    return revision


def publish_contract_changes(work: Work, *, document_id: str) -> int:
    """Show the client what was saved since the contract was published; returns the new revision.

    A code that is out for the former one opens nothing any more. Records contract.changed. Raises NotFound, and what
    `require_changes` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = get_document(work, document_id, kind=DocumentKind.CONTRACT)
    content = written_contract(work, document_id=document_id)
    revision = publish_copy(work, document)
    _agree(work, document, content)
    return revision


def publish_contract(work: Work, *, document_id: str) -> None:
    """Number and date the contract, show it to the client and bring the deal to its stage.

    The studio's side is taken from the legal entity as it stands now. Raises Invalid when its
    requisites cannot stand in a contract or there is nothing to pay for, NotSetUp, IllegalTransition.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = get_document(work, document_id, kind=DocumentKind.CONTRACT)
    contract = get_contract(work, document_id)
    entity = work.session.get(LegalEntity, contract.legal_entity_id)
    if entity is None:
        raise NotFound
    require_set_up(work, entity, signs=True)
    content = contract_content(work, document_id=document_id)
    if not content.lines or content.total <= 0:
        raise Invalid(field="lines", reason="contract_empty")
    studio = _studio_side(work, content, entity, locale=document.locale)
    day = today(work)
    dated = content.model_copy(update={"studio": studio, "dated": day})
    if not document.number:
        take_number(work, document, entity, year=day.year)
    save_content(work, document, dated.model_dump(mode="json"))
    publish(work, document)
    set_amount(work, deal_id=document.deal_id, amount=Money(content.total, content.currency))
    advance_to(work, deal_id=document.deal_id, role=StageRole.CONTRACT)


def _agree(work: Work, document: Document, content: ContractContent) -> None:
    contract = get_contract(work, document.id)
    contract.total_amount, contract.currency = content.total, content.currency
    set_amount(work, deal_id=document.deal_id, amount=Money(content.total, content.currency))


def _studio_side(work: Work, content: ContractContent, entity: LegalEntity, *, locale: str) -> Party:
    fresh = studio_party(work, entity, locale=locale)
    require_valid(fresh.requisites)
    if fresh.signer_name == content.studio.signer_name:
        fresh = fresh.model_copy(update={"signer_name_genitive": content.studio.signer_name_genitive})
    if fresh.signer_post == content.studio.signer_post:
        fresh = fresh.model_copy(update={"signer_post_genitive": content.studio.signer_post_genitive})
    return fresh


def _require_sums(content: ContractContent) -> None:
    sums = (
        sum(line.net for line in content.lines) == content.net,
        sum(line.tax for line in content.lines) == content.tax,
        sum(line.total for line in content.lines) == content.total,
        sum(step.amount for step in content.payments) == content.total,
        all(line.net + line.tax == line.total for line in content.lines),
    )
    if not all(sums):
        raise Invalid(field="total", reason="contract_sums")
