"""Whose deal a lead becomes: the owner's rules first, then whoever is free."""

import re
from collections.abc import Iterable, Sequence

from studio_app.core.money import exponent
from studio_app.domain.leads.assignment.models import AssignmentRule
from studio_app.domain.leads.assignment.workload import Workload
from studio_app.domain.leads.intake.schemas import LeadIn

_ENDING = re.compile(r"[аеёийоуыэюяьъaeiouy]{1,2}$")
_LONG_ENOUGH = 4  # letters that a word must keep when its ending is cut off


def manager_for(
    workload: Workload, rules: Sequence[AssignmentRule], lead: LeadIn, *, channel_id: str, currency: str
) -> str:
    """The id of the person the first fitting rule names, else of the free manager (of the rule's team).

    A rule whose person may not sign in any more, or is away, gives way to the next. Raises StudioNotReady.
    """
    for rule in rules:
        if not fits(rule, lead, channel_id=channel_id, currency=currency):
            continue
        if rule.user_id is None:
            return workload.free(team=rule.team)
        if workload.is_there(rule.user_id):
            return rule.user_id
    return workload.free()


def fits(rule: AssignmentRule, lead: LeadIn, *, channel_id: str, currency: str) -> bool:
    """Whether all conditions of the rule hold for the lead. Words are found in all their endings."""
    if rule.channel_id is not None and rule.channel_id != channel_id:
        return False
    city = str(lead.answers.get("city") or "")
    if rule.city and not _says(city or lead.message, _listed(rule.city)):
        return False
    answers = " ".join(str(value) for value in lead.answers.values())
    if rule.topic and not _says(f"{lead.message} {answers}", _listed(rule.topic)):
        return False
    return _amount_fits(rule, lead, currency)


def _amount_fits(rule: AssignmentRule, lead: LeadIn, currency: str) -> bool:
    if rule.amount_from is None and rule.amount_to is None:
        return True
    budget = lead.answers.get("budget")
    digits = re.sub(r"\D", "", budget) if isinstance(budget, str) else str(budget or "")
    if not digits.isdecimal():
        return False
    amount = int(digits) * 10 ** exponent(currency)
    return (rule.amount_from or 0) <= amount and (rule.amount_to is None or amount <= rule.amount_to)


def _listed(text: str) -> list[str]:
    return [part for part in (piece.strip().lower() for piece in text.split(",")) if part]


def _says(text: str, words: Iterable[str]) -> bool:
    said = text.lower()
    return any(re.search(rf"\b{re.escape(_stem(word))}", said) for word in words)


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _LONG_ENOUGH else word
