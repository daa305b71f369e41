"""What the page of forms remembers: the forms, the channels, the one being edited."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.checking import Checks
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.leads.forms import (
    LONGEST_OF_FORM,
    LONGEST_QUESTION,
    LONGEST_WORDS,
    MAX_QUESTIONS,
    Asked,
    FormContent,
    FormView,
    KnownField,
    Question,
    Wording,
    forms,
    save_form,
)
from studio_app.domain.studio.lists import ShortList, entries
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import one_of, ticked

WORDS = tuple(Wording.model_fields)
LANGUAGES = ("ru", "en")


@dataclass(frozen=True)
class ChannelOption:
    """A channel to choose."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class FormRow:
    """A form as the list and the inputs take it: plain values by the names of the inputs."""

    id: str = ""
    key: str = ""
    name: str = ""
    channel_id: str = ""
    active: bool = True
    version: int = 0
    stamp: str = ""  # another one for each version
    link: str = ""
    embed: str = ""
    follow: str = ""
    typed: dict[str, str] = field(default_factory=dict[str, str])
    required: dict[str, bool] = field(default_factory=dict[str, bool])


class FormsState(ListEditor, rx.State):
    """The forms of the studio."""

    rows: list[FormRow] = []
    channels: list[ChannelOption] = []
    form: FormRow = FormRow()
    preview: str = ""
    ready: bool = False

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def look_at(self, link: str):
        """Open the preview of a form, or close it (empty)."""
        self.preview = link if any(row.link == link for row in self.rows) else ""

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def close_preview(self, open_: bool):
        """Close the preview."""
        self.preview = self.preview if open_ else ""

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the form."""
        form = _typed(data, self.form)
        await services().runner.run(actor(), save_form, form=form)
        await self._saved()
        return rx.toast.success(translate(locale(), "settings.saved"))

    def _new(self) -> FormRow:
        return _row(_fresh(self.channels[0].id if self.channels else ""), "")

    async def _read(self) -> None:
        runner, url = services().runner, services().settings.url
        self.rows = [_row(form, url) for form in await runner.read(actor(), forms)]
        found = await runner.read(actor(), entries, which=ShortList.CHANNELS)
        self.channels = [ChannelOption(row.id, row.name_ru, row.name_en) for row in found if row.active]
        self.ready = True


def _fresh(channel_id: str) -> FormView:
    asked = dict.fromkeys(KnownField, Asked.NO)
    asked |= {KnownField.EMAIL: Asked.OPTIONAL, KnownField.PHONE: Asked.REQUIRED, KnownField.MESSAGE: Asked.OPTIONAL}
    return FormView(key="", name="", channel_id=channel_id, content=FormContent(fields=asked))


def following(url: str) -> str:
    """A line for the site around a form: the frame takes the height that the form in it tells, and nobody else."""
    return (
        '<script>addEventListener("message",function(e){'
        f'if(e.origin==="{url}"&&e.data.formHeight>0)'
        f"""document.querySelectorAll('iframe[src^="{url}/lead/"]').forEach(function(f){{"""
        'if(f.contentWindow===e.source)f.style.height=e.data.formHeight+"px"})})</script>'
    )


def _row(form: FormView, url: str) -> FormRow:
    content, link = form.content, f"{url}/lead/{form.key}"
    values = {f"asked_{known.value}": content.fields.get(known, Asked.NO).value for known in KnownField}
    for language in LANGUAGES:
        words = content.words(language)
        values |= {f"{name}_{language}": getattr(words, name) for name in WORDS}
    required: dict[str, bool] = {}
    for number in range(1, MAX_QUESTIONS + 1):
        question = content.questions[number - 1] if number <= len(content.questions) else Question(ru="", en="")
        values |= {f"question_ru_{number}": question.ru, f"question_en_{number}": question.en}
        required[str(number)] = question.required
    return FormRow(
        id=form.id,
        key=form.key,
        name=form.name,
        channel_id=form.channel_id,
        active=form.active,
        version=form.version,
        stamp=f"{form.id}.{form.version}",
        link=link,
        embed=f'<iframe src="{link}" title="{form.key}" referrerpolicy="unsafe-url" loading="lazy" '
        'style="width:100%;height:860px;border:0"></iframe>',
        follow=following(url),
        typed=values,
        required=required,
    )


def _typed(data: dict[str, Any], before: FormRow) -> FormView:
    _require_short(data)
    content = FormContent(
        fields={known: one_of(Asked, data, f"asked_{known.value}") for known in KnownField},
        questions=_questions(data),
        ru=Wording(**{name: _text(data, f"{name}_ru") for name in WORDS}),
        en=Wording(**{name: _text(data, f"{name}_en") for name in WORDS}),
    )
    return FormView(
        id=before.id,
        key=_text(data, "key"),
        name=_text(data, "name"),
        channel_id=_text(data, "channel_id"),
        content=content,
        active=ticked(data, "active"),
        version=before.version,
    )


def _require_short(data: dict[str, Any]) -> None:
    """Raise InvalidFields for all texts that are too long."""
    checks = Checks()
    checks.within("name", _text(data, "name"), LONGEST_OF_FORM["name"])
    for number, language in product(range(1, MAX_QUESTIONS + 1), LANGUAGES):
        name = f"question_{language}_{number}"
        checks.within(name, _text(data, name), LONGEST_QUESTION)
    for language, (name, maximum) in product(LANGUAGES, LONGEST_WORDS.items()):
        checks.within(f"{name}_{language}", _text(data, f"{name}_{language}"), maximum)
    checks.done()


def _questions(data: dict[str, Any]) -> tuple[Question, ...]:
    made: list[Question] = []
    for number in range(1, MAX_QUESTIONS + 1):
        russian, english = _text(data, f"question_ru_{number}"), _text(data, f"question_en_{number}")
        if russian or english:
            made.append(Question(ru=russian, en=english, required=ticked(data, f"required_{number}")))
    return tuple(made)


def _text(data: dict[str, Any], name: str) -> str:
    return str(data.get(name) or "").strip()
