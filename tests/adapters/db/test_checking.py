"""Where a studio can be kept, and what is said of where it can't."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from studio_app.adapters.db.checking import check_database
from studio_app.adapters.db.migrate import upgrade
from studio_app.adapters.db.revisions import chain, newest
from studio_app.core.refusal import Refusal
from tests import postgres

ROOT = Path(__file__).parents[3]
# root may write everywhere: these take that right from what is run
_BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'studio.db'}"


def _stamp(folder: Path, revision: str) -> None:
    with sqlite3.connect(folder / "studio.db") as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    database.close()


def _run(command: str, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "STUDIO_DATA_DIR": str(folder), "STUDIO_DEMO": "0", **more}
    return subprocess.run(
        [*_BOUND, sys.executable, "-m", "studio_app", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class TestRevisions:
    def test_are_those_that_alembic_sees(self) -> None:
        scripts = ScriptDirectory.from_config(Config(str(ROOT / "alembic.ini")))
        assert newest() == scripts.get_current_head()
        assert chain() == {step.revision: step.down_revision for step in scripts.walk_revisions()}


class TestCheckPlace:
    def test_takes_a_folder_that_is_not_there_yet(self, tmp_path: Path) -> None:
        assert check_database(tmp_path / "new" / "data", _url(tmp_path / "new" / "data")) == ""

    @pytest.mark.parametrize("name", ["data", "100% #1? данные"])
    @pytest.mark.service
    def test_takes_a_database_of_its_own(self, tmp_path: Path, name: str) -> None:
        folder = tmp_path / name
        folder.mkdir()
        upgrade(_url(folder))
        assert check_database(folder, _url(folder)) == newest()

    @pytest.mark.service
    def test_refuses_a_newer_database_and_leaves_it_as_it_is(self, tmp_path: Path) -> None:
        upgrade(_url(tmp_path))
        _stamp(tmp_path, "of_tomorrow")
        before = (tmp_path / "studio.db").read_bytes()
        with pytest.raises(Refusal, match="of_tomorrow"):
            check_database(tmp_path, _url(tmp_path))
        assert (tmp_path / "studio.db").read_bytes() == before

    def test_refuses_a_database_of_another_program(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "studio.db") as database:
            database.execute("CREATE TABLE notes (text)")
        database.close()
        with pytest.raises(Refusal, match="another program"):
            check_database(tmp_path, _url(tmp_path))

    def test_refuses_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "studio.db").write_text("Dear diary, " * 100)
        with pytest.raises(Refusal, match="not a database"):
            check_database(tmp_path, _url(tmp_path))

    def test_refuses_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").touch()
        with pytest.raises(Refusal, match="can't be written to"):
            check_database(tmp_path / "data", _url(tmp_path / "data"))

    def test_refuses_a_server_that_is_not_there_without_telling_the_password(self, tmp_path: Path) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            url = f"postgresql+psycopg://studio:sesame@127.0.0.1:{nobody.getsockname()[1]}/studio"
            with pytest.raises(Refusal, match=r"studio at 127\.0\.0\.1:\d+ does not answer") as refused:
                check_database(tmp_path, url)
        assert "sesame" not in str(refused.value)

    @pytest.mark.service
    def test_takes_and_refuses_on_postgresql_too(self, tmp_path: Path) -> None:
        if postgres.binaries() is None:
            pytest.skip("no PostgreSQL on this machine")
        with postgres.cluster() as server:
            assert check_database(tmp_path, server) == ""
            upgrade(server)
            assert check_database(tmp_path, server) == newest()


@pytest.mark.service
class TestCommands:
    @pytest.fixture(params=["init", "worker", "site", "serve"])
    def command(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    def test_say_in_one_sentence_that_the_database_is_newer(self, command: str, tmp_path: Path) -> None:
        upgrade(_url(tmp_path))
        _stamp(tmp_path, "of_tomorrow")
        self.refused(_run(command, tmp_path, STUDIO_PORT="0"), "of_tomorrow")

    def test_say_in_one_sentence_that_the_folder_is_read_only(self, command: str, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        self.refused(_run(command, tmp_path, STUDIO_PORT="0"), "can't be written to: permission denied")

    def test_say_in_one_sentence_that_the_database_is_read_only(self, command: str, tmp_path: Path) -> None:
        upgrade(_url(tmp_path))
        (tmp_path / "studio.db").chmod(0o400)
        self.refused(_run(command, tmp_path, STUDIO_PORT="0"), "can't be written to by this user")

    def refused(self, done: "subprocess.CompletedProcess[str]", why: str) -> None:
        assert done.returncode == 1, done.stderr
        assert why in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert "Traceback" not in done.stdout + done.stderr
