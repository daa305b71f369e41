"""The page of forms: a list, the editor, the line to put on a site, the preview."""

from typing import Any

import reflex as rx

from studio_app.domain.leads.forms import (
    LONGEST_OF_FORM,
    LONGEST_QUESTION,
    LONGEST_WORDS,
    MAX_QUESTIONS,
    Asked,
    KnownField,
)
from studio_app.workspace.components.counted import counted
from studio_app.workspace.forms.state import LANGUAGES, FormsState
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.editor import add_button, buttons, editor, off_badge, row_button
from studio_app.workspace.settings.frame import field, section, tick
from studio_app.workspace.shell import empty_state

_LONG = frozenset({"intro", "thanks", "consent"})
_WORDS = ("title", "intro", "button", "thanks_title", "thanks", "consent")


def page() -> rx.Component:
    """The forms."""
    return section(
        "forms",
        rx.fragment(
            rx.cond(
                FormsState.rows,
                rx.el.div(rx.foreach(FormsState.rows, _row), class_name="settings-list"),
                rx.cond(FormsState.ready, empty_state("clipboard-list", tr("forms.none"), tr("forms.none_hint"))),
            ),
            editor(
                tr("forms.edit"),
                _editor(),
                open_=FormsState.editing,
                on_open_change=FormsState.set_editing,
                wide=True,
            ),
            _preview(),
        ),
        add_button(tr("forms.add"), FormsState.edit("")),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.div(
        row_button(
            rx.el.span(row.name, off_badge(row.active), class_name="settings-name"),
            rx.el.span("/lead/", row.key, class_name="settings-detail"),
            on_click=FormsState.edit(row.id),
            muted=~row.active,
        ),
        rx.icon_button(
            rx.icon("eye", size=16),
            variant="ghost",
            color_scheme="gray",
            aria_label=tr("forms.preview"),
            title=tr("forms.preview"),
            on_click=FormsState.look_at(row.link),
        ),
        class_name="settings-line forms-line",
    )


def _editor() -> rx.Component:
    form = FormsState.form
    return rx.form(
        rx.cond(form.id != "", _addresses(form)),
        rx.el.div(
            field("name", tr("forms.name"), form.name, required=True, longest=LONGEST_OF_FORM["name"]),
            field("key", tr("forms.key"), form.key, required=True, longest=LONGEST_OF_FORM["key"]),
            _channel(form),
            class_name="settings-grid",
        ),
        rx.el.fieldset(
            rx.el.legend(tr("forms.asks")),
            rx.el.div(*(_asked(known.value, form) for known in KnownField), class_name="settings-grid"),
            class_name="settings-group",
        ),
        rx.el.fieldset(
            rx.el.legend(tr("forms.questions")),
            *(_question(number, form) for number in range(1, MAX_QUESTIONS + 1)),
            class_name="settings-group",
        ),
        *(_words(language, form) for language in LANGUAGES),
        tick("active", tr("forms.active"), form.active),
        buttons(),
        on_submit=FormsState.save,
        key=form.stamp,
        class_name="forms-editor",
    )


def _addresses(form: Any) -> rx.Component:
    return rx.el.div(
        _copied(tr("forms.link"), form.link),
        _copied(tr("forms.embed"), form.embed),
        rx.text(tr("forms.embed_hint"), size="1", color=rx.color("gray", 11)),
        _copied(tr("forms.follow"), form.follow),
        rx.text(tr("forms.follow_hint"), size="1", color=rx.color("gray", 11)),
        class_name="forms-addresses",
    )


def _copied(label: Any, text: Any) -> rx.Component:
    return rx.el.div(
        rx.text(label, size="2", weight="medium"),
        rx.el.div(
            rx.el.code(text, class_name="forms-code"),
            rx.icon_button(
                rx.icon("copy", size=16),
                type="button",
                variant="soft",
                aria_label=tr("forms.copy"),
                title=tr("forms.copy"),
                on_click=rx.set_clipboard(text),
            ),
            class_name="forms-copied",
        ),
    )


def _channel(form: Any) -> rx.Component:
    return rx.el.label(
        rx.text(tr("forms.channel"), size="2", weight="medium", as_="span"),
        rx.el.select(
            rx.foreach(
                FormsState.channels,
                lambda one: rx.el.option(rx.cond(Session.locale == "en", one.name_en, one.name_ru), value=one.id),
            ),
            name="channel_id",
            default_value=form.channel_id,
            class_name="native-select",
        ),
        class_name="field",
    )


def _asked(name: str, form: Any) -> rx.Component:
    return rx.el.label(
        rx.text(tr(f"lead.{name}"), size="2", weight="medium", as_="span"),
        rx.el.select(
            *(rx.el.option(tr(f"forms.asked.{asked.value}"), value=asked.value) for asked in Asked),
            name=f"asked_{name}",
            default_value=form.typed[f"asked_{name}"],
            class_name="native-select",
        ),
        class_name="field",
    )


def _question(number: int, form: Any) -> rx.Component:
    return rx.el.div(
        *(
            field(
                f"question_{language}_{number}",
                tr(f"forms.question_{language}", number=number),
                form.typed[f"question_{language}_{number}"],
                longest=LONGEST_QUESTION,
            )
            for language in LANGUAGES
        ),
        tick(f"required_{number}", tr("forms.required"), form.required[str(number)]),
        class_name="forms-question",
    )


def _words(language: str, form: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(tr(f"forms.words_{language}")),
        rx.text(tr("forms.words_hint"), size="1", color=rx.color("gray", 11)),
        *(_word(name, language, form) for name in _WORDS),
        class_name="settings-group forms-words",
    )


def _word(name: str, language: str, form: Any) -> rx.Component:
    key = f"{name}_{language}"
    if name not in _LONG:
        return field(key, tr(f"forms.{name}"), form.typed[key], longest=LONGEST_WORDS[name])
    return rx.el.label(
        rx.text(tr(f"forms.{name}"), size="2", weight="medium", as_="span"),
        counted(rx.text_area, LONGEST_WORDS[name], name=key, default_value=form.typed[key], rows="3"),
        class_name="field",
    )


def _preview() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("forms.preview"), size="4"),
            rx.el.iframe(src=FormsState.preview, title=tr("forms.preview"), class_name="forms-preview"),
            class_name="editor wide",
            aria_describedby="",
        ),
        open=FormsState.preview != "",
        on_open_change=FormsState.close_preview,
    )
