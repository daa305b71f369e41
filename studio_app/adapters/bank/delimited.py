"""CSV of any bank: encoding and delimiter are found out, columns are mapped by their headings or by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio_app.adapters.bank.amounts import decimal_mark
from studio_app.adapters.bank.csv_columns import above, has_signs, heading_currency, side, values, whose
from studio_app.adapters.bank.csv_headings import CURRENCY_OF, EXACTLY, HEADINGS
from studio_app.adapters.bank.csv_rows import Habits, RowReader
from studio_app.adapters.bank.currencies import apart
from studio_app.adapters.bank.days import date_orders
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.processes.progress import counted
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.tables.headings import guess_columns, plain
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.read import one_line
from studio_app.adapters.tables.read import read_table as read_any_table
from studio_app.domain.statements.lines import (
    NOTHING_SAID,
    About,
    Answers,
    BadStatement,
    DateOrder,
    Question,
    Statement,
    StatementFormat,
)

_MOST_ROWS = 60_000  # movements and the totals that banks put below them
_SAID = 160


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file as rows of cells, with the mapping that its headings and its values suggest."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # the line of the file, the cells
    mapping: CsvMapping
    above: tuple[str, ...] = ()
    encoding: str = ""
    sure: bool = True


def read_table(raw: bytes, answers: Answers = NOTHING_SAID, *, ours: Sequence[str] = ()) -> CsvTable:
    """The rows below the headings. Raises BadStatement where there is no table. `ours` are our accounts."""
    try:
        table = read_any_table(raw, HEADINGS, limit=_MOST_ROWS, encoding=answers.encoding)
    except BadTable as error:
        raise BadStatement(error.reason, line=error.line, value=str(_MOST_ROWS)) from None
    mapping = whose(side(guess(table.headings), table.rows), table.headings, table.rows, ours)
    return CsvTable(table.headings, table.rows, mapping, table.above, table.encoding, table.sure)


def read_csv(
    table: CsvTable,
    *,
    mapping: CsvMapping | None = None,
    currencies: Mapping[str, str] | None = None,
    answers: Answers = NOTHING_SAID,
) -> Statement:
    """Every row that has a date and an amount; what else stands there is named. Raises BadStatement.

    `currencies` says what our accounts (the default one under "") are held in, for rows that do not tell.
    """
    own_currencies = currencies or {}
    chosen = mapping or table.mapping
    if not chosen.complete:
        raise BadStatement("columns")
    orders, open_day = date_orders(values(table.rows, chosen.date))
    order = DateOrder(answers.date_order) if answers.date_order else _likelier(orders)
    preamble = above(table.above, list(own_currencies))
    amounts = [apart(text)[0] for at in (chosen.amount, chosen.credit, chosen.debit) for text in values(table.rows, at)]
    reader = RowReader(
        chosen,
        Habits(
            order=order,
            mark=decimal_mark(amounts),
            account=preamble.account,
            currency=heading_currency(chosen, table.headings) or preamble.currency,
            headings=tuple(plain(heading) for heading in table.headings),
            signs=has_signs(values(table.rows, chosen.amount)),
        ),
        own_currencies,
        answers,
    )
    for number, cells in counted(table.rows):
        reader.take(number, cells)
    questions = [
        question for question in (_day(orders, open_day, order, answers), reader.currency_question) if question
    ]
    if not table.sure and not answers.encoding:
        questions.append(_encoding(table))
    return Statement(
        StatementFormat.CSV,
        tuple(reader.lines),
        left_out=tuple(reader.left_out),
        questions=tuple(questions),
        encoding=table.encoding,
    )


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


def _likelier(orders: set[DateOrder]) -> DateOrder:
    return DateOrder.MONTH_FIRST if orders == {DateOrder.MONTH_FIRST} else DateOrder.DAY_FIRST


def _day(orders: set[DateOrder], said: str, order: DateOrder, answers: Answers) -> Question | None:
    """The question whether 03/10 is in March or in October, where no row of the column tells."""
    if not said or answers.date_order or len(orders) != len(DateOrder):
        return None
    return Question(About.DATE_ORDER, order.value, tuple(DateOrder), said=said)


def _encoding(table: CsvTable) -> Question:
    cells = (one_line(" ".join(cells)) for cells in (table.headings, *(cells for _, cells in table.rows)))
    said = next((text for text in cells if not text.isascii()), "")
    return Question(About.ENCODING, table.encoding, ENCODINGS, said=said[:_SAID])
