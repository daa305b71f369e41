"""Builds what a sale needs in a test: a studio, a deal, an accepted proposal, a signed contract."""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import func, select

from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.contracts.models import Contract
from studio_app.domain.contracts.parties import client_party, studio_party
from studio_app.domain.contracts.plan import payment_plan
from studio_app.domain.contracts.schemas import ContractContent
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import new_document
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.pricing.engine import Line, PricedLine, Tax, price
from studio_app.domain.pricing.models import Estimate
from studio_app.domain.proposals.accepted import accepted_line
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.studio.current import today
from studio_app.domain.studio.kinds import SALES, EntityKind, StageKind, StageRole, TaxRegime
from studio_app.domain.studio.models import Channel, LegalEntity, Pipeline, Stage, Studio
from studio_app.domain.timeline.events.documents import ContractSigned
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank

ENTITY = "entity"
DEAL = "deal"
SERVICES = ((12, 350_000), (1, 4_500_050), (3, 99_999))


def make_studio(work: Work, *, regime: TaxRegime = TaxRegime.NONE, currency: str = "RUB") -> None:
    """One legal entity with real-looking requisites, the stages of the chain, a manager, a channel."""
    work.session.add(Studio(name="Студия", deposit_percent=Decimal(50), invoice_due_days=5, currency=currency))
    work.session.add(
        LegalEntity(
            id=ENTITY,
            kind=EntityKind.COMPANY,
            name="ООО «Студия»",
            full_name="Общество с ограниченной ответственностью «Студия»",
            tax_regime=regime,
            inn="7707083893",
            kpp="770701001",
            address="101000, Москва, ул. Мясницкая, д. 1",
            bank_name="ПАО СБЕРБАНК",
            bic="044525225",
            account="40702810138250123017",
            correspondent_account="30101810400000000225",
            signer_name="Орлова Анна Сергеевна",
            signer_post="Генеральный директор",
            is_default=True,
            currency=currency,
        )
    )
    work.session.add(Pipeline(id=SALES, name_ru="Продажи", name_en="Sales"))
    work.session.flush()
    for position, role in enumerate(StageRole):
        kind = {StageRole.PAID: StageKind.WON, StageRole.LOST: StageKind.LOST}.get(role, StageKind.OPEN)
        work.session.add(
            Stage(id=role.value, role=role, kind=kind, name_ru=role.value, name_en=role.value, position=position)
        )
    work.session.add(
        User(
            id="manager",
            email="manager@example.com",
            name="Менеджер",
            password_hash="",
            role=Role.MANAGER,
            created_at=work.now(),
        )
    )
    work.session.add(Channel(id="site", key="site", name_ru="Сайт", name_en="Website"))
    work.session.flush()


def make_deal(work: Work, *, deal_id: str = DEAL, amount: int = 0, currency: str = "RUB", locale: str = "ru") -> Deal:
    """A deal of a company with requisites, in the first stage."""
    client_id, contact_id = f"client-{deal_id[:20]}", f"contact-{deal_id[:20]}"
    work.session.add(
        Client(id=client_id, name="ООО «Ромашка»", kind=ClientKind.COMPANY, locale=locale, created_at=work.now())
    )
    work.session.flush()
    work.session.add(Contact(id=contact_id, client_id=client_id, name="Иван", email="client@example.com"))
    work.session.add(
        Requisites(client_id=client_id, full_name="ООО «Ромашка»", inn="7736050003", updated_at=work.now())
    )
    number = 1 + work.session.exec(select(func.count()).select_from(Deal)).one()
    deal = Deal(
        id=deal_id,
        number=number,
        title="Сайт для Ромашки",
        client_id=client_id,
        contact_id=contact_id,
        stage_id=StageRole.LEAD.value,
        manager_id="manager",
        channel_id="site",
        amount=amount,
        currency=currency,
        locale=locale,
        created_at=work.now(),
        stage_since=work.now(),
    )
    work.session.flush()
    work.session.add(deal)
    work.session.flush()
    return deal


