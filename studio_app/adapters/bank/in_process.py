"""A bank's file read in a process of its own: what a file does there is not done to the server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.processes.child import WorkFailed
from studio_app.adapters.processes.parts import InParts
from studio_app.adapters.processes.pool import OnProgress, ProcessPool, Task
from studio_app.domain.statements.lines import NOTHING_SAID, Answers, BadStatement, Statement, answers_of

SECONDS = 60
"""A file within the limits takes less."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file of columns shows of itself: its headings, its first row, and where each thing is taken from."""

    headings: tuple[str, ...]
    first: tuple[str, ...]
    mapping: CsvMapping


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A bank's file: its statement, or the problem with it; with its head where it is a table."""

    statement: Statement | None = None
    head: Head | None = None
    problem: BadStatement | None = None


@dataclass(frozen=True, slots=True)
class _Cover:
    head: Head | None
    problem: dict[str, Any] | None


_COVER = TypeAdapter(_Cover)
_STATEMENT = InParts(Statement, long="lines")


async def open_bank_file(
    pool: ProcessPool,
    raw: bytes,
    *,
    columns: Mapping[str, int],
    currencies: Mapping[str, str],
    answers: Answers = NOTHING_SAID,
    on_progress: OnProgress | None = None,
) -> OpenedFile:
    """The file as `read_statement` reads it, in a process of the pool.

    `columns` and `answers` are what a person has chosen and told, `currencies` those of our accounts (see
    `read_statement`); `on_progress` hears how many rows have been read.
    """
    said = {"columns": dict(columns), "currencies": dict(currencies), "answers": answers.as_json()}
    try:
        return await pool.ask(OPEN_FILE, raw, on_progress=on_progress, **said)
    except BadStatement as error:
        return OpenedFile(problem=error.with_traceback(None))  # it would hold the whole file
    except WorkFailed:
        return OpenedFile(problem=BadStatement("too_heavy"))


def parts_of_file(
    raw: bytes, *, columns: Mapping[str, int], currencies: Mapping[str, str], answers: dict[str, str]
) -> Iterator[bytes]:
    """The entry of the process. Raises BadStatement."""
    from studio_app.adapters.bank.delimited import read_table  # noqa: PLC0415  the server itself reads no file
    from studio_app.adapters.bank.read import is_csv, read_statement  # noqa: PLC0415  as above

    given, head, mapping, table = answers_of(answers), None, None, None
    if is_csv(raw):
        table = read_table(raw, given, ours=[account for account in currencies if account])
        mapping = table.mapping.changed(**columns)
        head = Head(table.headings, table.rows[0][1] if table.rows else (), mapping)
    try:
        statement = read_statement(
            raw, table=table, mapping=mapping if columns else None, currencies=currencies, answers=given
        )
    except BadStatement as error:
        yield _COVER.dump_json(_Cover(head, error.params))
        return
    yield _COVER.dump_json(_Cover(head, None))
    yield from _STATEMENT.split(statement)


def _opened(parts: Iterator[bytes]) -> OpenedFile:
    cover = _COVER.validate_json(next(parts))
    if cover.problem is not None:
        return OpenedFile(head=cover.head, problem=BadStatement(**cover.problem))
    return OpenedFile(_STATEMENT.whole(parts), cover.head)


OPEN_FILE = Task(
    entry=f"{__name__}:{parts_of_file.__name__}",
    whole=_opened,
    lane="tables",
    seconds=SECONDS,
    errors=(BadStatement,),
)
