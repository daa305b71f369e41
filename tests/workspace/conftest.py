"""Services of their own for tests that go through the workspace: a fresh database in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio_app.adapters.db.schema import metadata
from studio_app.bootstrap import Services, services


@pytest.fixture
def live_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """`services()` as the app sees them, on an empty database with all tables."""
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    services.cache_clear()
    wired = services()
    metadata.create_all(wired.runner.engine)
    yield wired
    wired.runner.close()
    services.cache_clear()
