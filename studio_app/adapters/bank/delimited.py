"""CSV of any bank: encoding and delimiter are found out, columns are mapped by their headings or by a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from studio_app.adapters.bank.fields import account_currency, amount, day, inn_in, one_line
from studio_app.adapters.tables.delimited import BadTable
from studio_app.adapters.tables.headings import NO_COLUMN, guess_columns
from studio_app.adapters.tables.read import read_table as read_any_table
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement, Statement, StatementFormat, StatementLine

_NONE = NO_COLUMN
_MOST_ROWS = 60_000  # movements and the totals that banks put below them

# what banks call their columns, most telling first; compared without blanks and signs
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("датапоступления", "датаоперации", "датапроводки", "датапроведения", "bookingdate", "buchungstag",
             "completeddate", "transactiondate", "дата", "date", "valuedate"),
    "credit": ("суммапокредиту", "кредит", "поступило", "поступление", "приход", "зачисление", "credit", "paidin",
               "moneyin", "deposit"),
    "debit": ("суммаподебету", "дебет", "списано", "списание", "расход", "debit", "paidout", "moneyout",
              "withdrawal"),
    "amount": ("сумма", "суммаоперации", "суммаплатежа", "суммаввалютесчета", "amount", "betrag", "sum"),
    "payer_name": ("плательщик", "наименованиеплательщика", "контрагент", "наименованиеконтрагента", "отправитель",
                   "payer", "payername", "counterparty", "counterpartyname", "name", "beguenstigterzahlungspflichtiger",
                   "описаниеконтрагента"),
    "payer_inn": ("иннплательщика", "иннконтрагента", "инн", "inn", "taxid"),
    "payer_account": ("счетплательщика", "счетконтрагента", "номерсчетаконтрагента", "payeraccount",
                      "counterpartyaccount", "iban", "kontonummeriban"),
    "purpose": ("назначениеплатежа", "назначение", "основание", "описание", "описаниеоперации", "purpose",
                "description", "reference", "verwendungszweck", "details", "paymentdetails"),
    "reference": ("номердокумента", "документ", "ндок", "номер", "documentnumber", "transactionid", "id", "docno"),
    "own_account": ("счет", "номерсчета", "нашсчет", "расчетныйсчет", "accountnumber", "account", "auftragskonto"),
    "currency": ("валюта", "валютасчета", "currency", "waehrung"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Which column (from 0; -1: none) holds what. Either `amount` with its sign, or `credit` and `debit`."""

    date: int = _NONE
    amount: int = _NONE
    credit: int = _NONE
    debit: int = _NONE
    payer_name: int = _NONE
    payer_inn: int = _NONE
    payer_account: int = _NONE
    purpose: int = _NONE
    reference: int = _NONE
    own_account: int = _NONE
    currency: int = _NONE

    @property
    def complete(self) -> bool:
        """Whether lines can be made of it: when, and how much."""
        return self.date != _NONE and (self.amount != _NONE or self.credit != _NONE)

    def changed(self, **columns: int) -> "CsvMapping":
        """The same with other columns."""
        known = {item.name for item in fields(CsvMapping)}
        return CsvMapping(**{**asdict(self), **{name: at for name, at in columns.items() if name in known}})


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file as rows of cells, with the mapping that its headings suggest."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # the line of the file, the cells
    mapping: CsvMapping


def read_table(raw: bytes) -> CsvTable:
    """The rows below the headings. Raises BadStatement where there is no table."""
    try:
        table = read_any_table(raw, _HEADINGS, limit=_MOST_ROWS)
    except BadTable as error:
        raise BadStatement(error.reason, line=error.line, value=str(_MOST_ROWS)) from None
    return CsvTable(table.headings, table.rows, guess(table.headings))


def read_csv(raw: bytes, *, mapping: CsvMapping | None = None) -> Statement:
    """Every row that has a date and an amount. Raises BadStatement, naming the line."""
    table = read_table(raw)
    chosen = mapping or table.mapping
    if not chosen.complete:
        raise BadStatement("columns")
    lines = [line for number, cells in table.rows if (line := _line(chosen, number, cells)) is not None]
    return Statement(StatementFormat.CSV, tuple(lines))


def guess(headings: Sequence[str]) -> CsvMapping:
    """The mapping that the headings suggest; amounts stand in one column with a sign, or in two."""
    taken = guess_columns(headings, _HEADINGS)
    if "credit" in taken and "debit" in taken:
        taken.pop("amount", None)
    elif "amount" in taken:
        taken.pop("credit", None)
        taken.pop("debit", None)
    return CsvMapping(**taken)


def _line(mapping: CsvMapping, number: int, cells: Sequence[str]) -> StatementLine | None:
    def cell(name: str) -> str:
        at: int = getattr(mapping, name)
        return one_line(cells[at]) if 0 <= at < len(cells) else ""

    own = cell("own_account").replace(" ", "")
    currency = _currency(cell("currency")) or account_currency(own)
    if mapping.amount != _NONE:
        money = amount(_bare(cell("amount")), currency, line=number) if cell("amount") else None
    else:
        money = _two_columns(cell("credit"), cell("debit"), currency, line=number)
    when = cell("date")
    if money is None or (not when and not cell("purpose")):  # totals and balances below the table
        return None
    payer = cell("payer_name")
    return StatementLine(
        position=number,
        booked_on=day(when, line=number),
        amount=money,
        own_account=own,
        payer_name=payer,
        payer_inn=cell("payer_inn") or inn_in(payer) or inn_in(cell("purpose")),
        payer_account=cell("payer_account").replace(" ", ""),
        purpose=cell("purpose"),
        reference=cell("reference"),
    )


def _two_columns(credit: str, debit: str, currency: str, *, line: int) -> Money | None:
    if not credit and not debit:
        return None
    incoming = amount(_bare(credit), currency, line=line) if credit else Money.zero(currency)
    outgoing = amount(_bare(debit), currency, line=line) if debit else Money.zero(currency)
    return incoming - Money(abs(outgoing.amount), currency)


def _bare(text: str) -> str:
    return re.sub(r"\s*(?:₽|руб\.?|р\.|RUB|RUR|EUR|USD|[$€])\s*$", "", text, flags=re.IGNORECASE)


def _currency(text: str) -> str:
    code = text.strip().upper()
    return {"RUR": "RUB", "РУБ": "RUB", "РУБ.": "RUB", "₽": "RUB", "€": "EUR", "$": "USD"}.get(
        code, code if re.fullmatch(r"[A-Z]{3}", code) else ""
    )
