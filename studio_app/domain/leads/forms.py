"""Use cases: the forms by which leads come in, built by the owner; what they ask and say in both languages."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, Stale, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.leads.models import LeadForm
from studio_app.domain.studio.models import Channel
from studio_app.domain.timeline.events.leads import FormSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_QUESTIONS = 3
RESERVED = frozenset({"thanks", "consent"})
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
LONGEST_OF_FORM = widths(LeadForm, "name", "key")
"""Characters that what a form is called and found by may have."""


class FormKeyTaken(StudioError):
    """Another form has this address."""

    code = "form_key_taken"
    status = 409


class Asked(StrEnum):
    """Whether a form asks for something."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class KnownField(StrEnum):
    """What a form can ask for besides the name, which it always does, in the order in which it asks."""

    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    CITY = "city"
    INN = "inn"
    BUDGET = "budget"
    MESSAGE = "message"


LONGEST_WORDS = {"title": 160, "intro": 600, "button": 60, "thanks_title": 160, "thanks": 600, "consent": 10_000}
"""Characters of each text of a form."""

LONGEST_QUESTION = 160


class Wording(BaseModel):
    """The words of a form in one language; empty ones are those of the starter form."""

    model_config = ConfigDict(frozen=True)

    title: str = Field(default="", max_length=LONGEST_WORDS["title"])
    intro: str = Field(default="", max_length=LONGEST_WORDS["intro"])
    button: str = Field(default="", max_length=LONGEST_WORDS["button"])
    thanks_title: str = Field(default="", max_length=LONGEST_WORDS["thanks_title"])
    thanks: str = Field(default="", max_length=LONGEST_WORDS["thanks"])
    consent: str = Field(default="", max_length=LONGEST_WORDS["consent"])


class Question(BaseModel):
    """A question of the studio's own."""

    model_config = ConfigDict(frozen=True)

    ru: str = Field(max_length=LONGEST_QUESTION)
    en: str = Field(max_length=LONGEST_QUESTION)
    required: bool = False


class FormContent(BaseModel):
    """What a form asks and says; `consent_version` grows whenever its text of consent changes."""

    model_config = ConfigDict(frozen=True)

    fields: dict[KnownField, Asked] = Field(default_factory=dict[KnownField, Asked])
    questions: tuple[Question, ...] = Field(default=(), max_length=MAX_QUESTIONS)
    ru: Wording = Wording()
    en: Wording = Wording()
    consent_version: int = 1

    def words(self, locale: str) -> Wording:
        """The words in a language."""
        return self.en if locale == "en" else self.ru


class FormView(BaseModel):
    """A form with its address and channel. `version` is the one it was read at; 0 for a new one."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    key: str
    name: str
    channel_id: str
    channel_key: str = ""
    content: FormContent
    active: bool = True
    version: int = 0


def forms(work: Work) -> list[FormView]:
    """Query: all forms, those in use first."""
    require(work, Permission.EDIT_SETTINGS)
    query = select(LeadForm, Channel).join(Channel, col(Channel.id) == col(LeadForm.channel_id))
    rows = work.session.exec(query.order_by(col(LeadForm.active).desc(), col(LeadForm.name)))
    return [_view(row, channel) for row, channel in rows]


def form_at(work: Work, *, key: str) -> FormView:
    """Query: the form at this address, for whoever fills it in. Raises NotFound for one out of use, too."""
    query = select(LeadForm, Channel).join(Channel, col(Channel.id) == col(LeadForm.channel_id))
    found = work.session.exec(query.where(LeadForm.key == key, col(LeadForm.active))).first()
    if found is None:
        raise NotFound
    return _view(*found)


def save_form(work: Work, *, form: FormView) -> str:
    """Change a form, or add one (empty id); its id. Records form.saved.

    Raises Forbidden, NotFound, Stale, FormKeyTaken, Invalid naming the field.
    """
    require(work, Permission.EDIT_SETTINGS)
    _check(work, form)
    row = work.session.get(LeadForm, form.id) if form.id else _new(work, form)
    if row is None:
        raise NotFound
    if form.id and row.version != form.version:
        raise Stale
    before = FormContent.model_validate(row.content) if row.content else form.content
    agreed = (before.ru.consent, before.en.consent) == (form.content.ru.consent, form.content.en.consent)
    version = before.consent_version + (0 if agreed else 1)
    row.key, row.name, row.channel_id, row.active = form.key, form.name.strip(), form.channel_id, form.active
    row.content = form.content.model_copy(update={"consent_version": version}).model_dump(mode="json")
    row.version, row.updated_at = form.version + 1, work.now()
    work.session.add(row)
    record(work, FormSaved(form_id=row.id, version=row.version))
    return row.id


def _new(work: Work, form: FormView) -> LeadForm:
    return LeadForm(id=work.new_id(), key=form.key, name=form.name, channel_id=form.channel_id, updated_at=work.now())


def _check(work: Work, form: FormView) -> None:
    if not _KEY.fullmatch(form.key) or form.key in RESERVED:
        raise Invalid(field="key", reason="form_key")
    if not form.name.strip():
        raise Invalid(field="name", reason="required")
    if work.session.get(Channel, form.channel_id) is None:
        raise Invalid(field="channel", reason="required")
    fields = form.content.fields
    if all(fields.get(field, Asked.NO) is Asked.NO for field in (KnownField.EMAIL, KnownField.PHONE)):
        raise Invalid(field="email", reason="form_reachable")
    if any(not (question.ru.strip() and question.en.strip()) for question in form.content.questions):
        raise Invalid(field="questions", reason="both_languages")
    taken = work.session.exec(select(LeadForm.id).where(LeadForm.key == form.key, LeadForm.id != form.id)).first()
    if taken is not None:
        raise FormKeyTaken


def _view(row: LeadForm, channel: Channel) -> FormView:
    return FormView(
        id=row.id,
        key=row.key,
        name=row.name,
        channel_id=row.channel_id,
        channel_key=channel.key,
        content=FormContent.model_validate(row.content),
        active=row.active,
        version=row.version,
    )
