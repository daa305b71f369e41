"""The page of what channels cost."""

from typing import Any

import reflex as rx

from studio_app.domain.imports.kinds import ImportKind
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.frame import section
from studio_app.workspace.settings.spend.state import SpendSettings


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
