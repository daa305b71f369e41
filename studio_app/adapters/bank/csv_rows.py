"""Rows of a bank's table, one after another, made movements; what is none is named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from studio_app.adapters.bank.amounts import table_amount
from studio_app.adapters.bank.csv_columns import direction, is_booked
from studio_app.adapters.bank.currencies import apart, currency_in
from studio_app.adapters.bank.days import day
from studio_app.adapters.bank.fields import SAID, inn_in, name_and_inn, one_line, pass_over
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.tables.headings import NO_COLUMN, plain
from studio_app.core.money import Money
from studio_app.domain.statements.accounts import held_in, is_same, plain_account
from studio_app.domain.statements.lines import About, Answers, BadStatement, DateOrder, LeftOut, Question, StatementLine

_UNKNOWN = "RUB"  # taken for now where nothing tells the currency, and asked about
_OFFERED = ("RUB", "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "HUF", "SEK", "DKK", "NOK", "KZT", "BYN", "TRY", "CNY")
_TOTAL = re.compile(
    r"^\W*(?:итог|всего|оборот|остат|входящ\w* остат|исходящ\w* остат|сальдо|конец|total|balance|opening bal"
    r"|closing bal|saldo|summe|gesamt|anfangs|endsaldo|suma|razem|celkem|somme|solde|totaal|begin|eind|összes)",
    re.IGNORECASE,
)
_BALANCE = re.compile(  # stands in a row of its day like a payment; “остаток по счету 12” is one
    r"^\W*(?:(?:входящ|исходящ|начальн|конечн)\w*\s+(?:остат|сальдо)|остаток на (?:начало|конец)|сальдо на|итого\b"
    r"|(?:opening|closing|starting|ending)\s+balance|balance (?:brought|carried) forward|anfangssaldo|endsaldo"
    r"|saldo (?:pocz|ko[nń]c|inicial|final|inizial|na )|solde (?:initial|final))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a whole table writes: the order of its days, the mark before cents, signs, and what its head tells."""

    order: DateOrder
    mark: str
    account: str
    currency: str
    headings: tuple[str, ...]
    signs: bool = True  # amounts say by a sign which way the money went


