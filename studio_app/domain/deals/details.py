"""Query: everything the deal page says about the deal itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, role_may
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal, get_stage
from studio_app.domain.studio.choices import Choice, lost_reasons_in_use
from studio_app.domain.studio.current import studio
from studio_app.domain.studio.kinds import StageKind, StageRole
from studio_app.domain.studio.models import Channel, Stage
from studio_app.domain.work import Work

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class StageOption:
    """A stage the deal may be put into."""

    id: str
    role: StageRole
    kind: StageKind
    name_ru: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """A person on the client's side; `phone` in E.164."""

    id: str
    name: str
    email: str
    phone: str
    post: str
    is_primary: bool
    decides: bool
    pays: bool
    signs: bool


@dataclass(frozen=True, slots=True)
class DealDetails:
    """A deal with its client, contacts, and the choices its page offers."""

    id: str
    number: int
    title: str
    amount: Money
    version: int
    locale: str
    stage_id: str
    stage_kind: StageKind
    stage_since: datetime
    days_in_stage: int  # whole ones
    created_at: datetime
    manager_id: str
    manager_name: str
    channel_ru: str
    channel_en: str
    client_id: str
    client_name: str
    lost_reason_id: str
    lost_comment: str
    timezone: str
    contacts: tuple[ContactView, ...]
    stages: tuple[StageOption, ...]
    managers: tuple[Choice, ...]
    lost_reasons: tuple[Choice, ...]


def deal_details(work: Work, *, deal_id: str) -> DealDetails:
    """The deal as its page shows it. Raises NotFound."""
    deal = get_deal(work, deal_id)
    manager = _required(work.session.get(User, deal.manager_id))
    channel = _required(work.session.get(Channel, deal.channel_id))
    client = _required(work.session.get(Client, deal.client_id))
    return DealDetails(
        id=deal.id,
        number=deal.number,
        title=deal.title,
        amount=Money(deal.amount, deal.currency),
        version=deal.version,
        locale=deal.locale,
        stage_id=deal.stage_id,
        stage_kind=get_stage(work, deal.stage_id).kind,
        stage_since=deal.stage_since,
        days_in_stage=max(0, (work.now() - deal.stage_since).days),  # a clock may have been put back
        created_at=deal.created_at,
        manager_id=manager.id,
        manager_name=manager.name,
        channel_ru=channel.name_ru,
        channel_en=channel.name_en,
        client_id=client.id,
        client_name=client.name,
        lost_reason_id=deal.lost_reason_id or "",
        lost_comment=deal.lost_comment,
        timezone=studio(work).timezone,
        contacts=_contacts(work, deal),
        stages=_stages(work, deal),
        managers=_managers(work, deal),
        lost_reasons=lost_reasons_in_use(work),
    )


def _contacts(work: Work, deal: Deal) -> tuple[ContactView, ...]:
    query = select(Contact).where(Contact.client_id == deal.client_id)
    rows = work.session.exec(query.order_by(col(Contact.is_primary).desc(), col(Contact.name)))
    return tuple(
        ContactView(
            id=row.id,
            name=row.name,
            email=row.email,
            phone=row.phone,
            post=row.post,
            is_primary=row.id == deal.contact_id,
            decides=row.decides,
            pays=row.pays,
            signs=row.signs,
        )
        for row in rows
    )


def _stages(work: Work, deal: Deal) -> tuple[StageOption, ...]:
    pipeline_id = get_stage(work, deal.stage_id).pipeline_id
    rows = work.session.exec(select(Stage).where(Stage.pipeline_id == pipeline_id).order_by(col(Stage.position)))
    return tuple(
        StageOption(id=row.id, role=row.role, kind=row.kind, name_ru=row.name_ru, name_en=row.name_en)
        for row in rows
        if row.active or row.id == deal.stage_id
    )


def _managers(work: Work, deal: Deal) -> tuple[Choice, ...]:
    rows = work.session.exec(select(User).order_by(col(User.name)))
    return tuple(
        Choice(row.id, row.name, row.name)
        for row in rows
        if row.id == deal.manager_id or (row.active and role_may(row.role, Permission.EDIT_DEALS))
    )


def _required(row: R | None) -> R:
    if row is None:
        raise NotFound
    return row
