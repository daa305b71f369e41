"""Which open invoices a payment pays: by number, payer and amount, with a score and the reasons for it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain

from studio_app.core.money import Money
from studio_app.domain.ledger.schemas import Allocation, OpenInvoice
from studio_app.domain.statements.lines import StatementLine
from studio_app.domain.statements.numbers import Mention, ParsedNumber, fold, mentions, parse_number

MAX_SUGGESTIONS = 4
_MAX_CANDIDATES = 12  # of one kind: more tell nothing
_FORMS = re.compile(
    r"\b(?:"
    + "|".join(
        fold(form)
        for form in (
            "общество с ограниченной ответственностью",
            "индивидуальный предприниматель",
            "публичное акционерное общество",
            "непубличное акционерное общество",
            "акционерное общество",
            "ооо",
            "ип",
            "пао",
            "зао",
            "нао",
            "ао",
            "gmbh",
            "ltd",
            "limited",
            "llc",
            "inc",
        )
    )
    + r")\b"
)


class Reason(StrEnum):
    """Why an invoice is suggested; each is a sentence of the catalogue, `statements.reason.<value>`."""

    NUMBER = "number"  # the purpose names it with its year
    NUMBER_SHORT = "number_short"  # the purpose names it without the year
    INN = "inn"
    NAME = "name"
    OTHER_INN = "other_inn"  # somebody else pays
    AMOUNT = "amount"  # exactly what is due
    PART = "part"  # less than what is due
    OVER = "over"  # more than what is due


_POINTS = {
    Reason.NUMBER: 45,
    Reason.NUMBER_SHORT: 35,
    Reason.INN: 30,
    Reason.NAME: 20,
    Reason.OTHER_INN: -20,
    Reason.AMOUNT: 25,
    Reason.PART: 5,
    Reason.OVER: 0,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Invoices that one payment may pay. `score` is 0 to 100; a `certain` one needs no person."""

    allocations: tuple[Allocation, ...]
    score: int
    reasons: tuple[Reason, ...]
    certain: bool = False


@dataclass(slots=True)
class OpenInvoices:
    """The open invoices by everything that a payment can tell them by; what is due falls as lines pay."""

    by_id: dict[str, OpenInvoice] = field(default_factory=dict[str, OpenInvoice])
    due: dict[str, int] = field(default_factory=dict[str, int])
    _numbers: dict[str, ParsedNumber] = field(default_factory=dict[str, ParsedNumber])
    _names: dict[str, str] = field(default_factory=dict[str, str])
    _by_sequence: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_inn: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_total: dict[Money, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, invoices: Iterable[OpenInvoice]) -> "OpenInvoices":
        """An index over `invoices`."""
        index = cls()
        for one in invoices:
            index.by_id[one.id] = one
            index.due[one.id] = one.due.amount
            number, name = parse_number(one.number), plain_name(one.client_name)
            if number is not None:
                index._numbers[one.id] = number
                index._by_sequence[number.sequence].append(one.id)
            if one.client_inn:
                index._by_inn[one.client_inn].append(one.id)
            if name:
                index._names[one.id] = name
                index._by_name[name].append(one.id)
            index._by_total[one.due].append(one.id)
        return index

    def take(self, allocations: Iterable[Allocation]) -> None:
        """What the next lines find: less is due on these."""
        for part in allocations:
            self.due[part.invoice_id] -= part.amount.amount

    def named(self, mention: Mention) -> list[str]:
        """The open invoices that a number in a purpose can mean."""
        return [
            one
            for one in self._by_sequence.get(mention.sequence, ())
            if (mention.year is None or self._numbers[one].year == mention.year)
            and (not mention.prefix or self._numbers[one].prefix == mention.prefix)
            and not (mention.bare and self._numbers[one].prefix != mention.prefix)
        ]

    def from_payer(self, line: StatementLine) -> list[str]:
        """The open invoices of whoever pays."""
        known = self._by_inn.get(line.payer_inn, []) if line.payer_inn else []
        return known or self._by_name.get(plain_name(line.payer_name), [])

    def over(self, amount: Money) -> list[str]:
        """The open invoices over exactly that."""
        return [one for one in self._by_total.get(amount, ()) if self.due[one] == amount.amount]

    def payer(self, invoice_id: str, line: StatementLine) -> Reason | None:
        """What the payer's tax number or name says about an invoice."""
        inn = self.by_id[invoice_id].client_inn
        if inn and line.payer_inn:
            return Reason.INN if inn == line.payer_inn else Reason.OTHER_INN
        name = plain_name(line.payer_name)
        return Reason.NAME if name and self._names.get(invoice_id) == name else None


def plain_name(name: str) -> str:
    """A name without its legal form, quotation marks and case: two writings of one company are the same."""
    return " ".join(re.findall(r"\w+", _FORMS.sub(" ", fold(name))))


