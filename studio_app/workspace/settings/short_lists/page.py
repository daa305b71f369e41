"""The pages of the channels and of the lost reasons."""

from typing import Any

import reflex as rx

from studio_app.domain.studio.lists import LONGEST_NAME
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.editor import buttons, off_badge, row_button, rows_and_editor
from studio_app.workspace.settings.frame import field, tick
from studio_app.workspace.settings.short_lists.state import ShortListSettings


def channels_page() -> rx.Component:
    """Where leads come from."""
    return _page("channels", "settings.add_channel")


def reasons_page() -> rx.Component:
    """Why deals are lost."""
    return _page("reasons", "settings.add_reason")


def _page(name: str, add: str) -> rx.Component:
    return rows_and_editor(name, ShortListSettings, _row, _editor(), one="settings.entry", add=add)


def _row(row: Any) -> rx.Component:
    return row_button(
        rx.el.span(
            rx.cond(Session.locale == "en", row.name_en, row.name_ru), off_badge(row.active), class_name="settings-name"
        ),
        on_click=ShortListSettings.edit(row.id),
        muted=~row.active,
    )


def _editor() -> rx.Component:
    form = ShortListSettings.form
    return rx.form(
        rx.el.div(
            field("name_ru", tr("settings.name_ru"), form.name_ru, required=True, longest=LONGEST_NAME),
            field("name_en", tr("settings.name_en"), form.name_en, required=True, longest=LONGEST_NAME),
            class_name="settings-grid two",
        ),
        tick("active", tr("settings.in_use"), form.active),
        buttons(),
        on_submit=ShortListSettings.save,
        key=form.id,
    )
