"""Migrations from inside the program."""

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine

from alembic import command
from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.migrate import upgrade
from studio_app.adapters.db.schema import metadata
from studio_app.core.tokens import token_hash
from tests import postgres
from tests.adapters.db import a_row_each

ROOT = Path(__file__).parents[3]
FORGOTTEN = {"sign_in_failure"}
"""Tables that a migration empties: tries of the last quarter of an hour."""
FILES = sorted((ROOT / "alembic" / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'studio.db'}"
        return
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgres.cluster() as server:
        yield server


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

    @pytest.mark.service
    def test_makes_the_schema_of_the_models(self, url: str) -> None:
        upgrade(url)
        assert _differences(make_engine(url)) == []

    @pytest.mark.service
    def test_makes_the_full_text_index_of_the_models(self, tmp_path: Path) -> None:
        upgrade(f"sqlite:///{tmp_path / 'studio.db'}")
        made = make_engine(f"sqlite:///{tmp_path / 'made.db'}")
        metadata.create_all(made)
        made.dispose()
        assert _texts(tmp_path / "studio.db") == _texts(tmp_path / "made.db") != {}

    @pytest.mark.service
    def test_can_be_taken_back(self, url: str) -> None:
        upgrade(url)
        config = Config(str(ROOT / "alembic.ini"))
        config.set_main_option("sqlalchemy.url", url)
        command.downgrade(config, "base")
        upgrade(url)
        assert _differences(make_engine(url)) == []

    @pytest.mark.service
    def test_takes_each_step_back_and_goes_it_again(self, url: str) -> None:
        config = Config(str(ROOT / "alembic.ini"))
        config.set_main_option("sqlalchemy.url", url)
        for step in reversed(_steps()):
            command.upgrade(config, step.revision)
            command.downgrade(config, "-1")
            command.upgrade(config, step.revision)

    @pytest.mark.service
    def test_keeps_what_was_there_before(self, url: str) -> None:
        config = Config(str(ROOT / "alembic.ini"))
        config.set_main_option("sqlalchemy.url", url)
        command.upgrade(config, "first_schema")
        with (engine := make_engine(url)).begin() as connection:
            filled = a_row_each.fill(connection)
        engine.dispose()
        command.upgrade(config, "head")
        with engine.begin() as connection:
            assert filled - a_row_each.held(connection) == FORGOTTEN
        engine.dispose()

    @pytest.mark.service
    def test_leaves_no_link_in_letters_that_went_out_before(self, url: str) -> None:
        config = Config(str(ROOT / "alembic.ini"))
        config.set_main_option("sqlalchemy.url", url)
        command.upgrade(config, "listed_prices")
        token, moment = "Ab-_" * 6, "2026-11-23 09:00:00+00:00"
        link = f"https://studio.example/d/{token}/receipt/0123456789abcdef0123456789abcdef"
        told = {"id": "1", "subject_id": "1", "rule": "r", "occurrence": "1", "status": "sent", "locale": "ru"}
        texts = {
            "text": link,
            "html": f'<a href="{link}">',
            "recipient": "",
            "subject": "",
            "problem": "",
            "message_id": "",
        }
        row = {**told, **texts, "planned_at": moment, "created_at": moment, "attempts": "1"}
        letters = sa.table("notification", *(sa.column(name) for name in row))
        engine = make_engine(url)
        with engine.begin() as connection:
            values = ", ".join(f"'{value}'" for value in row.values())
            connection.exec_driver_sql(f"INSERT INTO notification ({', '.join(row)}) VALUES ({values})")
        command.upgrade(config, "head")
        with engine.begin() as connection:
            kept = connection.execute(sa.select(letters.c.text, letters.c.html)).one()
        engine.dispose()
        marked = link.replace(token, f"~{token_hash(token)}")
        assert tuple(kept) == (marked, f'<a href="{marked}">')

    @pytest.mark.service
    def test_gives_imported_rows_the_plain_name_of_their_reason(self, tmp_path: Path) -> None:
        config = Config(str(ROOT / "alembic.ini"))
        config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'studio.db'}")
        command.upgrade(config, "letters_without_links")
        reasons = ('{"code": "nobody_home"}', '{"code": "open_deal", "number": 7}')
        insert = (
            "INSERT INTO import_row (id, import_id, position, said, state, reason, made) VALUES (?, '', ?, ?, '', ?, ?)"
        )
        with sqlite3.connect(tmp_path / "studio.db") as connection:
            connection.execute(
                "INSERT INTO table_import"
                " (id, kind, file_name, rows, options, imported_at, imported_by, imported_by_name)"
                " VALUES ('', 'leads', '', 2, '{}', '2026-11-23 09:00:00', '', '')"
            )
            rows = [(str(at), at, "{}", reason, "{}") for at, reason in enumerate(reasons)]
            connection.executemany(insert, rows)
        command.upgrade(config, "head")
        kept = sqlite3.connect(tmp_path / "studio.db").execute("SELECT reason FROM import_row ORDER BY id").fetchall()
        assert [row for (row,) in kept] == ['{"code": "studio_not_ready"}', reasons[1]]


class TestChain:
    def test_has_one_head(self) -> None:
        assert len(_scripts().get_heads()) == 1

    def test_goes_through_all_files_in_the_order_of_their_days(self) -> None:
        chain = [Path(step.path).name for step in reversed(list(_scripts().walk_revisions()))]
        assert sorted(chain) == [file.name for file in FILES]
        assert [name[:10] for name in chain] == sorted(name[:10] for name in chain)

    def test_names_each_step_as_its_file(self) -> None:
        named = {Path(step.path).stem.partition("_")[2]: step.revision for step in _steps()}
        assert all(slug == revision for slug, revision in named.items()), named

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_means_the_same_whatever_becomes_of_the_program(self, file: Path) -> None:
        tree = ast.walk(ast.parse(file.read_text()))
        imported = [node.module or "" for node in tree if isinstance(node, ast.ImportFrom)]
        assert [name for name in imported if name.startswith("studio_app")] == []


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(Config(str(ROOT / "alembic.ini")))


def _steps() -> list[Script]:
    return list(_scripts().walk_revisions())


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        options = {"include_name": _compared, "compare_type": True}
        found = list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))
    engine.dispose()
    return found


def _compared(name: str | None, type_: str, _parents: object) -> bool:
    # the tables of the jobs library are its own, and the full-text index is compared below
    return name in metadata.tables if type_ == "table" else name != "ix_search_entry_words"


def _texts(file: Path) -> dict[str, str]:
    """The virtual tables and triggers of the search, by name."""
    rows = sqlite3.connect(file).execute(
        "SELECT name, sql FROM sqlite_master WHERE name LIKE 'search_%' AND type IN ('trigger', 'table')"
        " AND sql NOT LIKE 'CREATE TABLE%'"
    )
    return {name: " ".join(sql.split()) for name, sql in rows}
