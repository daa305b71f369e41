"""The page of the studio itself, in groups."""

import reflex as rx

from studio_app.domain.studio.settings import LONGEST_OF_STUDIO
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import choice, field, section
from studio_app.workspace.settings.studio.state import StudioSettingsState


def page() -> rx.Component:
    """The form, in groups."""
    form = StudioSettingsState.form
    return section(
        "studio",
        rx.form(
            _group(
                "brand",
                field("name", tr("settings.name"), form.name, required=True, longest=LONGEST_OF_STUDIO["name"]),
                field(
                    "name_en",
                    tr("settings.name_en"),
                    form.name_en,
                    hint=tr("settings.name_en_hint"),
                    longest=LONGEST_OF_STUDIO["name_en"],
                ),
                field("accent", tr("settings.accent"), form.accent, type_="color"),
                field("email", tr("settings.email"), form.email, type_="email", longest=LONGEST_OF_STUDIO["email"]),
                field("phone", tr("settings.phone"), form.phone, type_="tel", longest=LONGEST_OF_STUDIO["phone"]),
                choice("locale", tr("settings.client_locale"), form.locale, [("ru", "Русский"), ("en", "English")]),
                field("timezone", tr("settings.timezone"), form.timezone, hint=tr("settings.timezone_hint")),
            ),
            _group(
                "letters",
                field("reminder_days", tr("settings.reminder_days"), form.reminder_days, hint=tr("settings.days_hint")),
                field("quiet_from_hour", tr("settings.quiet_from"), form.quiet_from_hour, type_="number"),
                field("quiet_until_hour", tr("settings.quiet_until"), form.quiet_until_hour, type_="number"),
            ),
            _group(
                "terms",
                field("deposit_percent", tr("settings.deposit"), form.deposit_percent, type_="number"),
                field("proposal_valid_days", tr("settings.valid_days"), form.proposal_valid_days, type_="number"),
                field("invoice_due_days", tr("settings.due_days"), form.invoice_due_days, type_="number"),
            ),
            _group(
                "costs",
                field("hour_cost", tr("settings.hour_cost", currency=form.currency), form.hour_cost, type_="number"),
                field("lead_cost", tr("settings.lead_cost", currency=form.currency), form.lead_cost, type_="number"),
                field("min_margin_percent", tr("settings.margin"), form.min_margin_percent, type_="number"),
            ),
            rx.el.div(rx.button(tr("settings.save"), type="submit"), class_name="settings-save"),
            on_submit=StudioSettingsState.save,
            key=form.version,
            class_name="settings-form",
        ),
    )


def _group(name: str, *fields: rx.Component) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(tr(f"settings.group.{name}")),
        rx.el.div(*fields, class_name="settings-grid"),
        class_name="settings-group",
    )