def suggest(line: StatementLine, index: OpenInvoices, *, entity_id: str) -> tuple[Suggestion, ...]:
    """What the line may pay, best first. At most one is certain, and then it is the first."""
    named, clear = _named(line, index, entity_id)
    found: dict[tuple[str, ...], Suggestion] = {}
    if len(clear) > 1:
        _keep(found, _together(line, index, clear))
    payers = _fitting(line, index, index.from_payer(line), entity_id)
    if 1 < len(payers) <= _MAX_CANDIDATES and sum(index.due[one] for one in payers) == line.amount.amount:
        _keep(found, _together(line, index, dict.fromkeys(payers, Reason.AMOUNT)))
    amounts = _fitting(line, index, index.over(line.amount), entity_id)
    for one in chain(named, payers[:_MAX_CANDIDATES], amounts if len(amounts) <= _MAX_CANDIDATES else ()):
        _keep(found, _alone(line, index, one, named.get(one)))
    ranked = sorted(found.values(), key=lambda one: (not one.certain, -one.score, one.allocations[0].invoice_id))
    sure = [one for one in ranked if one.certain]
    if len(sure) > 1:  # two that both fit exactly: a person decides
        ranked = [replace(one, certain=False) for one in ranked]
    return tuple(one for one in ranked if one.score > 0)[:MAX_SUGGESTIONS]


def _keep(found: dict[tuple[str, ...], Suggestion], one: Suggestion | None) -> None:
    if one is not None:
        found.setdefault(tuple(sorted(part.invoice_id for part in one.allocations)), one)


def _fitting(line: StatementLine, index: OpenInvoices, ids: Iterable[str], entity_id: str) -> list[str]:
    return [
        one
        for one in ids
        if index.due[one] > 0
        and index.by_id[one].due.currency == line.amount.currency
        and index.by_id[one].entity_id == entity_id
    ]


def _named(line: StatementLine, index: OpenInvoices, entity_id: str) -> tuple[dict[str, Reason], dict[str, Reason]]:
    """The invoices that the purpose names, and those of them that it names clearly.

    Of several with one short number it means the payer's, and of these the one that is due in full.
    """
    named: dict[str, Reason] = {}
    clear: dict[str, Reason] = {}
    for mention in mentions(line.purpose):
        fitting = _fitting(line, index, index.named(mention), entity_id)
        if len(fitting) > 1:
            own = [one for one in fitting if index.payer(one, line) in {Reason.INN, Reason.NAME}]
            exact = [one for one in own if index.due[one] == line.amount.amount]
            fitting = exact if len(exact) == 1 else own or fitting
        reason = Reason.NUMBER if mention.year else Reason.NUMBER_SHORT
        for one in fitting[:_MAX_CANDIDATES]:
            named.setdefault(one, reason)
            if len(fitting) == 1:
                clear.setdefault(one, reason)
    return named, clear


def _alone(line: StatementLine, index: OpenInvoices, one: str, number: Reason | None) -> Suggestion:
    due, payer = index.due[one], index.payer(one, line)
    amount = Reason.AMOUNT if due == line.amount.amount else Reason.PART if due > line.amount.amount else Reason.OVER
    reasons = tuple(reason for reason in (number, payer, amount) if reason)
    part = Money(min(due, line.amount.amount), line.amount.currency)
    return Suggestion(
        allocations=(Allocation(one, part),),
        score=_score(reasons),
        reasons=reasons,
        certain=amount is Reason.AMOUNT and _is_sure(number, payer),
    )


def _together(line: StatementLine, index: OpenInvoices, named: Mapping[str, Reason]) -> Suggestion | None:
    left = line.amount.amount
    allocations: list[Allocation] = []
    for one in named:
        part = min(index.due[one], left)
        if part > 0:
            allocations.append(Allocation(one, Money(part, line.amount.currency)))
            left -= part
    if len(allocations) < 2:
        return None
    total = sum(index.due[one] for one in named)
    amount = Reason.AMOUNT if total == line.amount.amount else Reason.OVER if left else Reason.PART
    payers = {index.payer(one, line) for one in named}
    payer = payers.pop() if len(payers) == 1 else None
    numbers = {reason for reason in named.values() if reason is not Reason.AMOUNT}
    number = Reason.NUMBER_SHORT if Reason.NUMBER_SHORT in numbers else next(iter(numbers), None)
    reasons = tuple(reason for reason in (number, payer, amount) if reason)
    sure = amount is Reason.AMOUNT and _is_sure(number, payer) and _names_each_once(line, index, named)
    return Suggestion(tuple(allocations), _score(reasons), reasons, certain=sure)


def _names_each_once(line: StatementLine, index: OpenInvoices, named: Mapping[str, Reason]) -> bool:
    """Whether every number in the purpose means one of the invoices, and no two mean the same."""
    return len(named) == sum(
        1 for mention in mentions(line.purpose) if any(one in named for one in index.named(mention))
    )


def _is_sure(number: Reason | None, payer: Reason | None) -> bool:
    return (number is not None and payer is Reason.INN) or (number is Reason.NUMBER and payer is Reason.NAME)


def _score(reasons: Sequence[Reason]) -> int:
    return max(0, min(100, sum(_POINTS[reason] for reason in reasons)))
