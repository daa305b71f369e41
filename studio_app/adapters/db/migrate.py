"""Migrations from inside the program: bring the database up to date."""

from pathlib import Path

from alembic.config import Config

from alembic import command

_ROOT = Path(__file__).parent.parent.parent.parent


def upgrade(url: str) -> None:
    """Run every migration that the database at `url` has not seen yet."""
    config = _config()
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")


def _config() -> Config:
    return Config(str(_ROOT / "alembic.ini"))
