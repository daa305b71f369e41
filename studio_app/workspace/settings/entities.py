"""Settings: legal entities and their requisites."""

from dataclasses import asdict, dataclass, fields
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import countries
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.columns import width
from studio_app.domain.studio.entities import EntityView, known_countries, legal_entities, save_entity
from studio_app.domain.studio.models import EntityKind, LegalEntity, TaxRegime
from studio_app.domain.studio.particulars import UNWRITTEN, Particulars
from studio_app.domain.studio.requisites import LONGEST_WORDS, RequisitesIn
from studio_app.domain.studio.starter import SAMPLE_INN
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import buttons, choice, field, off_badge, row_button, rows_and_editor, tick
from studio_app.workspace.settings.parsing import one_of, text, ticked
from studio_app.workspace.theme import MUTED

_REQUISITES = (
    "full_name",
    "inn",
    "kpp",
    "ogrn",
    "address",
    "bank_name",
    "bic",
    "account",
    "correspondent_account",
    "signer_name",
    "signer_post",
    "signer_basis",
)
_WORDS = tuple(item.name for item in fields(Particulars))
_LABELS = {"name": "settings.short_name"} | {name: f"settings.req.{name}" for name in _WORDS[1:]}


@dataclass(frozen=True)
class EntityForm:
    """A legal entity as inputs take it."""

    id: str = ""
    name: str = ""
    kind: str = EntityKind.COMPANY.value
    tax_regime: str = TaxRegime.NONE.value
    number_prefix: str = ""
    is_default: bool = False
    active: bool = True
    sample: bool = False  # what the studio came with: nobody's requisites
    full_name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    address: str = ""
    bank_name: str = ""
    bic: str = ""
    account: str = ""
    correspondent_account: str = ""
    signer_name: str = ""
    signer_post: str = ""
    signer_basis: str = ""
    country: str = ""
    english: Particulars = UNWRITTEN


@dataclass(frozen=True)
class Country:
    """A country to choose."""

    code: str
    name: str


class EntitySettings(rx.State):
    """The legal entities and the one being edited."""

    rows: list[EntityForm] = []
    countries: list[Country] = []  # by name, in the reader's language
    form: EntityForm = EntityForm()
    editing: bool = False

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show all."""
        self.rows = [_form(row) for row in await services().runner.read(actor(), legal_entities)]
        self.countries = [Country(code, name) for code, name in countries(locale(), known_countries())]

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit(self, entity_id: str):
        """Open the editor on one, or on a new one."""
        self.form = next((row for row in self.rows if row.id == entity_id), EntityForm())
        self.editing = True

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def set_editing(self, editing: bool):
        """Close the editor."""
        self.editing = editing

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the requisites; what looks wrong but may be right is said, not refused."""
        entity = EntityView(
            id=self.form.id,
            name=text(data, "name"),
            tax_regime=one_of(TaxRegime, data, "tax_regime"),
            number_prefix=text(data, "number_prefix"),
            is_default=ticked(data, "is_default"),
            active=ticked(data, "active"),
            requisites=RequisitesIn(
                kind=one_of(EntityKind, data, "kind"), **{name: text(data, name) for name in _REQUISITES}
            ),
            country=text(data, "country"),
            english=Particulars(**{name: text(data, f"{name}_en") for name in _WORDS}),
        )
        saved = await services().runner.run(actor(), save_entity, entity=entity)
        self.rows = [_form(row) for row in await services().runner.read(actor(), legal_entities)]
        self.editing = False
        warnings = [rx.toast.warning(translate(locale(), f"error.invalid.{one.reason}")) for one in saved.warnings]
        return warnings or rx.toast.success(translate(locale(), "settings.saved"))


def _form(entity: EntityView) -> EntityForm:
    requisites = asdict(entity.requisites)
    return EntityForm(
        id=entity.id,
        name=entity.name,
        kind=entity.requisites.kind.value,
        tax_regime=entity.tax_regime.value,
        number_prefix=entity.number_prefix,
        is_default=entity.is_default,
        active=entity.active,
        sample=entity.requisites.inn == SAMPLE_INN,
        country=entity.country,
        english=entity.english,
        **{name: requisites[name] for name in _REQUISITES},
    )


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
        rx.el.span(tr("settings.inn_is", inn=row.inn), class_name="settings-detail num"),
        on_click=EntitySettings.edit(row.id),
        muted=~row.active,
    )


def _editor() -> rx.Component:
    form = EntitySettings.form
    values: Any = form
    return rx.form(
        rx.el.div(
            field("name", tr("settings.short_name"), form.name, required=True, longest=width(LegalEntity.name)),
            choice(
                "kind",
                tr("settings.legal_form"),
                form.kind,
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
                longest=width(LegalEntity.number_prefix),
            ),
            *(
                field(name, tr(f"settings.req.{name}"), getattr(values, name), longest=LONGEST_WORDS.get(name, 0))
                for name in _REQUISITES
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
                        longest=width(getattr(LegalEntity, f"{name}_en")),
                    )
                    for name in _WORDS
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
