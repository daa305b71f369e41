"""Reaction: an accepted proposal becomes the draft of a contract with everything the proposal fixed."""

from decimal import Decimal

from sqlmodel import select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.recipients import Purpose, recipient
from studio_app.domain.contracts.models import Contract
from studio_app.domain.contracts.parties import client_party, studio_party
from studio_app.domain.contracts.plan import payment_plan
from studio_app.domain.contracts.schemas import ContractContent, StructureNode, WorkStage
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import get_document, new_document
from studio_app.domain.documents.revisions import content_of, save_content
from studio_app.domain.proposals.accepted import AcceptedLine
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.phases import timeline_of
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.studio.current import default_entity, studio
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.timeline.events.documents import ContractDrafted, ProposalAccepted
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def draft_contract(work: Work, recorded: Recorded[ProposalAccepted]) -> None:
    """On proposal.accepted: one draft a proposal, however often the event is heard.

    A studio without an active legal entity gets none: there is nobody who could sign it.
    """
    proposal = work.session.get(Proposal, recorded.event.document_id)
    if proposal is None:
        raise NotFound
    entity = default_entity(work)
    known = work.session.exec(select(Contract).where(Contract.proposal_id == proposal.document_id)).first()
    if known is not None or entity is None:
        return
    deal = get_deal(work, get_document(work, proposal.document_id).deal_id)
    content = _content(work, proposal, deal, entity)
    document = new_document(work, deal_id=deal.id, kind=DocumentKind.CONTRACT, title=deal.title, locale=deal.locale)
    work.session.add(
        Contract(
            document_id=document.id,
            proposal_id=proposal.document_id,
            legal_entity_id=entity.id,
            total_amount=content.total,
            currency=content.currency,
        )
    )
    save_content(work, document, content.model_dump(mode="json"))
    record(
        work,
        ContractDrafted(
            deal_id=deal.id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
        ),
    )


def _content(work: Work, proposal: Proposal, deal: Deal, entity: LegalEntity) -> ContractContent:
    client = work.session.get_one(Client, deal.client_id)
    signer = recipient(work, contact_id=deal.contact_id, purpose=Purpose.SIGN)
    contact = signer or work.session.get_one(Contact, deal.contact_id)
    said = ProposalContent.model_validate(content_of(work, get_document(work, proposal.document_id)))
    lines = tuple(AcceptedLine.model_validate(line) for line in proposal.accepted_lines)
    price = Money(sum(line.total for line in lines), proposal.currency)
    phases = said.timeline or timeline_of(sum((line.hours for line in lines), Decimal(0)))
    return ContractContent(
        subject=deal.title,
        currency=proposal.currency,
        studio=studio_party(work, entity, locale=deal.locale),
        client=client_party(work, client, contact),
        lines=lines,
        tax_regime=said.tax_regime,
        tax_rate=said.tax_rate,
        net=sum(line.net for line in lines),
        tax=sum(line.tax for line in lines),
        total=price.amount,
        payments=payment_plan(price, deposit_percent=studio(work).deposit_percent),
        structure=tuple(
            StructureNode(key=page.key, title=page.title, children=page.children) for page in said.structure
        ),
        stages=tuple(WorkStage(key=phase.key, title=phase.title, days=phase.days) for phase in phases),
    )
