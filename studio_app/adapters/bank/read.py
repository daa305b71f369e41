"""A bank's file, whatever its format: told by its content, never by its name."""

from collections.abc import Mapping
from dataclasses import replace

from studio_app.adapters.bank.camt import is_camt, read_camt
from studio_app.adapters.bank.delimited import CsvTable, read_csv, read_table
from studio_app.adapters.bank.limits import MAX_MEGABYTES
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.bank.mt940 import is_mt940, read_mt940
from studio_app.adapters.bank.one_c import is_one_c, read_one_c
from studio_app.domain.statements.accounts import is_same
from studio_app.domain.statements.lines import NOTHING_SAID, Answers, BadStatement, Statement

MAX_LINES = 50_000
READERS = ((is_one_c, read_one_c), (is_camt, read_camt), (is_mt940, read_mt940))
"""Each format that tells itself by its content: whether a file is one, and how it is read. Whatever is left is CSV."""


def is_csv(raw: bytes) -> bool:
    """Whether nothing but columns can be in it."""
    return not any(is_it(raw) for is_it, _ in READERS)


def read_statement(
    raw: bytes,
    *,
    table: CsvTable | None = None,
    mapping: CsvMapping | None = None,
    currencies: Mapping[str, str] | None = None,
    answers: Answers = NOTHING_SAID,
) -> Statement:
    """All movements of a file. Raises BadStatement with the line at fault.

    `table` (the rows, where they have been read before) and `mapping` are for CSV alone; `currencies` are those of
    our accounts, the default one under ""; `answers` are what a person has told that the file does not.
    """
    if len(raw) > MAX_MEGABYTES * 1024 * 1024:
        raise BadStatement("too_large", value=str(MAX_MEGABYTES))
    if not raw.strip():
        raise BadStatement("empty")
    read = next((read for is_it, read in READERS if is_it(raw)), None)
    if read is not None:
        statement = read(raw, answers, own_currencies=currencies)
    else:
        rows = table or read_table(raw, answers, ours=[account for account in currencies or {} if account])
        statement = read_csv(rows, mapping=mapping, currencies=currencies, answers=answers)
    if not statement.lines:
        raise BadStatement("empty")
    if len(statement.lines) > MAX_LINES:
        raise BadStatement("too_many", value=str(MAX_LINES))
    return _on_ours(statement, [account for account in currencies or {} if account], answers.account)


def _on_ours(statement: Statement, ours: list[str], said: str) -> Statement:
    """The same with our accounts as our requisites write them, and on the one that a person has named."""
    accounts = {line.own_account for line in statement.lines}
    named = {
        account: said or next((one for one in ours if account and is_same(account, one)), account)
        for account in accounts
    }
    if all(account == known for account, known in named.items()):
        return statement
    return replace(
        statement, lines=tuple(replace(line, own_account=named[line.own_account]) for line in statement.lines)
    )
