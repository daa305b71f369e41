"""Tables of the studio's own settings."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import BigInt, DecimalText, EnumText, Table, UtcDateTime
from studio_app.domain.studio.kinds import (
    DEFAULT_TIMEZONE,
    SALES,
    ChainAction,
    DayOrigin,
    EntityKind,
    StageDemand,
    StageKind,
    StageRole,
    TaxRegime,
)

THE_STUDIO = 1


class Studio(Table, table=True):
    """The one row of studio-wide settings."""

    id: int = Field(default=THE_STUDIO, primary_key=True)
    name: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)  # in English; empty: the same
    accent: str = Field(default="#4f46e5", max_length=9)
    logo_svg: str = ""
    locale: str = Field(default="ru", max_length=8)
    timezone: str = Field(default=DEFAULT_TIMEZONE, max_length=64)
    currency: str = Field(default="RUB", max_length=3)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=32)
    hour_cost_amount: int = Field(default=150_000, sa_type=BigInt)  # cost of one hour, minor units
    lead_cost_amount: int = Field(default=0, sa_type=BigInt)
    min_margin_percent: Decimal = Field(default=Decimal(20), sa_type=DecimalText)
    deposit_percent: Decimal = Field(default=Decimal(50), sa_type=DecimalText)
    proposal_valid_days: int = 14
    invoice_due_days: int = 5
    quiet_from_hour: int = 21
    quiet_until_hour: int = 9
    managers_may_refund: bool = False
    report_hour: int | None = 8  # when the owners read about the day before; None: never
    reminder_days: str = Field(default="2,5", max_length=40)  # days after sending, comma-separated
    work_days: str = Field(default="12345", max_length=7)  # ISO weekdays
    work_from_minute: int = 9 * 60  # from midnight on the studio's clock
    work_until_minute: int = 18 * 60
    response_minutes: int = 60  # of working time, from a lead to the first contact
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # restored: nothing leaves the house since
    version: int = 1


class CalendarDay(Table, table=True):
    """A day that differs from its weekday: a holiday, or a day off that is worked."""

    day: date = Field(primary_key=True)
    is_working: bool = False
    name: str = Field(default="", max_length=80)
    origin: DayOrigin = Field(default=DayOrigin.TYPED, sa_type=EnumText(DayOrigin))


class RequisiteColumns(Table):
    """The requisites of a party, as every table with requisites holds them."""

    full_name: str = Field(default="", max_length=300)
    inn: str = Field(default="", max_length=20)
    kpp: str = Field(default="", max_length=9)
    ogrn: str = Field(default="", max_length=15)
    address: str = Field(default="", max_length=300)
    bank_name: str = Field(default="", max_length=160)
    bic: str = Field(default="", max_length=11)
    account: str = Field(default="", max_length=34)
    correspondent_account: str = Field(default="", max_length=34)
    signer_name: str = Field(default="", max_length=160)
    signer_post: str = Field(default="", max_length=120)
    signer_basis: str = Field(default="", max_length=160)


class LegalEntity(RequisiteColumns, table=True):
    """A company or entrepreneur of the studio that signs contracts and issues invoices."""

    id: str = Field(primary_key=True, max_length=32)
    kind: EntityKind = Field(sa_type=EnumText(EntityKind))
    name: str = Field(max_length=200)
    country: str = Field(default="RU", max_length=2)
    currency: str = Field(default="RUB", max_length=3)
    tax_regime: TaxRegime = Field(sa_type=EnumText(TaxRegime))
    name_en: str = Field(default="", max_length=200)  # in English documents; empty: as above
    full_name_en: str = Field(default="", max_length=300)
    address_en: str = Field(default="", max_length=300)
    bank_name_en: str = Field(default="", max_length=160)
    signer_name_en: str = Field(default="", max_length=160)
    signer_post_en: str = Field(default="", max_length=120)
    signer_basis_en: str = Field(default="", max_length=160)
    number_prefix: str = Field(default="", max_length=8)
    is_default: bool = False
    active: bool = True


class NumberSeries(Table, table=True):
    """The last number given out per legal entity, document kind and year."""

    legal_entity_id: str = Field(primary_key=True, foreign_key="legal_entity.id", max_length=32)
    kind: str = Field(primary_key=True, max_length=16)
    year: int = Field(primary_key=True)
    last: int = 0


class Counter(Table, table=True):
    """The last number given out of a studio-wide sequence."""

    name: str = Field(primary_key=True, max_length=16)
    last: int = 0


class Pipeline(Table, table=True):
    """A way that deals go, with stages of its own. The first one is the sales line, whose stages the chain knows."""

    id: str = Field(primary_key=True, max_length=32)
    name_ru: str = Field(max_length=60)
    name_en: str = Field(max_length=60)
    position: int = 0
    active: bool = True


class Stage(Table, table=True):
    """A column of the board."""

    id: str = Field(primary_key=True, max_length=32)
    pipeline_id: str = Field(default=SALES, foreign_key="pipeline.id", index=True, max_length=32)
    role: StageRole = Field(sa_type=EnumText(StageRole))
    kind: StageKind = Field(sa_type=EnumText(StageKind))
    name_ru: str = Field(max_length=60)
    name_en: str = Field(max_length=60)
    colour: str = Field(default="slate", max_length=16)
    probability: int = 0  # percent
    norm_days: int = 3
    demand: StageDemand = Field(default=StageDemand.NOTHING, sa_type=EnumText(StageDemand))
    position: int = 0
    active: bool = True


class ChainRule(Table, table=True):
    """What follows in another pipeline when a deal comes to an end in the stage."""

    __table_args__ = (UniqueConstraint("stage_id", "action", "pipeline_id"),)

    id: str = Field(primary_key=True, max_length=32)
    stage_id: str = Field(foreign_key="stage.id", max_length=32)
    action: ChainAction = Field(sa_type=EnumText(ChainAction))
    pipeline_id: str = Field(foreign_key="pipeline.id", max_length=32)


class Tag(Table, table=True):
    """A word that deals are marked with; its number is short because cards carry it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=40)
    colour: str = Field(default="slate", max_length=16)
    active: bool = True


class Channel(Table, table=True):
    """Where leads come from."""

    id: str = Field(primary_key=True, max_length=32)
    key: str = Field(unique=True, max_length=40)
    name_ru: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    position: int = 0
    active: bool = True


class ChannelSpend(Table, table=True):
    """What a channel cost in a month."""

    channel_id: str = Field(primary_key=True, foreign_key="channel.id", max_length=32)
    month: date = Field(primary_key=True)  # its first day
    amount: int = Field(sa_type=BigInt)  # minor units
    currency: str = Field(max_length=3)


class LostReason(Table, table=True):
    """Why a deal was lost."""

    id: str = Field(primary_key=True, max_length=32)
    name_ru: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    position: int = 0
    active: bool = True


class TextOverride(Table, table=True):
    """A text of a document or letter as the studio has rewritten it; without a row the default holds."""

    __table_args__ = (UniqueConstraint("key", "locale"),)

    id: str = Field(primary_key=True, max_length=32)
    key: str = Field(max_length=80)  # e.g. email.brief_link.body, document.proposal.intro
    locale: str = Field(max_length=8)
    source: str
    version: int = 1
    updated_at: datetime = Field(sa_type=UtcDateTime)
    updated_by: str = Field(default="", max_length=32)
