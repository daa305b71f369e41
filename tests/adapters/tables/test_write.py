"""A table that is given up half-way leaves nothing behind."""

import tempfile
from pathlib import Path

import pytest

from studio_app.adapters.tables.write import Sheet


class TestSheet:
    def test_given_up_half_way_leaves_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with pytest.raises(ZeroDivisionError), Sheet("deals") as sheet:
            sheet.add([["a", "b"]])
            assert list(tmp_path.iterdir())
            raise ZeroDivisionError
        assert not list(tmp_path.iterdir())
