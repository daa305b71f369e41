"""The log: one line for each thing that happened, whoever's words are in it, and few of the same kind."""

import logging
import sys
import time
from collections import deque
from types import TracebackType

from studio_app.core.printable import printable

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_LINE = 2000
_LINES = 200  # of a traceback
_EACH = 20  # records of one place in the code within a minute
_WINDOW = 60.0
_MARK = "  | "  # leads each line of a traceback: none of them looks like a record
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_OTHERS = ("reflex", "engineio.server", "engineio.client", "socketio.server", "socketio.client", "dbos")


class OneLine(logging.Formatter):
    """A record is one line; what follows it of a traceback is marked as such, line by line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        """The line, its message made printable: it may hold words of somebody who wants to write another one."""
        record.message = printable(record.message, limit=_LINE)
        return super().formatMessage(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  logging's own name
        """The traceback; what an exception says may be foreign, too."""
        return _marked(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802  logging's own name
        """The stack, marked the same way."""
        return _marked(stack_info)


class Sparing(logging.Filter):
    """Lets so many records a minute through from each place in the code, and says how many it has left out."""

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[str, int], deque[float]] = {}
        self._left_out: dict[tuple[str, int], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it."""
        place, now = (record.pathname, record.lineno), time.monotonic()
        written = self._written.setdefault(place, deque(maxlen=_EACH))
        if len(written) == _EACH and now - written[0] < _WINDOW:
            self._left_out[place] = self._left_out.get(place, 0) + 1
            return False
        written.append(now)
        left_out = self._left_out.pop(place, 0)
        if left_out:
            record.msg = f"{record.getMessage()} ({left_out} more of these were left out)"
            record.args = None
        return True


def keep_log(level: str) -> None:
    """Write all that is logged in this process to its error output: ours from `level` on, warnings of libraries."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(_FORMAT))
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)  # at INFO an HTTP client writes whole addresses, and a bot's token stands in one
    logging.getLogger("studio_app").setLevel(level)
    for name in _OTHERS:
        other = logging.getLogger(name)
        other.handlers, other.propagate = [], True


def _marked(text: str) -> str:
    lines = text.split("\n")
    shown = lines if len(lines) <= _LINES else [*lines[: _LINES // 2], "…", *lines[-_LINES // 2 :]]
    return "\n".join(_MARK + printable(line, limit=_LINE) for line in shown)
