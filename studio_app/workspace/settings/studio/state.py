"""The form of the studio: its name, its terms and its costs."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.settings import StudioSettings, save_studio, studio_settings
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.parsing import major, money, percent, plain, text, whole


@dataclass(frozen=True)
class StudioForm:
    """The settings as inputs take them."""

    name: str = ""
    name_en: str = ""
    accent: str = "#4f46e5"
    locale: str = "ru"
    timezone: str = ""
    email: str = ""
    phone: str = ""
    hour_cost: str = ""
    lead_cost: str = ""
    min_margin_percent: str = ""
    deposit_percent: str = ""
    proposal_valid_days: int = 0
    invoice_due_days: int = 0
    quiet_from_hour: int = 0
    quiet_until_hour: int = 0
    reminder_days: str = ""
    currency: str = ""
    version: int = 0


class StudioSettingsState(rx.State):
    """The form of the studio."""

    form: StudioForm = StudioForm()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show the settings as they are."""
        self.form = _form(await services().runner.read(actor(), studio_settings))

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def save(self, data: dict[str, Any]):
        """Keep what was typed."""
        currency = self.form.currency
        settings = StudioSettings(
            name=text(data, "name"),
            name_en=text(data, "name_en"),
            accent=text(data, "accent"),
            locale="en" if text(data, "locale") == "en" else "ru",
            timezone=text(data, "timezone"),
            email=text(data, "email"),
            phone=text(data, "phone"),
            hour_cost=money(data, "hour_cost", currency),
            lead_cost=money(data, "lead_cost", currency),
            min_margin_percent=percent(data, "min_margin_percent"),
            deposit_percent=percent(data, "deposit_percent"),
            proposal_valid_days=whole(data, "proposal_valid_days"),
            invoice_due_days=whole(data, "invoice_due_days"),
            quiet_from_hour=whole(data, "quiet_from_hour"),
            quiet_until_hour=whole(data, "quiet_until_hour"),
            reminder_days=text(data, "reminder_days"),
            version=self.form.version,
        )
        await services().runner.run(actor(), save_studio, settings=settings)
        self.form = _form(await services().runner.read(actor(), studio_settings))
        return rx.toast.success(translate(locale(), "settings.saved"))


def _form(settings: StudioSettings) -> StudioForm:
    return StudioForm(
        name=settings.name,
        name_en=settings.name_en,
        accent=settings.accent,
        locale=settings.locale,
        timezone=settings.timezone,
        email=settings.email,
        phone=settings.phone,
        hour_cost=major(settings.hour_cost),
        lead_cost=major(settings.lead_cost),
        min_margin_percent=plain(settings.min_margin_percent),
        deposit_percent=plain(settings.deposit_percent),
        proposal_valid_days=settings.proposal_valid_days,
        invoice_due_days=settings.invoice_due_days,
        quiet_from_hour=settings.quiet_from_hour,
        quiet_until_hour=settings.quiet_until_hour,
        reminder_days=settings.reminder_days.replace(",", ", "),
        currency=settings.hour_cost.currency,
        version=settings.version,
    )
