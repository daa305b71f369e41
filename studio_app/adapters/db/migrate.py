"""Migrations from inside the program: bring the database up to date, and say where it stands."""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from alembic import command
from studio_app.domain.work import Work

_ROOT = Path(__file__).parent.parent.parent.parent


def upgrade(url: str) -> None:
    """Run every migration that the database at `url` has not seen yet."""
    config = _config()
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")


@cache
def newest() -> str:
    """The revision that this version of the program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def stands_at(work: Work) -> str:
    """Query: the revision at which the database stands; empty when it has none."""
    return MigrationContext.configure(work.session.connection()).get_current_revision() or ""


def _config() -> Config:
    return Config(str(_ROOT / "alembic.ini"))
