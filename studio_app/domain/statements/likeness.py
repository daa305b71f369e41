"""Recognises a movement that another bank's format tells in other words: a cut purpose, a number without zeros."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studio_app.core.money import Money
from studio_app.domain.statements.accounts import is_same
from studio_app.domain.statements.lines import StatementFormat, StatementLine
from studio_app.domain.statements.matching import plain_name
from studio_app.domain.statements.numbers import fold

_LEAST = 10  # characters of a purpose by which it is told


@dataclass(frozen=True, slots=True)
class Stored:
    """A movement that is stored already, with all that can tell it."""

    entity_id: str
    booked_on: date
    amount: Money
    content_key: str
    reference: str
    payer_account: str
    payer_inn: str
    payer_name: str
    purpose: str
    format: StatementFormat


def told_otherwise(
    fresh: Mapping[int, str],
    lines: Sequence[StatementLine],
    entities: Sequence[str],
    stored: Iterable[Stored],
    *,
    known: Iterable[str],
    written: StatementFormat,
) -> set[int]:
    """Which of the fresh lines (by their place) are stored already, as another format has told them.

    The day, the sum and the legal entity are the same, nothing contradicts, and either the bank's number
    and the payer agree, or one purpose holds the other. Each stored movement accounts for one line;
    those whose content is in the file (`known`) are accounted for.
    """
    own = set(known)
    groups: dict[tuple[str, date, Money], list[Stored]] = defaultdict(list)
    for one in stored:
        if one.format is not written and one.content_key not in own:
            groups[one.entity_id, one.booked_on, one.amount].append(one)
    found: set[int] = set()
    for at in fresh:
        line = lines[at]
        group = groups.get((entities[at], line.booked_on, line.amount), [])
        same = next((one for one in group if _is_alike(line, one)), None)
        if same is not None:
            group.remove(same)
            found.add(at)
    return found


def _is_alike(line: StatementLine, one: Stored) -> bool:
    accounts = line.payer_account and one.payer_account
    if accounts and not is_same(line.payer_account, one.payer_account):
        return False
    if line.payer_inn and one.payer_inn and line.payer_inn != one.payer_inn:
        return False
    purposes = _holds(line.purpose, one.purpose)
    if not line.reference.lstrip("0") or line.reference.lstrip("0") != one.reference.lstrip("0"):
        return purposes
    payer = bool(accounts) or bool(line.payer_inn and one.payer_inn) or _same_name(line.payer_name, one.payer_name)
    return payer or purposes


def _same_name(one: str, other: str) -> bool:
    return bool(plain_name(one)) and plain_name(one) == plain_name(other)


def _holds(one: str, other: str) -> bool:
    shorter, longer = sorted((_letters(one), _letters(other)), key=len)
    return len(shorter) >= _LEAST and shorter in longer


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