@dataclass
class RowReader:
    """Makes movements of rows; what a row does not tell comes from the habits of the table, then from a person."""

    mapping: CsvMapping
    habits: Habits
    own_currencies: Mapping[str, str]
    answers: Answers
    lines: list[StatementLine] = field(default_factory=list[StatementLine])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    currency_question: Question | None = None

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Read the next row. Raises BadStatement for one that should be a movement and cannot be read."""
        try:
            line = self._line(number, cells)
        except BadStatement as error:
            pass_over(self.answers, self.left_out, error, said=" ".join(cells), line=number)
            return
        if line is not None:
            self.lines.append(line)

    def _cell(self, cells: Sequence[str], name: str) -> str:
        at: int = getattr(self.mapping, name)
        return one_line(cells[at]) if 0 <= at < len(cells) else ""

    def _line(self, number: int, cells: Sequence[str]) -> StatementLine | None:
        when, purpose, payer = (self._cell(cells, name) for name in ("date", "purpose", "payer_name"))
        texts = {name: self._cell(cells, name) for name in ("amount", "credit", "debit")}
        if (
            not when
            or self._is_heading(cells)
            or not any(texts.values())
            or _TOTAL.match(when)
            or (_BALANCE.match(purpose) and not payer)
        ):
            return self._no_movement(number, cells, when, texts)
        own, theirs = (self._cell(cells, name).replace(" ", "") for name in ("own_account", "payer_account"))
        theirs = theirs.strip("'")
        if sent := self._is_ours(theirs) and not self._is_ours(own):  # a column of who pays and one of who is paid
            own, theirs, payer = theirs, own, ""
        own = self.answers.account or own or self.habits.account.replace(" ", "")
        parts = {name: apart(text) for name, text in texts.items()}
        currency = self._currency(number, cells, own, next((code for _, code in parts.values() if code), ""))
        money = self._money(number, cells, {name: bare for name, (bare, _) in parts.items()}, currency)
        if sent and not self.habits.signs and self.mapping.amount != NO_COLUMN and self.mapping.direction == NO_COLUMN:
            money = -money
        name, inn = name_and_inn(payer)
        return StatementLine(
            position=number,
            booked_on=day(when, line=number, order=self.habits.order),
            amount=money,
            own_account=own,
            payer_name=name,
            payer_inn=self._cell(cells, "payer_inn").strip("'") or inn or inn_in(purpose),
            payer_account=theirs,
            purpose=purpose,
            reference=self._cell(cells, "reference"),
            settled=is_booked(self._cell(cells, "status")),
        )

    def _is_ours(self, account: str) -> bool:
        return bool(account) and any(one and is_same(account, one) for one in self.own_currencies)

    def _no_movement(self, number: int, cells: Sequence[str], when: str, texts: Mapping[str, str]) -> None:
        """Name a row that is no movement: a total, a heading that is repeated, text that belongs to the row above."""
        said = one_line(" ".join(cells))[:SAID]
        words = [one_line(cell) for cell in cells if cell.strip()]
        if self._is_heading(cells):
            self.left_out.append(LeftOut(number, "heading", said))
        elif any(_TOTAL.match(word) for word in words) or (any(texts.values()) and len(words) <= 2):
            self.left_out.append(LeftOut(number, "total", said))
        elif any(texts.values()):
            raise BadStatement("date", line=number, value=when)
        elif when and any(symbol.isdigit() for symbol in when):
            self.left_out.append(LeftOut(number, "no_amount", said))
        elif self.lines and (more := self._continued(cells)):
            last = self.lines[-1]
            self.lines[-1] = replace(last, purpose=one_line(f"{last.purpose} {more}"))
        else:
            self.left_out.append(LeftOut(number, "text", said))

    def _is_heading(self, cells: Sequence[str]) -> bool:
        """Whether the headings are repeated, as on a new page."""
        at = self.mapping.date
        heading = self.habits.headings[at] if at < len(self.habits.headings) else ""
        return bool(heading) and at < len(cells) and not cells[at][:1].isdigit() and plain(cells[at]) == heading

    def _continued(self, cells: Sequence[str]) -> str:
        """The text of a row without a day and an amount, where it stands below what is paid for or by whom."""
        places = (self.mapping.purpose, self.mapping.payer_name)
        return one_line(" ".join(cells[at] for at in places if 0 <= at < len(cells)))

    def _currency(self, number: int, cells: Sequence[str], own: str, written: str) -> str:
        code = currency_in(self._cell(cells, "currency"), line=number) or written or self.habits.currency
        code = (
            code
            or held_in(own)
            or self.answers.currency
            or self.own_currencies.get(plain_account(own))
            or self.own_currencies.get("")
        )
        if code:
            return code
        self.currency_question = self.currency_question or Question(
            About.CURRENCY, _UNKNOWN, _OFFERED, line=number, said=one_line(" ".join(cells))[:SAID]
        )
        return _UNKNOWN

    def _money(self, number: int, cells: Sequence[str], texts: Mapping[str, str], currency: str) -> Money:
        def read(text: str) -> Money:
            return table_amount(text, currency, line=number, mark=self.habits.mark) if text else Money.zero(currency)

        if self.mapping.amount != NO_COLUMN:
            money = read(texts["amount"])
            way = direction(self._cell(cells, "direction"))
            if self.mapping.direction != NO_COLUMN and not way:
                raise BadStatement("direction", line=number, value=self._cell(cells, "direction"))
            return Money(abs(money.amount) * way, currency) if way else money
        return read(texts["credit"]) - Money(abs(read(texts["debit"]).amount), currency)
