"""What a checker is told to pass over says why, in the same line."""

import re
from pathlib import Path

import pytest

MUTE = re.compile(r"# (noqa|(type|pyright): ignore)(: [A-Z0-9]+(, [A-Z0-9]+)*|\[[\w-]+\])?\s*$")


class TestReasons:
    def test_stand_wherever_something_is_passed_over(self) -> None:
        lines = {
            f"{path}:{number}": line.strip()
            for path in sorted(Path("studio_app").rglob("*.py"))
            for number, line in enumerate(path.read_text().splitlines(), start=1)
            if MUTE.search(line)
        }
        assert lines == {}

    @pytest.mark.parametrize(
        ("line", "is_mute"),
        [
            ("import httpx  # noqa", True),
            ("import httpx  # noqa: PLC0415", True),
            ("import httpx  # noqa: PLC0415, E402", True),
            ("import httpx  # noqa: PLC0415  few need it", False),
            ("x = y  # type: ignore[arg-type]", True),
            ("x = y  # pyright: ignore", True),
            ("x = y  # pyright: ignore[reportArgumentType]  a Var", False),
        ],
    )
    def test_are_missed_where_there_is_none(self, line: str, is_mute: bool) -> None:
        assert bool(MUTE.search(line)) is is_mute
