"""A table that is given up half-way leaves nothing behind."""

import tempfile
from pathlib import Path

import pytest

from studio_app.adapters.tables.write import Sheet


def give_up(folder: Path) -> None:
    """Begin a table, see that its rows lie in a file, and fail."""
    with Sheet("deals") as sheet:
        sheet.add([["a", "b"]])
        assert list(folder.iterdir())
        raise ZeroDivisionError


class TestSheet:
    def test_given_up_half_way_leaves_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with pytest.raises(ZeroDivisionError):
            give_up(tmp_path)
        assert not list(tmp_path.iterdir())
