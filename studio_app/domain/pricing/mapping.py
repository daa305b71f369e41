"""From the answers of a brief to quantities: rules are data on the service, this evaluates them.

A rule is one of
- `{}`: never by itself;
- `{"always": 3}`: so many, whatever the answers;
- `{"answer": "pages"}`: the number answered, with `"beyond": 1` what exceeds it, with `"per": 5`
  one for every five begun; of a list the number of its items;
- `{"answer": "site_kind", "equals": "shop"}`, `{"answer": "design", "among": [...]}`,
  `{"answer": "integrations", "contains": "crm"}`: one if so;
- `{"all": [rule, ...]}`: the product of its parts, so conditions and quantities combine.
`"optional": true` beside it offers the line to be ticked instead of including it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any, cast

from studio_app.core.errors import StudioError
from studio_app.domain.pricing.engine import MAX_QUANTITY

_NOTHING = Decimal(0)
_ONE = Decimal(1)
_PLENTY = Decimal(100_000)  # an answer is a client's: no larger number means anything
_ORIGIN_LENGTH = 200


class UnknownRule(StudioError):
    """The rule of a service is not written in the language above."""

    code = "unknown_rule"
    status = 422


@dataclass(frozen=True, slots=True)
class Mapped:
    """How many of a service the answers ask for, and which answers did (`pages = 12`)."""

    quantity: Decimal
    origin: str
    optional: bool


def evaluate(rule: Mapping[str, Any], answers: Mapping[str, Any]) -> Mapped:
    """The quantity that `rule` makes of `answers`, from 0 to engine.MAX_QUANTITY. Raises UnknownRule."""
    try:
        quantity, origins = _evaluate(rule, answers)
        sold = quantity.is_finite() and 0 <= quantity <= MAX_QUANTITY
    except (ArithmeticError, TypeError, ValueError, RecursionError) as error:  # whoever wrote it meant something else
        raise UnknownRule(rule=dict(rule)) from error
    if not sold:
        raise UnknownRule(rule=dict(rule))
    origin = "; ".join(dict.fromkeys(origins)) if quantity else ""
    return Mapped(quantity=quantity, origin=origin[:_ORIGIN_LENGTH], optional=bool(rule.get("optional", False)))


def _evaluate(rule: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[Decimal, list[str]]:
    match rule:
        case {"all": [*parts]}:
            quantity, origins = _ONE, list[str]()
            for part in parts:
                some, why = _evaluate(part, answers)
                quantity *= some
                origins += why
            return quantity, origins
        case {"always": always}:
            return Decimal(str(always)), []
        case {"answer": str(key)}:
            answer = answers.get(key)
            return _of_answer(rule, answer), [f"{key} = {_words(answer)}"]
        case _ if not set(rule) - {"optional"}:
            return _NOTHING, []
        case _:
            raise UnknownRule(rule=dict(rule))


def _of_answer(rule: Mapping[str, Any], answer: Any) -> Decimal:
    if "equals" in rule:
        return _ONE if answer == rule["equals"] else _NOTHING
    if "among" in rule:
        return _ONE if answer in rule["among"] else _NOTHING
    if "contains" in rule:
        return _ONE if isinstance(answer, list) and rule["contains"] in answer else _NOTHING
    beyond = _number(answer) - Decimal(str(rule.get("beyond", 0)))
    per = Decimal(str(rule.get("per", 1)))
    if per <= 0:
        raise UnknownRule(rule=dict(rule))
    return (max(beyond, _NOTHING) / per).to_integral_value(ROUND_CEILING)


def _number(answer: Any) -> Decimal:
    if isinstance(answer, list):
        return Decimal(len(cast("list[Any]", answer)))
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return _NOTHING
    return min(number, _PLENTY) if number.is_finite() else _NOTHING


def _words(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(str(item) for item in cast("list[Any]", answer))
    return str(answer)
