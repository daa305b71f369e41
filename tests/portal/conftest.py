"""A disk that can be full and a database that can be held, for the pages that are written to meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from studio_app.bootstrap import Services
from studio_app.core.errors import Unavailable
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from tests.disks import SmallDisk, held, small_disk

PATIENCE = 0.2  # seconds


@pytest.fixture  # before the services copy their data there: asked for by a mark
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path, megabytes=32) as made:
        yield made


@pytest.fixture
def on_disk(disk: SmallDisk, services_on_disk: Services) -> Services:
    """The services, their data on a disk of their own; nobody waits long for the database."""

    def hurry(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")

    event.listen(services_on_disk.runner.engine, "connect", hurry)
    return services_on_disk


def full(services: Services, disk: SmallDisk) -> None:
    """Until what the log of the database has kept for itself is full too."""
    services.runner.run_sync(SYSTEM, _take_space)  # a studio at work has its log open
    disk.fill()
    with suppress(Unavailable):
        while True:
            services.runner.run_sync(SYSTEM, _take_space)


def _take_space(work: Work) -> None:
    work.session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS space (bytes BLOB)")
    work.session.connection().exec_driver_sql("INSERT INTO space VALUES (randomblob(100000))")


@pytest.fixture(params=["full", "held"])
def trouble(
    request: pytest.FixtureRequest, on_disk: Services, disk: SmallDisk, tmp_path: Path
) -> Iterator[Callable[[], None]]:
    """One of the two is there; call it, and it is over."""
    if request.param == "full":
        full(on_disk, disk)
        yield disk.empty
        return
    with ExitStack() as holding:
        holding.enter_context(held(tmp_path / "studio.db"))
        yield holding.close
