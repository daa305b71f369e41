"""The changelog and the version of the product say the same."""

import re
from datetime import date
from pathlib import Path

from studio_app import __version__

_RELEASE = re.compile(r"^## \[(?P<number>\d+\.\d+\.\d+)\] - (?P<day>\S+)$", re.MULTILINE)
TEXT = (Path(__file__).parents[2] / "CHANGELOG.md").read_text()
RELEASES = [(found["number"], date.fromisoformat(found["day"])) for found in _RELEASE.finditer(TEXT)]


class TestChangelog:
    def test_ends_with_the_version_that_the_product_tells(self) -> None:
        assert RELEASES[0][0] == __version__

    def test_goes_from_the_newest_to_the_oldest(self) -> None:
        order = [(tuple(int(part) for part in number.split(".")), day) for number, day in RELEASES]
        assert order == sorted(order, reverse=True)

    def test_has_room_for_what_comes_next(self) -> None:
        assert TEXT.index("## [Unreleased]\n") < TEXT.index(f"## [{__version__}]")
