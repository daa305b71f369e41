"""The terms of a contract as the fields of a form, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio_app.adapters.texts.format import money
from studio_app.core.money import Money
from studio_app.core.numbers import read_percent, read_whole
from studio_app.domain.contracts.plan import payment_plan
from studio_app.domain.contracts.schemas import ContractTerms
from studio_app.workspace.contract.schedule import schedule, stages_of


@dataclass(frozen=True)
class TermsForm:
    """What stands in the fields."""

    subject: str = ""
    deposit_percent: str = ""
    deposit_days: str = ""
    balance_days: str = ""
    stages: str = ""
    acceptance_days: str = ""
    warranty_months: str = ""
    penalty_percent: str = ""
    penalty_cap_percent: str = ""
    special_terms: str = ""


@dataclass(frozen=True)
class Split:
    """The price and its two parts, in the reader's language; a part is empty where there is none."""

    total: str = ""
    deposit: str = ""
    balance: str = ""


def form_of(terms: ContractTerms, locale: str) -> TermsForm:
    """The fields that state `terms`, stages in the language of the document."""
    return TermsForm(
        subject=terms.subject,
        deposit_percent=_shown(terms.deposit_percent, locale),
        deposit_days=str(terms.deposit_days),
        balance_days=str(terms.balance_days),
        stages=schedule(terms.stages, locale),
        acceptance_days=str(terms.acceptance_days),
        warranty_months=str(terms.warranty_months),
        penalty_percent=_shown(terms.penalty_percent, locale),
        penalty_cap_percent=_shown(terms.penalty_cap_percent, locale),
        special_terms=terms.special_terms,
    )


def _shown(value: Decimal, locale: str) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if locale == "ru" else text


def terms_in(form: Mapping[str, Any], read: ContractTerms, locale: str) -> ContractTerms:
    """The terms that the fields state. Raises Invalid for what is no number or no schedule."""
    return ContractTerms(
        subject=str(form.get("subject", "")),
        deposit_percent=percent(form, "deposit_percent"),
        deposit_days=read_whole(str(form.get("deposit_days", "")), field="deposit_days"),
        balance_days=read_whole(str(form.get("balance_days", "")), field="balance_days"),
        stages=stages_of(str(form.get("stages", "")), read.stages, locale),
        acceptance_days=read_whole(str(form.get("acceptance_days", "")), field="acceptance_days"),
        warranty_months=read_whole(str(form.get("warranty_months", "")), field="warranty_months"),
        penalty_percent=percent(form, "penalty_percent"),
        penalty_cap_percent=percent(form, "penalty_cap_percent"),
        special_terms=str(form.get("special_terms", "")),
    )


def split(total: Money, deposit_percent: Decimal, locale: str) -> Split:
    """What is paid before and after the work."""
    planned = {
        step.key: Money(step.amount, total.currency) for step in payment_plan(total, deposit_percent=deposit_percent)
    }
    before, after = planned.get("deposit") or planned.get("whole"), planned.get("balance")
    return Split(
        total=money(total, locale),
        deposit=money(before, locale) if before else "",
        balance=money(after, locale) if after else "",
    )


def percent(form: Mapping[str, Any], name: str) -> Decimal:
    """A percentage as typed. Raises Invalid."""
    return read_percent(str(form.get(name, "")), field=name, empty=Decimal(0))
