"""Services of their own for tests that go through the workspace: a fresh database in a temporary folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio_app.adapters.db.schema import metadata
from studio_app.bootstrap import Services, build, services
from studio_app.config import Settings
from studio_app.workspace.board.feed import BoardFeed
from tests.board_wire import misfits


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all tables, those of the jobs included, and no rows, to copy from."""
    folder = tmp_path_factory.mktemp("empty-house")
    wired = build(Settings(data_dir=folder))
    metadata.create_all(wired.runner.engine)
    wired.jobs.prepare()
    wired.close()
    return folder


@pytest.fixture
def live_services(empty_house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """`services()` as the app sees them, on an empty database with all tables."""
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    shutil.copytree(empty_house, tmp_path, dirs_exist_ok=True)
    services.cache_clear()
    wired = services()
    yield wired
    wired.runner.close()
    wired.pool.close()
    services.cache_clear()


@pytest.fixture(autouse=True)
def board_messages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What boards are told in the test: each message has to be one of the schema's."""
    made, told = BoardFeed.message, list[dict[str, Any]]()

    def message(content: Any) -> Any:
        told.append(content)
        return made(content)

    monkeypatch.setattr(BoardFeed, "message", staticmethod(message))
    yield told
    assert [misfit for content in told for misfit in misfits(content)] == []
