"""The page of the texts, with the editor and its preview."""

from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import LOCALES
from studio_app.adapters.texts.overrides import editable_keys
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import section
from studio_app.workspace.settings.texts.state import TextSettings, place_of
from studio_app.workspace.theme import MUTED

_NOTED = ("unasked", "brief_link")
"""Letters of which it is said to whom they go: these two share their subject and their button."""


def page() -> rx.Component:
    """The list by letter and document, and the editor."""
    return section(
        "texts",
        rx.fragment(
            rx.foreach(TextSettings.groups, _group),
            _editor(),
        ),
        rx.segmented_control.root(
            *(
                rx.segmented_control.item("Русский" if language == "ru" else "English", value=language)
                for language in LOCALES
            ),
            value=TextSettings.language,
            on_change=TextSettings.choose_language,
        ),
    )


def _group(group: Any) -> rx.Component:
    places = sorted({place_of(key) for key in editable_keys()})
    name: Any = rx.match(group.name, *((one, tr(f"settings.text_in.{one}")) for one in places), group.name)
    return rx.el.section(
        rx.heading(name, size="2", as_="h3", class_name="settings-letter"),
        rx.match(group.name, *((one, _note(one)) for one in _NOTED), rx.fragment()),
        rx.el.div(rx.foreach(group.rows, _row), class_name="settings-list"),
        key=group.name,
    )


def _note(place: str) -> rx.Component:
    return rx.text(tr(f"settings.text_note.{place}"), size="1", color=MUTED, class_name="settings-letter-note")


def _row(row: Any) -> rx.Component:
    parts = sorted({key.rpartition(".")[2] for key in editable_keys()})
    named = {part: [key for key in editable_keys() if key.rpartition(".")[2] == part] for part in parts}
    name: Any = rx.match(row.key, *((*keys, tr(f"settings.text_part.{part}")) for part, keys in named.items()), row.key)
    return rx.el.button(
        rx.el.span(
            rx.el.span(name, class_name="settings-part"),
            rx.cond(row.rewritten, rx.badge(tr("settings.rewritten")), rx.fragment()),
            class_name="settings-name",
        ),
        rx.el.span(row.excerpt, class_name="settings-detail"),
        type="button",
        on_click=TextSettings.edit(row.key),
        class_name="settings-row text",
    )


def _name(key: Any) -> Any:
    return rx.match(key, *((one, _title(one)) for one in editable_keys()), key)


def _title(key: str) -> Any:
    place_name: Any = tr(f"settings.text_in.{place_of(key)}")
    return place_name + ": " + tr(f"settings.text_part.{key.rpartition('.')[2]}")


def _editor() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(_name(TextSettings.key), size="4"),
            rx.dialog.description(tr("settings.text_help"), size="2"),
            rx.match(
                TextSettings.key,
                *((key, _note(place_of(key))) for key in editable_keys() if place_of(key) in _NOTED),
                rx.fragment(),
            ),
            _form(),
            class_name="editor wide",
        ),
        open=TextSettings.key != "",
        on_open_change=TextSettings.close,
    )


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            rx.el.div(
                rx.text_area(
                    name="source",
                    default_value=TextSettings.source,
                    on_change=TextSettings.type.debounce(250),
                    rows="8",
                    aria_label=tr("settings.text_source"),
                    spell_check=True,
                ),
                rx.el.div(
                    rx.foreach(TextSettings.variables, lambda name: rx.code("{{ " + name.to(str) + " }}")),
                    class_name="settings-variables",
                ),
                class_name="stack",
            ),
            rx.el.div(
                rx.text(tr("settings.preview"), size="1", color=rx.color("gray", 11)),
                rx.cond(
                    TextSettings.problem != "",
                    rx.callout(TextSettings.problem, icon="circle-alert", color_scheme="red", role="alert"),
                    rx.el.p(TextSettings.shown, class_name="settings-preview"),
                ),
            ),
            class_name="settings-text",
        ),
        rx.el.div(
            rx.cond(
                TextSettings.is_rewritten,
                rx.button(
                    tr("settings.reset"),
                    variant="outline",
                    color_scheme="gray",
                    type="button",
                    on_click=TextSettings.reset_to_delivered,
                ),
            ),
            rx.dialog.close(rx.button(tr("settings.cancel"), variant="soft", color_scheme="gray", type="button")),
            rx.button(tr("settings.save"), type="submit", disabled=TextSettings.problem != ""),
            class_name="editor-buttons",
        ),
        on_submit=TextSettings.save,
        key=TextSettings.key + TextSettings.language,
    )
