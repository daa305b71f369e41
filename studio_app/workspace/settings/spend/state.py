"""What channels cost in a month."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.days import read_month
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.current import today
from studio_app.domain.studio.lists import ShortList, entries
from studio_app.domain.studio.settings import studio_settings
from studio_app.domain.studio.spend import Spend, save_spends, spends
from studio_app.workspace.gate import actor, allow, locale
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
        """Show this month, as the studio's clock has it."""
        if not self.month:
            self.month = f"{await services().runner.read(actor(), today):%Y-%m}"
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
