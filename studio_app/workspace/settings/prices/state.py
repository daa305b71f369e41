"""The price list and the position being edited."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts import format as fmt
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.price_list import ServiceEntry, save_service, services_kept
from studio_app.domain.studio.settings import studio_settings
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import decimal, major, money, one_of, plain, text, ticked


@dataclass(frozen=True)
class ServiceForm:
    """A position of the price list as the list and the inputs take it."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    unit: str = "service"
    hours: str = "0"
    price: str = "0"
    price_text: str = ""
    tariff: str = Tariff.START.value
    active: bool = True


class PriceSettings(ListEditor, rx.State):
    """The price list and the position being edited."""

    rows: list[ServiceForm] = []
    form: ServiceForm = ServiceForm()
    currency: str = "RUB"

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show all."""
        self.currency = (await services().runner.read(actor(), studio_settings)).hour_cost.currency
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the position."""
        service = ServiceEntry(
            id=self.form.id,
            name_ru=text(data, "name_ru"),
            name_en=text(data, "name_en"),
            unit=text(data, "unit"),
            hours=decimal(data, "hours"),
            price=money(data, "price", self.currency),
            tariff=one_of(Tariff, data, "tariff"),
            active=ticked(data, "active"),
        )
        await services().runner.run(actor(), save_service, service=service)
        await self._saved()

    def _new(self) -> ServiceForm:
        return ServiceForm()

    async def _read(self) -> None:
        self.rows = [_form(row, locale()) for row in await services().runner.read(actor(), services_kept)]


def _form(service: ServiceEntry, language: str) -> ServiceForm:
    return ServiceForm(
        id=service.id,
        name_ru=service.name_ru,
        name_en=service.name_en,
        unit=service.unit,
        hours=plain(service.hours),
        price=major(service.price),
        price_text=fmt.money(service.price, language),
        tariff=service.tariff.value,
        active=service.active,
    )
