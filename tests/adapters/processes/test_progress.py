"""How far a file is read: told from time to time, and never backwards."""

import time
from collections.abc import Callable, Iterable, Iterator

import pytest

from studio_app.adapters.processes import progress
from studio_app.adapters.processes.progress import counted, listen


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    told: list[int] = []
    monkeypatch.setattr(progress, "_listeners", [])
    listen(told.append)
    return told


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let so many rows pass, of which each takes a millisecond."""
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)

    def slowly(rows: Iterable[int]) -> Iterator[int]:
        nonlocal now
        for row in rows:
            now += 0.001
            yield row

    def let(rows: int) -> None:
        assert list(counted(slowly(range(rows)))) == list(range(rows))

    return let


class TestProgress:
    def test_is_told_while_rows_pass(self, heard: list[int], passing: Callable[[int], None]) -> None:
        passing(2_400)
        assert heard == [500, 1000, 1500, 2000]

    def test_is_not_told_of_what_takes_no_time(self, heard: list[int]) -> None:
        assert list(counted(range(2_400))) == list(range(2_400))
        assert heard == []

    def test_never_goes_back_where_rows_pass_twice(self, heard: list[int], passing: Callable[[int], None]) -> None:
        passing(1_200)
        passing(2_400)
        assert heard == [500, 1000, 1500, 2000]

    def test_begins_anew_with_the_next_file(self, heard: list[int], passing: Callable[[int], None]) -> None:
        passing(2_400)
        again: list[int] = []
        listen(again.append)
        passing(1_200)
        assert (heard, again) == ([500, 1000, 1500, 2000], [500, 1000])
