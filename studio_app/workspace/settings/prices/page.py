"""The page of the price list."""

from typing import Any

import reflex as rx

from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.price_list import LONGEST_OF_SERVICE
from studio_app.domain.pricing.schemas import UNITS
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.editor import buttons, off_badge, row_button, rows_and_editor
from studio_app.workspace.settings.frame import choice, field, tick
from studio_app.workspace.settings.prices.state import PriceSettings


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
            field(
                "name_ru", tr("settings.name_ru"), form.name_ru, required=True, longest=LONGEST_OF_SERVICE["name_ru"]
            ),
            field(
                "name_en", tr("settings.name_en"), form.name_en, required=True, longest=LONGEST_OF_SERVICE["name_en"]
            ),
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
