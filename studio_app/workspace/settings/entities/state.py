"""The legal entities and their requisites."""

from dataclasses import dataclass, fields
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import countries
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.entities import EntityView, known_countries, legal_entities, save_entity
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.particulars import UNWRITTEN, Particulars
from studio_app.domain.studio.requisites import REQUISITES, RequisitesIn
from studio_app.domain.studio.starter import SAMPLE_INN
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import one_of, text, ticked

TYPED = tuple(name for name in REQUISITES if name != "kind")
WORDS = tuple(item.name for item in fields(Particulars))
_BLANK = RequisitesIn(kind=EntityKind.COMPANY)


@dataclass(frozen=True)
class EntityForm:
    """A legal entity as inputs take it."""

    id: str = ""
    name: str = ""
    tax_regime: str = TaxRegime.NONE.value
    number_prefix: str = ""
    is_default: bool = False
    active: bool = True
    sample: bool = False  # what the studio came with: nobody's requisites
    requisites: RequisitesIn = _BLANK
    country: str = ""
    english: Particulars = UNWRITTEN


@dataclass(frozen=True)
class Country:
    """A country to choose."""

    code: str
    name: str


class EntitySettings(ListEditor, rx.State):
    """The legal entities and the one being edited."""

    rows: list[EntityForm] = []
    countries: list[Country] = []  # by name, in the reader's language
    form: EntityForm = EntityForm()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show all."""
        self.countries = [Country(code, name) for code, name in countries(locale(), known_countries())]
        await self._read()

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
                kind=one_of(EntityKind, data, "kind"), **{name: text(data, name) for name in TYPED}
            ),
            country=text(data, "country"),
            english=Particulars(**{name: text(data, f"{name}_en") for name in WORDS}),
        )
        saved = await services().runner.run(actor(), save_entity, entity=entity)
        await self._saved()
        warnings = [rx.toast.warning(translate(locale(), f"error.invalid.{one.reason}")) for one in saved.warnings]
        return warnings or rx.toast.success(translate(locale(), "settings.saved"))

    def _new(self) -> EntityForm:
        return EntityForm()

    async def _read(self) -> None:
        self.rows = [_form(row) for row in await services().runner.read(actor(), legal_entities)]


def _form(entity: EntityView) -> EntityForm:
    return EntityForm(
        id=entity.id,
        name=entity.name,
        tax_regime=entity.tax_regime.value,
        number_prefix=entity.number_prefix,
        is_default=entity.is_default,
        active=entity.active,
        sample=entity.requisites.inn == SAMPLE_INN,
        country=entity.country,
        english=entity.english,
        requisites=entity.requisites,
    )
