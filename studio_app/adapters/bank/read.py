"""A bank's file, whatever its format: told by its content, never by its name."""

from collections.abc import Mapping

from studio_app.adapters.bank.camt import is_camt, read_camt
from studio_app.adapters.bank.delimited import CsvMapping, read_csv
from studio_app.adapters.bank.mt940 import is_mt940, read_mt940
from studio_app.adapters.bank.one_c import is_one_c, read_one_c
from studio_app.domain.statements.lines import BadStatement, Statement

MAX_MEGABYTES = 10
"""A file of 10,000 movements is about seven."""

MAX_LINES = 50_000


def is_csv(raw: bytes) -> bool:
    """Whether nothing but columns can be in it."""
    return not (is_one_c(raw) or is_camt(raw) or is_mt940(raw))


def read_statement(
    raw: bytes, *, mapping: CsvMapping | None = None, currencies: Mapping[str, str] | None = None
) -> Statement:
    """All movements of a file. Raises BadStatement with the line at fault.

    For CSV alone: `mapping` of its columns, and the `currencies` of our accounts, the default one under "".
    """
    if len(raw) > MAX_MEGABYTES * 1024 * 1024:
        raise BadStatement("too_large", value=str(MAX_MEGABYTES))
    if not raw.strip():
        raise BadStatement("empty")
    if is_one_c(raw):
        statement = read_one_c(raw)
    elif is_camt(raw):
        statement = read_camt(raw)
    elif is_mt940(raw):
        statement = read_mt940(raw)
    else:
        statement = read_csv(raw, mapping=mapping, currencies=currencies)
    if not statement.lines:
        raise BadStatement("empty")
    if len(statement.lines) > MAX_LINES:
        raise BadStatement("too_many", value=str(MAX_LINES))
    return statement
