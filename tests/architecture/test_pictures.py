"""The pictures that are kept are the ones that a page of the docs shows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SHOWN = re.compile(r"\(([\w./-]+\.png)\)")


def _shown() -> set[Path]:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return {(page.parent / name).resolve() for page in pages for name in _SHOWN.findall(page.read_text())}


def test_every_picture_is_shown_and_there() -> None:
    assert _shown() == set((ROOT / "docs/images").glob("*.png"))
