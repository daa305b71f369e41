"""The sections of a 1C file, and the balances of its accounts held against its payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio_app.adapters.bank.amounts import amount
from studio_app.adapters.bank.days import day
from studio_app.adapters.bank.fields import account_currency
from studio_app.domain.statements.lines import Answers, BadStatement


@dataclass
class Section:
    """A part of the file, a document or an account: its keys, and the line at which it begins."""

    line: int
    values: dict[str, str] = field(default_factory=dict[str, str])
    last: str = ""

    def get(self, *names: str) -> str:
        """The first of the keys that has a value."""
        return next((value for name in names if (value := self.values.get(name, "").strip())), "")

    @property
    def payer(self) -> str:
        """The account that pays."""
        return self.get("ПлательщикСчет", "ПлательщикРасчСчет")

    @property
    def payee(self) -> str:
        """The account that is paid."""
        return self.get("ПолучательСчет", "ПолучательРасчСчет")


@dataclass(frozen=True, slots=True)
class Currencies:
    """In which currency an account is held."""

    answers: Answers
    own_currencies: Mapping[str, str]

    def of(self, account: str) -> str:
        """The currency of one account."""
        return account_currency(account, self.answers, self.own_currencies)


def check_totals(
    accounts: Sequence[Section], documents: Sequence[Section], currencies: Currencies, *, dated: bool
) -> bool:
    """Whether every account tells its balances, and the payments lead from the one to the other.

    An account is told once for the whole time, or once a day; a payment between two accounts of ours is
    listed once, or once for each. Raises BadStatement where nothing of that explains the difference.
    """
    numbers = list(dict.fromkeys(number for one in accounts if (number := one.get("РасчСчет"))))
    proven = bool(numbers)
    for number in numbers:
        balances = [one for one in accounts if one.get("РасчСчет") == number and one.get("КонечныйОстаток")]
        balances = [one for one in balances if one.get("НачальныйОстаток")]
        if not balances:
            proven = False
            continue
        change = _change(balances, currencies.of(number))
        moved = {_moved(some, number, currencies.of(number), dated=dated) for some in (documents, _once(documents))}
        if change not in moved:
            raise BadStatement("does_not_add_up", line=balances[-1].line)
    return proven


def _change(documents: Sequence[Section], currency: str) -> int:
    """From the first opening balance to the last closing one, in minor units."""

    def when(one: Section, key: str) -> tuple[int, int]:
        text = one.get(key, "ДатаНачала")
        return (day(text, line=one.line).toordinal() if text else 0), one.line

    first = min(documents, key=lambda one: when(one, "ДатаНачала"))
    last = max(documents, key=lambda one: when(one, "ДатаКонца"))
    opening = amount(first.get("НачальныйОстаток"), currency, line=first.line)
    closing = amount(last.get("КонечныйОстаток"), currency, line=last.line)
    return closing.amount - opening.amount


def _moved(documents: Sequence[Section], number: str, currency: str, *, dated: bool) -> int:
    total = 0
    for one in documents:
        text = one.get("Сумма")
        if not text or number not in (one.payer, one.payee):
            continue
        money = amount(text, currency, line=one.line).amount
        if one.payee == number and (one.get("ДатаПоступило") or not dated):
            total += money
        if one.payer == number and (one.get("ДатаСписано") or not dated):
            total -= money
    return total


def _once(documents: Sequence[Section]) -> list[Section]:
    seen: dict[tuple[str, ...], Section] = {}
    for one in documents:
        key = (one.get("Номер"), one.get("Дата"), one.get("Сумма"), one.payer, one.payee)
        seen.setdefault(key, one)
    return list(seen.values())
