"""Builds what a sale needs in a test: a studio, a deal, an issued invoice."""

from decimal import Decimal

from sqlmodel import func, select

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.deals.models import Deal
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.studio.kinds import SALES, EntityKind, StageKind, StageRole, TaxRegime
from studio_app.domain.studio.models import Channel, LegalEntity, Pipeline, Stage, Studio
from studio_app.domain.work import Work

ENTITY = "entity"
DEAL = "deal"


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
            ogrn="1027700132195",
            address="101000, Москва, ул. Мясницкая, д. 1",
            bank_name="ПАО СБЕРБАНК",
            bic="044525225",
            account="40702810138250123017",
            correspondent_account="30101810400000000225",
            signer_name="Орлова Анна Сергеевна",
            signer_post="Генеральный директор",
            signer_basis="Устав",
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


def issued_invoice(work: Work, *, amount: int = 100_000, deal_id: str = DEAL, currency: str = "RUB") -> str:
    """An issued invoice over the whole of a deal without a contract. Returns its id."""
    make_deal(work, deal_id=deal_id, amount=amount, currency=currency)
    ref = create_invoice(work, deal_id=deal_id)
    return issue_invoice(work, document_id=ref.document_id).document_id
