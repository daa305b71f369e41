"""Brings a deal to an agreement as it really comes about: priced, offered, accepted, signed by the client's code."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlmodel import select

from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Requisites
from studio_app.domain.contracts.codes import request_code, signing_code
from studio_app.domain.contracts.editing import contract_content, publish_contract, save_contract
from studio_app.domain.contracts.models import Contract
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.plan import payment_plan
from studio_app.domain.contracts.signing import sign_contract as sign
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.pricing.engine import Line, Tax, price
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.pricing.schemas import EstimateLineIn
from studio_app.domain.proposals.accepted import accepted_line
from studio_app.domain.proposals.answer import accept_proposal as accept
from studio_app.domain.proposals.answer import decline_proposal as decline
from studio_app.domain.proposals.draft import publish_proposal, save_proposal, start_proposal
from studio_app.domain.proposals.schemas import Phase, ProposalContent, SitePage
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.requisites import RequisitesIn
from studio_app.domain.work import Work
from tests.selling import make_deal, make_studio

CLIENT = RequisitesIn(
    kind=EntityKind.COMPANY,
    full_name="Общество с ограниченной ответственностью «Ромашка»",
    inn="7736050003",
    kpp="773601001",
    ogrn="1027700070518",
    address="117997, г. Москва, ул. Намёткина, д. 16",
    bank_name="ПАО Сбербанк",
    bic="044525225",
    account="40702810838250123017",
    correspondent_account="30101810400000000225",
    signer_name="Черных Пётр Ильич",
    signer_post="Директор",
    signer_basis="Устав",
)
HANDS = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", user_agent="Firefox")
SOLD = (
    Line("", "Дизайн", "page", Decimal(3), Money(1_500_050, "RUB"), hours=Decimal(8)),
    Line("", "Вёрстка", "service", Decimal(1), Money(4_499_999, "RUB"), hours=Decimal(30)),
)
_TEXT = "<article>Договор</article>".encode()


def as_client(work: Work) -> Work:
    """The same transaction in the hands of a client."""
    return replace(work, actor=HANDS)


def make_sides(work: Work, *, regime: TaxRegime = TaxRegime.VAT_5, locale: str = "ru", known: bool = False) -> Deal:
    """A studio that may sign, and a deal whose client has requisites only if `known`."""
    make_studio(work, regime=regime)
    deal = make_deal(work, locale=locale)
    kept = work.session.get_one(Requisites, deal.client_id)
    if known:
        for name in ("full_name", "inn", "kpp", "ogrn", "address", "signer_name", "signer_post", "signer_basis"):
            setattr(kept, name, getattr(CLIENT, name))
    else:
        work.session.delete(kept)
    work.session.flush()
    return deal


def publish_offer(work: Work, deal: Deal) -> str:
    """A published proposal over `SOLD`, whatever the price list says; the id of its document."""
    start_estimate(work, deal_id=deal.id)
    estimate = estimate_of(work, deal_id=deal.id)
    lines = [EstimateLineIn(line=line) for line in SOLD]
    save_estimate(work, deal_id=deal.id, version=estimate.version, lines=lines, tariff=Tariff.START)
    document = get_document(work, start_proposal(work, deal_id=deal.id))
    said = ProposalContent.model_validate(content_of(work, document))
    written = {
        "structure": (SitePage(key="home"), SitePage(title="Каталог", children=("Товар",))),
        "timeline": (Phase(key="analysis", days=4), Phase(title="Съёмка", days=3)),
    }
    save_proposal(work, document_id=document.id, content=said.model_copy(update=written))
    publish_proposal(work, document_id=document.id)
    return document.id


def accept_offer(work: Work, document_id: str) -> None:
    """The client accepts a published proposal."""
    accept(
        as_client(work),
        token=token_of(work, document_id),
        revision=get_document(work, document_id).revision,
        tariff=Tariff.START,
        options=(),
        name=CLIENT.signer_name,
        consent_text="Согласен",
    )


def decline_offer(work: Work, document_id: str) -> None:
    """The client says no to a published proposal."""
    revision = get_document(work, document_id).revision
    decline(as_client(work), token=token_of(work, document_id), revision=revision, reason="Дорого")


def contract_of(work: Work, proposal_id: str) -> str:
    """The id of the contract drafted from an accepted proposal."""
    return work.session.exec(select(Contract).where(Contract.proposal_id == proposal_id)).one().document_id


def accept_proposal(work: Work, deal: Deal) -> str:
    """A proposal of the deal that the client has accepted; returns the id of the contract drafted from it."""
    proposal_id = publish_offer(work, deal)
    accept_offer(work, proposal_id)
    return contract_of(work, proposal_id)


def sign_contract(work: Work, deal: Deal, *, agreed: Sequence[tuple[int, int]] | None = None, deposit: int = 50) -> str:
    """A contract on an accepted proposal that the client has signed; returns its id.

    `agreed` are quantities and prices in the contract, where it was edited after the acceptance.
    """
    document_id = accept_proposal(work, deal)
    _agree(work, document_id, agreed, deposit=deposit)
    publish_contract(work, document_id=document_id)
    sign_published(work, document_id)
    return document_id


def sign_published(work: Work, document_id: str) -> None:
    """The client gives the requisites, asks for a code and signs a published contract with it."""
    client, token = as_client(work), token_of(work, document_id)
    save_requisites(client, token=token, requisites=CLIENT)
    revision = get_document(work, document_id).revision
    code_id = request_code(client, token=token, revision=revision, html=_TEXT, html_revision=revision)
    outcome = sign(
        client,
        token=token,
        revision=revision,
        code=signing_code(work, code_id=code_id),
        name=CLIENT.signer_name,
        consent_text="Согласен",
        html=_TEXT,
        html_revision=revision,
    )
    assert outcome.signed


def _agree(work: Work, document_id: str, agreed: Sequence[tuple[int, int]] | None, *, deposit: int) -> None:
    content = contract_content(work, document_id=document_id)
    if agreed is not None:
        tax = Tax(content.tax_regime, content.tax_rate)
        lines = tuple(
            accepted_line(
                price(Line(str(place), f"Работа {place}", "page", Decimal(quantity), content.money(unit_price)), tax)
            )
            for place, (quantity, unit_price) in enumerate(agreed, start=1)
        )
        sums = {part: sum(getattr(line, part) for line in lines) for part in ("net", "tax", "total")}
        content = content.model_copy(update={"lines": lines, **sums})
    payments = payment_plan(content.money(content.total), deposit_percent=Decimal(deposit))
    save_contract(work, document_id=document_id, content=content.model_copy(update={"payments": payments}))


def token_of(work: Work, document_id: str) -> str:
    """The token in the link of a document."""
    return link_token(work, get_document(work, document_id))
