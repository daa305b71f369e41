"""Queries and use cases: the price list."""

from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.pricing.models import Service
from studio_app.domain.pricing.schemas import ServiceView
from studio_app.domain.work import Work


def price_list(work: Work) -> tuple[ServiceView, ...]:
    """The services on offer, in the order of the price list."""
    return tuple(service_view(row) for row in active_services(work))


def active_services(work: Work) -> list[Service]:
    """The rows of the services on offer, in order."""
    query = select(Service).where(col(Service.active)).order_by(col(Service.position), col(Service.key))
    return list(work.session.exec(query))


def service_view(row: Service) -> ServiceView:
    """The public value of a row."""
    return ServiceView(
        key=row.key,
        name_ru=row.name_ru,
        name_en=row.name_en,
        unit=row.unit,
        hours=row.hours,
        price=Money(row.price_amount, row.currency),
        tariff=row.tariff,
    )
