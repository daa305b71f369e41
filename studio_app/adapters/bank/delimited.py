"""CSV of any bank: encoding and delimiter are found out, columns are mapped by their headings or by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from studio_app.adapters.bank.csv_headings import CURRENCY_OF, EXACTLY, HEADINGS
from studio_app.adapters.bank.currencies import apart, currency_in
from studio_app.adapters.bank.fields import amount, day, inn_in, one_line
from studio_app.adapters.tables.delimited import BadTable
from studio_app.adapters.tables.headings import NO_COLUMN, guess_columns, plain
from studio_app.adapters.tables.read import read_table as read_any_table
from studio_app.core.money import Money
from studio_app.domain.statements.accounts import held_in
from studio_app.domain.statements.fingerprints import plain_account
from studio_app.domain.statements.lines import BadStatement, Statement, StatementFormat, StatementLine

_ROUBLES = "RUB"
_MOST_ROWS = 60_000  # movements and the totals that banks put below them


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Which column (from 0; -1: none) holds what. Either `amount` with its sign, or `credit` and `debit`.

    `own_account` says on which account of ours the money moved, `currency` in which currency; both may be missing.
    """

    date: int = NO_COLUMN
    amount: int = NO_COLUMN
    credit: int = NO_COLUMN
    debit: int = NO_COLUMN
    payer_name: int = NO_COLUMN
    payer_inn: int = NO_COLUMN
    payer_account: int = NO_COLUMN
    purpose: int = NO_COLUMN
    reference: int = NO_COLUMN
    own_account: int = NO_COLUMN
    currency: int = NO_COLUMN

    @property
    def complete(self) -> bool:
        """Whether lines can be made of it: when, and how much."""
        return self.date != NO_COLUMN and (self.amount != NO_COLUMN or self.credit != NO_COLUMN)

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
        table = read_any_table(raw, HEADINGS, limit=_MOST_ROWS)
    except BadTable as error:
        raise BadStatement(error.reason, line=error.line, value=str(_MOST_ROWS)) from None
    return CsvTable(table.headings, table.rows, guess(table.headings))


def read_csv(
    raw: bytes, *, mapping: CsvMapping | None = None, currencies: Mapping[str, str] | None = None
) -> Statement:
    """Every row that has a date and an amount. Raises BadStatement, naming the line.

    `currencies` says what our accounts (the default one under "") are held in, for rows that do not tell.
    """
    table = read_table(raw)
    chosen = mapping or table.mapping
    if not chosen.complete:
        raise BadStatement("columns")
    held = currencies or {}
    lines = [line for number, cells in table.rows if (line := _line(chosen, number, cells, held)) is not None]
    return Statement(StatementFormat.CSV, tuple(lines))


def guess(headings: Sequence[str]) -> CsvMapping:
    """The mapping that the headings suggest; amounts stand in one column with a sign, or in two."""
    taken = guess_columns(headings, HEADINGS, exactly=EXACTLY)
    if "credit" in taken and "debit" in taken:
        taken.pop("amount", None)
    elif "amount" in taken:
        taken.pop("credit", None)
        taken.pop("debit", None)
    names = [plain(heading) for heading in headings]
    if "amount" in taken and (fitting := CURRENCY_OF.get(names[taken["amount"]])) in names:
        taken["currency"] = names.index(fitting)
    return CsvMapping(**taken)


def _line(mapping: CsvMapping, number: int, cells: Sequence[str], held: Mapping[str, str]) -> StatementLine | None:
    def cell(name: str) -> str:
        at: int = getattr(mapping, name)
        return one_line(cells[at]) if 0 <= at < len(cells) else ""

    when = cell("date")
    if not when and not cell("purpose"):  # totals and balances below the table
        return None
    signed, credit, debit = (apart(cell(name)) for name in ("amount", "credit", "debit"))
    own = cell("own_account").replace(" ", "")
    currency = currency_in(cell("currency"), line=number) or signed[1] or credit[1] or debit[1]
    currency = currency or held_in(own) or held.get(plain_account(own)) or held.get("") or _ROUBLES
    if mapping.amount != NO_COLUMN:
        money = amount(signed[0], currency, line=number) if signed[0] else None
    else:
        money = _two_columns(credit[0], debit[0], currency, line=number)
    if money is None:
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
    incoming = amount(credit, currency, line=line) if credit else Money.zero(currency)
    outgoing = amount(debit, currency, line=line) if debit else Money.zero(currency)
    return incoming - Money(abs(outgoing.amount), currency)
