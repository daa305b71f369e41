"""Settings: what channels cost in a month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.days import read_month
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.studio.lists import ShortList, entries
from studio_app.domain.studio.settings import studio_settings
from studio_app.domain.studio.spend import Spend, save_spends, spends
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.frame import section
from studio_app.workspace.settings.parsing import major, money


@dataclass(frozen=True)
class SpendRow:
    """A channel and what it cost in the month shown, in whole units."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    amount: str = ""


class SpendSettings(rx.State):
    """One month of all channels."""

    month: str = ""  # YYYY-MM
    currency: str = "RUB"
    rows: list[SpendRow] = []

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show this month."""
        self.month = self.month or date.today().strftime("%Y-%m")  # noqa: DTZ011  a first guess, freely changed
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def choose(self, month: str):
        """Show another month."""
        read_month(month, field="month")
        self.month = month
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def save(self, data: dict[str, Any]):
        """Keep what was typed."""
        month = read_month(self.month, field="month")
        typed = [
            Spend(row.id, month, money(data, row.id, self.currency) if data.get(row.id) else Money(0, self.currency))
            for row in self.rows
        ]
        await services().runner.run(actor(), save_spends, spends=typed)
        await self._read()
        return rx.toast.success(translate(locale(), "settings.saved"))

    async def _read(self) -> None:
        runner, month = services().runner, read_month(self.month, field="month")
        self.currency = (await runner.read(actor(), studio_settings)).hour_cost.currency
        rows: list[SpendRow] = []
        for channel in await runner.read(actor(), entries, which=ShortList.CHANNELS):
            known = await runner.read(actor(), spends, channel_id=channel.id)
            amount = next((major(one.amount) for one in known if one.month == month), "")
            if channel.active or amount:
                rows.append(SpendRow(channel.id, channel.name_ru, channel.name_en, amount))
        self.rows = rows


def page() -> rx.Component:
    """A month, and an amount for each channel."""
    return section(
        "spend",
        rx.fragment(
            rx.el.label(
                rx.text(tr("settings.month"), size="2", weight="medium", as_="span"),
                rx.el.input(
                    type="month",
                    value=SpendSettings.month,
                    on_change=SpendSettings.choose,
                    class_name="native-select spend-month",
                ),
                class_name="field",
            ),
            rx.form(
                rx.el.div(rx.foreach(SpendSettings.rows, _row), class_name="settings-list"),
                rx.el.div(rx.button(tr("settings.save"), type="submit"), class_name="settings-save"),
                on_submit=SpendSettings.save,
                key=SpendSettings.month,
                class_name="settings-form",
            ),
        ),
        rx.link(
            rx.button(rx.icon("file-up", size=16), tr("imports.from_file"), variant="soft", color_scheme="gray"),
            href=paths.import_of(ImportKind.SPEND),
        ),
    )


def _row(row: Any) -> rx.Component:
    name = rx.cond(Session.locale == "en", row.name_en, row.name_ru)
    return rx.el.label(
        rx.el.span(name, class_name="settings-name"),
        rx.input(
            name=row.id, default_value=row.amount, type="number", min="0", custom_attrs={"step": "any"}, width="140px"
        ),
        rx.el.span(SpendSettings.currency, class_name="settings-detail"),
        class_name="settings-row",
    )
