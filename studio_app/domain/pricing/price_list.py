"""Use cases: keeping the price list. Estimates copy what they use, so a change moves none of them."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, func, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.models import Service
from studio_app.domain.pricing.schemas import UNITS
from studio_app.domain.studio.names import checked_names
from studio_app.domain.timeline.events.studio import ServiceSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LONGEST_OF_SERVICE = widths(Service, "name_ru", "name_en")
"""Characters that the names of a service may have."""


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A position of the price list as settings show and change it; `id` is empty for a new one."""

    id: str
    name_ru: str
    name_en: str
    unit: str
    hours: Decimal  # work for one unit
    price: Money  # for one unit, without tax
    tariff: Tariff
    active: bool


def services_kept(work: Work) -> list[ServiceEntry]:
    """All positions in their order, those out of use last."""
    require(work, Permission.EDIT_SETTINGS)
    rows = work.session.exec(
        select(Service).order_by(col(Service.active).desc(), col(Service.position), col(Service.key))
    )
    return [
        ServiceEntry(
            id=row.id,
            name_ru=row.name_ru,
            name_en=row.name_en,
            unit=row.unit,
            hours=row.hours,
            price=Money(row.price_amount, row.currency),
            tariff=row.tariff,
            active=row.active,
        )
        for row in rows
    ]


def save_service(work: Work, *, service: ServiceEntry) -> str:
    """Change a position, or add one at the end; returns its id. Raises Forbidden, NotFound, Invalid."""
    require(work, Permission.EDIT_SETTINGS)
    names = checked_names(service.name_ru, service.name_en, maximum=LONGEST_OF_SERVICE["name_ru"])
    if service.unit not in UNITS:
        raise Invalid(field="unit", reason="required")
    if service.price.amount < 0 or service.hours < 0:
        raise Invalid(field="price", reason="negative")
    row = work.session.get(Service, service.id) if service.id else _new(work, service)
    if row is None:
        raise NotFound
    row.name_ru, row.name_en = names
    row.unit, row.hours, row.tariff, row.active = service.unit, service.hours, service.tariff, service.active
    row.price_amount, row.currency = service.price.amount, service.price.currency
    work.session.add(row)
    record(work, ServiceSaved(service_id=row.id))
    return row.id


def _new(work: Work, service: ServiceEntry) -> Service:
    key = work.new_id()
    return Service(
        id=key,
        key=key,
        name_ru="",
        name_en="",
        hours=service.hours,
        price_amount=service.price.amount,
        position=(work.session.exec(select(func.max(Service.position))).one() or 0) + 1,
    )