def sign_contract(
    work: Work,
    deal: Deal,
    *,
    regime: TaxRegime = TaxRegime.NONE,
    rate: int = 0,
    agreed: Sequence[tuple[int, int]] = SERVICES,
    deposit: int = 50,
) -> str:
    """An accepted proposal and a contract signed on it; sets off the reactions. Returns the contract's id.

    `agreed` are quantities and prices in the contract, where they were edited after the acceptance.
    """
    tax = Tax(regime, Decimal(rate))
    accepted, signed = _priced(SERVICES, deal.currency, tax), _priced(agreed, deal.currency, tax)
    work.session.add(
        Estimate(
            id=f"estimate-{deal.id}",
            deal_id=deal.id,
            currency=deal.currency,
            tax_regime=regime,
            tax_rate=Decimal(rate),
            hour_cost_amount=0,
            lead_cost_amount=0,
            created_at=work.now(),
            updated_at=work.now(),
        )
    )
    work.session.flush()
    proposal = new_document(work, deal_id=deal.id, kind=DocumentKind.PROPOSAL, title=deal.title, locale=deal.locale)
    proposal.status, proposal.closed_at = DocumentStatus.ACCEPTED, work.now()
    work.session.add(
        Proposal(
            document_id=proposal.id,
            estimate_id=f"estimate-{deal.id}",
            valid_until=work.now(),
            accepted_lines=[accepted_line(line).model_dump(mode="json") for line in accepted],
            accepted_amount=sum(line.total.amount for line in accepted),
            currency=deal.currency,
        )
    )
    work.session.flush()
    contract = new_document(work, deal_id=deal.id, kind=DocumentKind.CONTRACT, title=deal.title, locale=deal.locale)
    content = _content(work, deal, signed, tax, deposit=deposit)
    save_content(work, contract, content.model_dump(mode="json"))
    contract.status, contract.number, contract.published_at = DocumentStatus.SIGNED, "7", work.now()
    work.session.add(
        Contract(
            document_id=contract.id,
            proposal_id=proposal.id,
            legal_entity_id=ENTITY,
            total_amount=content.total,
            currency=deal.currency,
            signed_at=work.now(),
        )
    )
    deal.amount = content.total
    work.session.flush()
    record(work, blank(ContractSigned, deal_id=deal.id, document_id=contract.id, revision=1, title="", number="7"))
    return contract.id


def _priced(services: Sequence[tuple[int, int]], currency: str, tax: Tax) -> list[PricedLine]:
    return [
        price(Line(str(index), f"Работа {index}", "page", Decimal(quantity), Money(unit_price, currency)), tax)
        for index, (quantity, unit_price) in enumerate(services, start=1)
    ]


def _content(work: Work, deal: Deal, lines: Sequence[PricedLine], tax: Tax, *, deposit: int) -> ContractContent:
    total = sum(line.total.amount for line in lines)
    client, contact = work.session.get_one(Client, deal.client_id), work.session.get_one(Contact, deal.contact_id)
    return ContractContent(
        subject=deal.title,
        currency=deal.currency,
        studio=studio_party(work, work.session.get_one(LegalEntity, ENTITY), locale=deal.locale),
        client=client_party(work, client, contact),
        lines=tuple(accepted_line(line) for line in lines),
        tax_regime=tax.regime,
        tax_rate=tax.rate,
        net=sum(line.net.amount for line in lines),
        tax=sum(line.tax.amount for line in lines),
        total=total,
        dated=today(work),
        payments=payment_plan(Money(total, deal.currency), deposit_percent=Decimal(deposit)),
    )


def issued_invoice(work: Work, *, amount: int = 100_000, deal_id: str = DEAL, currency: str = "RUB") -> str:
    """An issued invoice over the whole of a deal without a contract. Returns its id."""
    make_deal(work, deal_id=deal_id, amount=amount, currency=currency)
    ref = create_invoice(work, deal_id=deal_id)
    return issue_invoice(work, document_id=ref.document_id).document_id
