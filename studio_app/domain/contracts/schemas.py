"""Values about contracts: what a contract says, as stored in its revisions."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from studio_app.core.money import Money
from studio_app.domain.proposals.accepted import AcceptedLine
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.requisites import RequisitesIn, requisites_in


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Party(_Frozen):
    """One side of the contract with its requisites; the genitives are empty unless written by hand."""

    kind: EntityKind
    country: str = "RU"
    name: str
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
    signer_name_genitive: str = ""
    signer_post_genitive: str = ""
    email: str = ""
    phone: str = ""

    @property
    def requisites(self) -> RequisitesIn:
        """The part of it that the rules of requisites check."""
        return requisites_in(self)

    def with_requisites(self, values: RequisitesIn) -> "Party":
        """The same party with other requisites; genitives of another signer are forgotten."""
        update: dict[str, Any] = asdict(values)
        if values.signer_name != self.signer_name:
            update["signer_name_genitive"] = ""
        if values.signer_post != self.signer_post:
            update["signer_post_genitive"] = ""
        return self.model_copy(update=update)


class PaymentStep(_Frozen):
    """One payment of the plan: `deposit` before the work, `balance` after its acceptance, or `whole` before it."""

    key: str
    percent: Decimal
    amount: int  # minor units
    days: int  # working days from signing (deposit, whole) or from acceptance (balance)


class WorkStage(_Frozen):
    """A stage of the schedule; without a title the catalogue names it by its key, as in the proposal."""

    key: str = ""
    title: str = ""
    days: int  # working days it takes


class StructureNode(_Frozen):
    """A section of the site with its pages; without a title the catalogue names it by its key."""

    key: str = ""
    title: str = ""
    children: tuple[str, ...] = ()


class ContractTerms(_Frozen):
    """What the sides agree on besides the work and its price: the part that a manager edits."""

    subject: str
    deposit_percent: Decimal  # of the price, before the work; 0: all after it, 100: all before it
    deposit_days: int  # working days from signing
    balance_days: int  # working days from acceptance
    stages: tuple[WorkStage, ...]
    acceptance_days: int
    warranty_months: int
    penalty_percent: Decimal
    penalty_cap_percent: Decimal
    special_terms: str = ""


class ContractContent(_Frozen):
    """Everything a contract says apart from its clauses, which are the template's."""

    subject: str
    dated: date | None = None  # the day it was published, on the studio's calendar
    currency: str
    studio: Party
    client: Party
    lines: tuple[AcceptedLine, ...] = ()
    tax_regime: TaxRegime
    tax_rate: Decimal  # percent
    net: int
    tax: int
    total: int
    payments: tuple[PaymentStep, ...] = ()
    structure: tuple[StructureNode, ...] = ()
    stages: tuple[WorkStage, ...] = ()
    acceptance_days: int = Field(default=5, ge=1, le=60)  # working days to accept the work
    warranty_months: int = Field(default=6, ge=0, le=60)
    penalty_percent: Decimal = Decimal("0.1")  # of the late sum per day
    penalty_cap_percent: Decimal = Decimal(10)
    special_terms: str = ""

    def money(self, amount: int) -> Money:
        """`amount` in the currency of the contract."""
        return Money(amount, self.currency)

    @property
    def days(self) -> int:
        """Working days of the whole schedule."""
        return sum(stage.days for stage in self.stages)
