"""Migrations run on the database of the settings, SQLite or PostgreSQL."""

from typing import Literal

from sqlalchemy.types import TypeDecorator

from alembic import context
from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.guards import install_guards
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.dbos import DbosJobs
from studio_app.config import Settings


def run() -> None:
    """Run the migrations in one transaction on the given connection, or on a new one."""
    url = context.config.get_main_option("sqlalchemy.url") or Settings().database
    engine = make_engine(url)
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:  # a changed table is made anew and the old one dropped, while others point to it
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")  # none within a transaction
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=on_sqlite,
            compare_type=True,
            include_name=_ours,
            render_item=_render,
        )
        with context.begin_transaction():
            context.run_migrations()
            if on_sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"rows that point to nothing after the migration: {lost[:10]}")
    with engine.begin() as connection:
        install_guards(connection)  # no migration can forget them, however it was made
    engine.dispose()
    jobs = DbosJobs(url)
    jobs.prepare()  # the tables of the jobs library belong to the same database
    jobs.close()


def _render(type_: str, item: object, _context: object) -> str | Literal[False]:
    # a migration must go on meaning the same when our column types change, so it names plain ones
    if type_ == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _ours(name: str | None, type_: str, _parents: object) -> bool:
    # tables of the jobs library live in the same database and migrate themselves; the full-text index is no
    # column's, so the comparison with the models cannot know it
    return name in metadata.tables if type_ == "table" else name != "ix_search_entry_words"


run()
