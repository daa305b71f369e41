"""Settings: the price list."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts import format as fmt
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.columns import width
from studio_app.domain.pricing.models import Service, Tariff
from studio_app.domain.pricing.price_list import ServiceEntry, save_service, services_kept
from studio_app.domain.pricing.schemas import UNITS
from studio_app.domain.studio.settings import studio_settings
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.frame import buttons, choice, field, off_badge, row_button, rows_and_editor, tick
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


class PriceSettings(rx.State):
    """The price list and the position being edited."""

    rows: list[ServiceForm] = []
    form: ServiceForm = ServiceForm()
    currency: str = "RUB"
    editing: bool = False

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show all."""
        self.currency = (await services().runner.read(actor(), studio_settings)).hour_cost.currency
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit(self, service_id: str):
        """Open the editor on one, or on a new one."""
        self.form = next((row for row in self.rows if row.id == service_id), ServiceForm())
        self.editing = True

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def set_editing(self, editing: bool):
        """Close the editor."""
        self.editing = editing

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
        self.editing = False
        await self._read()

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


def page() -> rx.Component:
    """The list and the editor."""
    return rows_and_editor("prices", PriceSettings, _row, _editor(), one="settings.service", add="settings.add_service")


def _row(row: Any) -> rx.Component:
    return row_button(
        rx.el.span(
            rx.cond(Session.locale == "en", row.name_en, row.name_ru), off_badge(row.active), class_name="settings-name"
        ),
        rx.el.span(
            rx.match(row.unit, *((unit, tr(f"settings.unit.{unit}")) for unit in UNITS), row.unit),
            " · ",
            tr("settings.hours_short", hours=row.hours),
            " · ",
            rx.match(row.tariff, *((tariff.value, tr(f"tariff.{tariff.value}")) for tariff in Tariff), ""),
            class_name="settings-detail num",
        ),
        rx.el.span(row.price_text, class_name="num settings-sum"),
        on_click=PriceSettings.edit(row.id),
        muted=~row.active,
    )


def _editor() -> rx.Component:
    form = PriceSettings.form
    return rx.form(
        rx.el.div(
            field("name_ru", tr("settings.name_ru"), form.name_ru, required=True, longest=width(Service.name_ru)),
            field("name_en", tr("settings.name_en"), form.name_en, required=True, longest=width(Service.name_en)),
            choice("unit", tr("settings.unit"), form.unit, [(unit, tr(f"settings.unit.{unit}")) for unit in UNITS]),
            field("hours", tr("settings.hours"), form.hours, type_="number"),
            field("price", tr("settings.price", currency=PriceSettings.currency), form.price, type_="number"),
            choice(
                "tariff",
                tr("settings.tariff"),
                form.tariff,
                [(tariff.value, tr(f"tariff.{tariff.value}")) for tariff in Tariff],
            ),
            class_name="settings-grid two",
        ),
        tick("active", tr("settings.in_use"), form.active),
        buttons(),
        on_submit=PriceSettings.save,
        key=form.id,
    )
