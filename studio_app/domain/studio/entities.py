"""Use cases: the legal entities that sign contracts and issue invoices."""

from dataclasses import asdict, dataclass, fields
from functools import cache

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.particulars import UNWRITTEN, Particulars, english, write_english
from studio_app.domain.studio.requisites import Finding, RequisitesIn, require_valid, requisites_in
from studio_app.domain.timeline.events.studio import LegalEntitySaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_COUNTRY_IN_SWIFT = slice(4, 6)  # ISO 9362
LONGEST_OF_ENTITY = widths(LegalEntity, "name", "number_prefix", *(f"{one.name}_en" for one in fields(Particulars)))
"""Characters that the texts of a legal entity may have."""


@cache
def known_countries() -> frozenset[str]:
    """What may stand as a country: the codes of ISO 3166 that have telephones."""
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415  a start has no use for it

    return frozenset(SUPPORTED_REGIONS)


@dataclass(frozen=True, slots=True)
class EntityView:
    """A legal entity with all its requisites; `id` is empty for one not yet saved."""

    id: str
    name: str
    tax_regime: TaxRegime
    number_prefix: str
    is_default: bool
    active: bool
    requisites: RequisitesIn
    english: Particulars = UNWRITTEN  # for English documents; empty fields stand as in the requisites
    country: str = ""  # ISO 3166; empty: the one of its legal form, or of its bank


@dataclass(frozen=True, slots=True)
class EntitySaved:
    """The id, and what looks wrong although it was saved."""

    id: str
    warnings: tuple[Finding, ...]


def legal_entities(work: Work) -> list[EntityView]:
    """All legal entities, the default one first."""
    require(work, Permission.EDIT_SETTINGS)
    rows = work.session.exec(
        select(LegalEntity).order_by(
            col(LegalEntity.is_default).desc(), col(LegalEntity.active).desc(), col(LegalEntity.name)
        )
    )
    return [
        EntityView(
            id=row.id,
            name=row.name,
            tax_regime=row.tax_regime,
            number_prefix=row.number_prefix,
            is_default=row.is_default,
            active=row.active,
            requisites=requisites_in(row),
            english=english(row),
            country=row.country,
        )
        for row in rows
    ]


def save_entity(work: Work, *, entity: EntityView) -> EntitySaved:
    """Add or change a legal entity; issued documents keep the requisites they were issued with.

    The first one, and one saved as default, becomes the default. Raises Forbidden, NotFound, Invalid.
    """
    require(work, Permission.EDIT_SETTINGS)
    if not entity.name.strip():
        raise Invalid(field="name", reason="required")
    requisites, findings = require_valid(entity.requisites)
    others = [row for row in work.session.exec(select(LegalEntity)) if row.id != entity.id]
    if not entity.active and not any(row.active for row in others):
        raise Invalid(field="active", reason="last_entity")
    row = _row(work, entity.id)
    for field, value in asdict(requisites).items():
        setattr(row, field, value)
    write_english(row, entity.english)
    row.name, row.tax_regime = entity.name.strip(), entity.tax_regime
    row.number_prefix, row.active = entity.number_prefix.strip(), entity.active
    row.country = _country(entity.country, requisites)
    row.is_default = entity.active and (entity.is_default or not any(o.is_default and o.active for o in others))
    for other in others:
        other.is_default = other.is_default and not row.is_default
    if not row.is_default and not any(other.is_default for other in others):
        next(other for other in others if other.active).is_default = True
    work.session.add(row)
    record(work, LegalEntitySaved(legal_entity_id=row.id))
    return EntitySaved(id=row.id, warnings=findings.warnings)


def _country(typed: str, requisites: RequisitesIn) -> str:
    """Russia of a Russian legal form; of another the one that is typed, else where its bank is (its SWIFT code)."""
    if requisites.kind is not EntityKind.FOREIGN:
        return "RU"
    code = typed.strip().upper() or requisites.bic[_COUNTRY_IN_SWIFT]
    if code not in known_countries():
        raise Invalid(field="country", reason="country")
    return code


def _row(work: Work, entity_id: str) -> LegalEntity:
    if not entity_id:
        return LegalEntity(id=work.new_id(), kind=EntityKind.COMPANY, name="", tax_regime=TaxRegime.NONE)
    row = work.session.get(LegalEntity, entity_id)
    if row is None:
        raise NotFound
    return row
