"""What stands in the log when somebody wants to write it for us."""

import io
import logging
import re
from collections.abc import Iterator

import pytest

from studio_app.adapters import logs
from studio_app.adapters.logs import OneLine, Sparing

FORGED = "x\n2026-11-29 12:00:00,000 ERROR root forged\r\x1b[31m\u202e"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """A logger `foreign`, and what it writes."""
    stream, logger = io.StringIO(), logging.getLogger("foreign")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine("%(levelname)s %(message)s"))
    handler.addFilter(Sparing())
    logger.addHandler(handler)
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)
    logger.propagate = True


class TestLine:
    def test_is_one_whatever_stands_in_it(self, written: io.StringIO) -> None:
        logging.getLogger("foreign").error("a browser says: %s", FORGED)
        text = written.getvalue()
        assert text.count("\n") == 1
        assert text.rstrip("\n").isprintable()

    def test_has_a_limit(self, written: io.StringIO) -> None:
        logging.getLogger("foreign").error("%s", "x" * 1_000_000)
        assert len(written.getvalue()) < 3_000

    def test_of_a_traceback_looks_like_no_record(self, written: io.StringIO) -> None:
        try:
            raise ValueError(FORGED)  # noqa: TRY301  what is raised is what is looked at
        except ValueError:
            logging.getLogger("foreign").exception("it failed")
        first, *rest = written.getvalue().rstrip("\n").split("\n")
        assert first == "ERROR it failed"
        assert len(rest) > 2
        assert all(line.startswith("  | ") and line.isprintable() for line in rest)


class TestMany:
    def test_of_one_kind_are_few_and_counted(self, written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
        now = 1000.0
        monkeypatch.setattr(logs.time, "monotonic", lambda: now)
        logger = logging.getLogger("foreign")

        def complain(number: int) -> None:
            logger.warning("a browser says: %d", number)

        for number in range(1000):
            complain(number)
        logger.warning("another place")
        assert written.getvalue().count("a browser says") == 20
        assert "another place" in written.getvalue()
        now += 61
        complain(1000)
        assert re.search(r"a browser says: 1000 \(980 more", written.getvalue())
