"""A table read in a process of its own: what a file does there is not done to the server."""

from collections.abc import Iterator, Mapping, Sequence

from studio_app.adapters.processes.child import WorkFailed
from studio_app.adapters.processes.parts import InParts
from studio_app.adapters.processes.pool import OnProgress, ProcessPool, Task
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.read import Table, read_table

SECONDS = 60
"""A file within the limits takes less."""

_TABLE = InParts(Table, long="rows")


async def read_table_in_process(
    pool: ProcessPool,
    raw: bytes,
    words: Mapping[str, Sequence[str]],
    *,
    limit: int,
    encoding: str = "",
    on_progress: OnProgress | None = None,
) -> Table:
    """`read_table` in a process of the pool; `on_progress` hears how many rows have been read. Raises BadTable."""
    try:
        return await pool.ask(
            READ_TABLE, raw, on_progress=on_progress, words=dict(words), limit=limit, encoding=encoding
        )
    except WorkFailed:
        raise BadTable("too_heavy") from None


def parts_of_table(
    raw: bytes, *, words: Mapping[str, Sequence[str]], limit: int, encoding: str = ""
) -> Iterator[bytes]:
    """The entry of the process. Raises BadTable."""
    return _TABLE.split(read_table(raw, words, limit=limit, encoding=encoding))


READ_TABLE = Task(
    entry=f"{__name__}:{parts_of_table.__name__}",
    whole=_TABLE.whole,
    lane="tables",
    seconds=SECONDS,
    errors=(BadTable,),
)
