"""Tests mirror the rooms: whoever looks for the tests of a room finds them in the same place."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FACES = ("domain", "workspace", "portal", "adapters", "api", "cli")
ELSEWHERE = {
    "adapters/payments/demo": ("tests/adapters/payments/test_contract.py", "over the world of each"),
    "cli/reading": ("tests/cli/test_read.py", "read"),
    "domain/payments/providers": ("tests/adapters/payments/test_contract.py", "payments.providers"),
    "workspace/not_found": ("tests/workspace/test_screens.py", "_unevaluated_pages"),
    "workspace/settings/entities": ("tests/e2e/test_settings.py", "entities"),
    "workspace/settings/payments": ("tests/e2e/test_settings.py", "payments"),
    "workspace/settings/people": ("tests/workspace/confirmation/test_confirmation.py", "PeopleSettings"),
    "workspace/settings/prices": ("tests/e2e/test_settings.py", "prices"),
    "workspace/settings/short_lists": ("tests/e2e/test_settings.py", "channels"),
    "workspace/settings/stages": ("tests/e2e/test_pipelines.py", "stages"),
    "workspace/settings/texts": ("tests/e2e/test_settings.py", "texts"),
}
"""Rooms that are tried where they are used: by their command, against each provider, or as a whole in a browser.

Each with the file, and with the word by which it asks for the room.
"""


def rooms() -> list[str]:
    """Each package with modules of its own, by its path."""
    found = {path.parent for face in FACES for path in (ROOT / "studio_app" / face).rglob("[!_]*.py")}
    return sorted(str(path.relative_to(ROOT / "studio_app")) for path in found)


class TestRooms:
    @pytest.mark.parametrize("room", rooms())
    def test_have_tests_in_the_same_place(self, room: str) -> None:
        if room in ELSEWHERE:
            assert not _has_tests(room), f"{room} has tests in its own place by now: take it out of ELSEWHERE"
        else:
            assert _has_tests(room), f"no test of {room}: write tests/{room}/test_….py"

    def test_elsewhere_are_rooms_and_their_tests_are_there(self) -> None:
        assert set(ELSEWHERE) <= set(rooms())
        for path, word in ELSEWHERE.values():
            text = (ROOT / path).read_text()
            assert "def test_" in text
            assert word in text


def _has_tests(room: str) -> bool:
    """A folder of tests, or for a room in a room one file that is called like it."""
    place = ROOT / "tests" / room
    return any("def test_" in path.read_text() for path in place.rglob("test_*.py")) or (
        (place.parent / f"test_{place.name}.py").is_file() and "/" in room
    )
