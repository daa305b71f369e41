"""The rows that most use cases stand on: a studio with stages and people, and one deal."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.briefs.schemas import Filled
from studio_app.domain.briefs.service import send_brief, submit_brief
from studio_app.domain.briefs.starter import install_questionnaire
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.pricing.starter import add_price_list
from studio_app.domain.studio.kinds import SALES, EntityKind, StageKind, StageRole, TaxRegime
from studio_app.domain.studio.models import THE_STUDIO, Channel, LegalEntity, LostReason, Pipeline, Stage, Studio
from studio_app.domain.work import Work

_ENDED = {StageRole.PAID: StageKind.WON, StageRole.LOST: StageKind.LOST}
_REQUIRED = {
    "goals": "Больше заявок",
    "site_kind": "corporate",
    "pages": 12,
    "languages": ["ru"],
    "design": "custom",
    "content": "client",
    "deadline": "flexible",
}
"""Answers without which no brief is sent off."""


def add_studio(work: Work, *, regime: TaxRegime = TaxRegime.NONE) -> None:
    """The studio, its legal entity, stages (ids are their roles), channel `site`, price list."""
    work.session.add(Studio(id=THE_STUDIO, name="Студия"))
    work.session.add(
        LegalEntity(
            id="entity",
            kind=EntityKind.COMPANY,
            name="ООО «Студия»",
            tax_regime=regime,
            inn="7707083893",
            is_default=True,
        )
    )
    work.session.add(Pipeline(id=SALES, name_ru="Продажи", name_en="Sales"))
    work.session.flush()
    for position, role in enumerate(role for role in StageRole if role is not StageRole.CUSTOM):
        kind = _ENDED.get(role, StageKind.OPEN)
        work.session.add(
            Stage(id=role.value, role=role, kind=kind, name_ru=role.value, name_en=role.value, position=position)
        )
    work.session.add(Channel(id="site", key="site", name_ru="Сайт", name_en="Website"))
    work.session.add(LostReason(id="price", name_ru="Дорого", name_en="Too expensive"))
    add_price_list(work)
    work.session.flush()


def add_person(work: Work, *, key: str, role: Role = Role.MANAGER, max_discount: int = 10) -> Actor:
    """A person of the studio, as an actor."""
    work.session.add(
        User(
            id=key,
            email=f"{key}@example.com",
            name=key.title(),
            password_hash="-",
            role=role,
            max_discount_percent=Decimal(max_discount),
            created_at=work.now(),
        )
    )
    work.session.flush()
    return Actor(kind=ActorKind.STAFF, id=key, name=key.title(), role=role.value)


def add_deal(
    work: Work, *, key: str = "deal", number: int = 1, stage: StageRole = StageRole.LEAD, manager: str = "anna"
) -> Deal:
    """A deal of the manager in the stage; client and contact come with it."""
    work.session.add(Client(id=f"{key}-client", name="ООО «Ромашка»", created_at=work.now()))
    work.session.flush()
    work.session.add(
        Contact(
            id=f"{key}-contact",
            client_id=f"{key}-client",
            name="Иван Петров",
            email="ivan@example.com",
            phone="+79161234567",
        )
    )
    work.session.flush()
    deal = Deal(
        id=key,
        number=number,
        title="Сайт для «Ромашки»",
        client_id=f"{key}-client",
        contact_id=f"{key}-contact",
        stage_id=stage.value,
        manager_id=manager,
        channel_id="site",
        created_at=work.now(),
        stage_since=work.now(),
    )
    work.session.add(deal)
    work.session.flush()
    return deal


def add_brief(work: Work, *, deal_id: str, answers: Mapping[str, object]) -> str:
    """A brief of the deal that its client has sent off with these answers; returns its document's id."""
    document_id = add_open_brief(work, deal_id=deal_id)
    fill_brief(work, document_id, answers)
    return document_id


def add_open_brief(work: Work, *, deal_id: str) -> str:
    """A brief that lies with the client; returns its document's id."""
    install_questionnaire(work)
    return send_brief(work, deal_id=deal_id).document_id


def fill_brief(work: Work, document_id: str, answers: Mapping[str, object]) -> None:
    """The client sends an open brief off, with these answers beside those it cannot do without."""
    token = link_token(work, get_document(work, document_id))
    submit_brief(work, token=token, filled=Filled({**_REQUIRED, **answers}))


def acting(work: Work, actor: Actor) -> Work:
    """The same unit of work in the hands of `actor`."""
    return replace(work, actor=actor)
