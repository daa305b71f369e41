"""Builds what a contract needs in a test: complete requisites and an accepted proposal that drafts it."""

from dataclasses import replace
from decimal import Decimal

from sqlmodel import select

from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Requisites
from studio_app.domain.contracts.models import Contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, link_token, new_document
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.pricing.engine import Line, Tax, price
from studio_app.domain.pricing.models import Estimate
from studio_app.domain.proposals.accepted import accepted_line
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.schemas import Phase, ProposalContent, SitePage
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.requisites import RequisitesIn
from studio_app.domain.timeline.events.documents import ProposalAccepted
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank
from tests.selling import ENTITY, make_deal, make_studio

CLIENT = RequisitesIn(
    kind=EntityKind.COMPANY,
    full_name="Общество с ограниченной ответственностью «Ромашка»",
    inn="7736050003",
    kpp="773601001",
    ogrn="1027700070518",
    address="117997, г. Москва, ул. Намёткина, д. 16",
    bank_name="ПАО Сбербанк",
    bic="044525225",
    account="40702810138250123017",
    correspondent_account="30101810400000000225",
    signer_name="Черных Пётр Ильич",
    signer_post="Директор",
    signer_basis="Устав",
)
HANDS = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", user_agent="Firefox")
LINES = (("Дизайн", "page", 3, 1_500_050, 8), ("Вёрстка", "service", 1, 4_499_999, 30))


def as_client(work: Work) -> Work:
    """The same transaction in the hands of a client."""
    return replace(work, actor=HANDS)


def make_sides(work: Work, *, regime: TaxRegime = TaxRegime.VAT_5, locale: str = "ru", known: bool = False) -> Deal:
    """A studio that may sign, and a deal whose client has requisites only if `known`."""
    make_studio(work, regime=regime)
    entity = work.session.get_one(LegalEntity, ENTITY)
    entity.ogrn, entity.signer_basis = "1027700132195", "Устав"
    deal = make_deal(work, locale=locale)
    kept = work.session.get_one(Requisites, deal.client_id)
    if known:
        for name in ("full_name", "inn", "kpp", "ogrn", "address", "signer_name", "signer_post", "signer_basis"):
            setattr(kept, name, getattr(CLIENT, name))
    else:
        work.session.delete(kept)
    work.session.flush()
    return deal


def accept_proposal(work: Work, deal: Deal, *, rate: int = 5) -> str:
    """An accepted proposal of the deal; returns the id of the contract drafted from it."""
    regime = TaxRegime.VAT_5 if rate else TaxRegime.NONE
    priced = [
        price(
            Line(str(place), name, unit, Decimal(count), Money(cost, "RUB"), hours=Decimal(hours)),
            Tax(regime, Decimal(rate)),
        )
        for place, (name, unit, count, cost, hours) in enumerate(LINES)
    ]
    estimate = Estimate(
        id=work.new_id(),
        deal_id=deal.id,
        currency="RUB",
        tax_regime=regime,
        tax_rate=Decimal(rate),
        hour_cost_amount=0,
        lead_cost_amount=0,
        created_at=work.now(),
        updated_at=work.now(),
    )
    work.session.add(estimate)
    work.session.flush()
    proposal = new_document(work, deal_id=deal.id, kind=DocumentKind.PROPOSAL, title=deal.title, locale=deal.locale)
    said = ProposalContent(
        structure=(SitePage(key="home"), SitePage(title="Каталог", children=("Товар",))),
        timeline=(Phase(key="analysis", days=4), Phase(title="Съёмка", days=3)),
        tax_regime=regime,
        tax_rate=Decimal(rate),
        valid_until=work.now().date(),
    )
    save_content(work, proposal, said.model_dump(mode="json"))
    proposal.status = DocumentStatus.ACCEPTED
    work.session.add(
        Proposal(
            document_id=proposal.id,
            estimate_id=estimate.id,
            valid_until=work.now(),
            accepted_lines=[accepted_line(line).model_dump(mode="json") for line in priced],
            currency="RUB",
        )
    )
    work.session.flush()
    record(work, blank(ProposalAccepted, deal_id=deal.id, document_id=proposal.id, revision=1, title="", number=""))
    return work.session.exec(select(Contract).where(Contract.proposal_id == proposal.id)).one().document_id


def token_of(work: Work, document_id: str) -> str:
    """The token in the link of a document."""
    return link_token(work, get_document(work, document_id))
