"""The page of the legal entities."""

from typing import Any

import reflex as rx

from studio_app.domain.studio.entities import LONGEST_OF_ENTITY
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.requisites import LONGEST_WORDS
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.editor import buttons, off_badge, row_button, rows_and_editor
from studio_app.workspace.settings.entities.state import TYPED, WORDS, EntitySettings
from studio_app.workspace.settings.frame import choice, field, tick
from studio_app.workspace.theme import MUTED

_LABELS = {"name": "settings.short_name"} | {name: f"settings.req.{name}" for name in WORDS[1:]}


def page() -> rx.Component:
    """The list and the editor."""
    return rows_and_editor(
        "entities", EntitySettings, _row, _editor(), one="settings.entity", add="settings.add_entity", wide=True
    )


def _row(row: Any) -> rx.Component:
    return row_button(
        rx.el.span(
            row.name,
            rx.cond(row.is_default, rx.badge(tr("settings.default")), rx.fragment()),
            rx.cond(row.sample, rx.badge(tr("settings.sample"), color_scheme="amber"), rx.fragment()),
            off_badge(row.active),
            class_name="settings-name",
        ),
        rx.el.span(tr("settings.inn_is", inn=row.requisites.inn), class_name="settings-detail num"),
        on_click=EntitySettings.edit(row.id),
        muted=~row.active,
    )


def _editor() -> rx.Component:
    form = EntitySettings.form
    values: Any = form
    return rx.form(
        rx.el.div(
            field("name", tr("settings.short_name"), form.name, required=True, longest=LONGEST_OF_ENTITY["name"]),
            choice(
                "kind",
                tr("settings.legal_form"),
                form.requisites.kind,
                [(kind.value, tr(f"settings.kind.{kind.value}")) for kind in EntityKind],
            ),
            _country(form.country),
            choice(
                "tax_regime",
                tr("settings.tax"),
                form.tax_regime,
                [(regime.value, tr(f"settings.tax.{regime.value}")) for regime in TaxRegime],
            ),
            field(
                "number_prefix",
                tr("settings.prefix"),
                form.number_prefix,
                hint=tr("settings.prefix_hint"),
                longest=LONGEST_OF_ENTITY["number_prefix"],
            ),
            *(
                field(
                    name,
                    tr(f"settings.req.{name}"),
                    getattr(values.requisites, name),
                    longest=LONGEST_WORDS.get(name, 0),
                )
                for name in TYPED
            ),
            class_name="settings-grid two",
        ),
        rx.el.details(
            rx.el.summary(tr("settings.english")),
            rx.text(tr("settings.english_hint"), size="2", color=MUTED, as_="p"),
            rx.el.div(
                *(
                    field(
                        f"{name}_en",
                        tr(_LABELS[name]),
                        getattr(values.english, name),
                        longest=LONGEST_OF_ENTITY[f"{name}_en"],
                    )
                    for name in WORDS
                ),
                class_name="settings-grid two",
            ),
            class_name="settings-english",
        ),
        tick("is_default", tr("settings.is_default"), form.is_default),
        tick("active", tr("settings.in_use"), form.active),
        buttons(),
        on_submit=EntitySettings.save,
        key=form.id,
    )


def _country(value: Any) -> rx.Component:
    return rx.el.label(
        rx.text(tr("settings.country"), size="2", weight="medium", as_="span"),
        rx.el.select(
            rx.el.option(tr("settings.country_unsaid"), value=""),
            rx.foreach(EntitySettings.countries, lambda one: rx.el.option(one.name, value=one.code)),
            name="country",
            default_value=value,
            class_name="native-select",
        ),
        rx.text(tr("settings.country_hint"), size="1", color=MUTED, as_="span"),
        class_name="field",
    )
