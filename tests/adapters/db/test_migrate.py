"""Migrations from inside the program."""

import sqlite3
from pathlib import Path

import pytest

from studio_app.adapters.db.migrate import upgrade


class TestUpgrade:
    @pytest.mark.service
    def test_leaves_the_ledger_guarded(self, tmp_path: Path) -> None:
        upgrade(f"sqlite:///{tmp_path / 'studio.db'}")
        rows = sqlite3.connect(tmp_path / "studio.db").execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert {
            "ledger_entry_no_update",
            "ledger_entry_no_delete",
            "entry_allocation_no_update",
            "entry_allocation_no_delete",
            "entry_allocation_within",
        } <= {name for (name,) in rows}
