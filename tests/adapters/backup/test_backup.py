"""A set is made while people work, checked, and restored; nothing leaves a restored studio before it is let go."""

import io
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlmodel import select

from studio_app import bootstrap
from studio_app.adapters.backup.making import make_backup
from studio_app.adapters.backup.manifest import Manifest, Refused
from studio_app.adapters.backup.restoring import restore_backup
from studio_app.adapters.backup.verifying import verify_backup
from studio_app.adapters.db.revisions import knows
from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER
from studio_app.bootstrap import Services
from studio_app.cli.main import main
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import find_by_token, link_token, replace_link
from studio_app.domain.documents.models import Document, FormerLink
from studio_app.domain.files.models import DealFile
from studio_app.domain.files.service import add_file, remove_file
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.new_links import ask_for_link
from studio_app.domain.notifications.rules import ASKED_LINK
from studio_app.domain.payments.providers.gateway import GatewayUnavailable
from studio_app.domain.payments.providers.inbox import waiting_events
from studio_app.domain.studio.holding import held_since
from studio_app.domain.work import Work
from studio_app.preparing import prepare
from tests import postgres, proposing
from tests.conftest import set_up

pytestmark = pytest.mark.service


@pytest.fixture(params=["sqlite", "postgresql"])
def studio(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A migrated studio with a deal, on each of the databases."""
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("STUDIO_PORT", "0")
    if request.param == "postgresql":
        if postgres.binaries() is None:
            pytest.skip("no PostgreSQL on this machine")
        monkeypatch.setenv("STUDIO_DATABASE_URL", request.getfixturevalue("cluster"))
    settings = Settings()
    prepare(settings)
    wired = bootstrap.build(settings)
    wired.runner.run_sync(SYSTEM, set_up)
    wired.runner.run_sync(SYSTEM, proposing.published, locale="en")
    yield wired
    wired.close()


@pytest.fixture
def cluster() -> Iterator[str]:
    with postgres.cluster() as url:
        yield url


def backed_up(studio: Services, folder: Path) -> Manifest:
    settings = studio.settings
    return make_backup(url=settings.database, data=settings.data_dir, key=settings.key, now=studio.now(), folder=folder)


def a_deal(work: Work) -> str:
    return work.session.exec(select(Deal.id)).first() or ""


def replace_a_link(work: Work) -> None:
    replace_link(work, document_id=work.session.exec(select(Document.id).where(Document.number != "")).one())


def keep_a_file(studio: Services, content: bytes) -> str:
    kept = studio.files.keep(io.BytesIO(b"%PDF-1.7 " + content))
    deal = studio.runner.read_sync(SYSTEM, a_deal)
    studio.runner.run_sync(SYSTEM, add_file, deal_id=deal, name="a.pdf", kept=kept)
    return kept.stored_as


class TestBackup:
    def test_is_whole_and_private(self, studio: Services, tmp_path: Path) -> None:
        name = keep_a_file(studio, b"one")
        made = backed_up(studio, tmp_path / "set")
        assert verify_backup(tmp_path / "set") == []
        assert made.counts["deal"] == 1
        assert f"files/{name[:2]}/{name}" in {one.path for one in made.kept}
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "set").rglob("*") if path.is_file()}
        assert modes == {0o600}
        assert stat.S_IMODE((tmp_path / "set").stat().st_mode) == 0o700

    def test_is_whole_while_people_work(self, studio: Services, tmp_path: Path) -> None:
        done = threading.Event()
        added: list[str] = []

        def work() -> None:
            while not done.is_set():
                added.append(keep_a_file(studio, os.urandom(2000)))

        person = threading.Thread(target=work)
        person.start()
        try:
            for number in range(3):
                so_far = len(added)
                made = backed_up(studio, tmp_path / f"set{number}")
                assert verify_backup(tmp_path / f"set{number}") == []
                assert made.missing == ()
                deadline = time.monotonic() + 60
                while len(added) == so_far:  # on a busy machine the person may get no turn during a quick backup
                    assert person.is_alive()
                    assert time.monotonic() < deadline
                    time.sleep(0.01)
        finally:
            done.set()
            person.join()

    def test_tells_of_a_file_that_the_disk_had_lost(self, studio: Services, tmp_path: Path) -> None:
        name = keep_a_file(studio, b"one")
        studio.files.discard(name)
        assert backed_up(studio, tmp_path / "set").missing == (name,)
        assert verify_backup(tmp_path / "set") == []

    def test_leaves_nothing_half_done(self, studio: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr("studio_app.adapters.backup.making.describe", fail)
        with pytest.raises(OSError, match="full"):
            backed_up(studio, tmp_path / "set")
        assert [path.name for path in tmp_path.iterdir() if "set" in path.name] == []

    def test_goes_into_no_folder_that_holds_something(self, studio: Services, tmp_path: Path) -> None:
        backed_up(studio, tmp_path / "set")
        with pytest.raises(Refused, match="not empty"):
            backed_up(studio, tmp_path / "set")


class TestVerify:
    def test_finds_every_changed_byte(self, studio: Services, tmp_path: Path) -> None:
        keep_a_file(studio, b"one")
        made = backed_up(studio, tmp_path / "set")
        for one in made.kept:
            path = tmp_path / "set" / one.path
            whole = path.read_bytes()
            path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
            assert verify_backup(tmp_path / "set") == [f"{one.path} is not what it was"]
            path.unlink()
            assert verify_backup(tmp_path / "set") == [f"{one.path} is missing"]
            path.write_bytes(whole)
        (tmp_path / "set" / "more").touch()
        assert verify_backup(tmp_path / "set") == ["more does not belong to the set"]

    @pytest.mark.parametrize("manifest", ["{", '"text"', "[" * 100_000], ids=["cut", "text", "endless"])
    def test_takes_no_set_without_its_manifest(self, manifest: str, studio: Services, tmp_path: Path) -> None:
        backed_up(studio, tmp_path / "set")
        (tmp_path / "set" / "manifest.json").write_text(manifest)
        assert "no whole back-up" in verify_backup(tmp_path / "set")[0]


class TestRestore:
    @pytest.fixture
    def restored(self, studio: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
        """What the command line makes of a set, beside the studio it came from."""
        keep_a_file(studio, b"one")
        removed = keep_a_file(studio, b"two")
        rows = studio.runner.read_sync(SYSTEM, lambda work: work.session.exec(select(DealFile)).all())
        studio.runner.run_sync(SYSTEM, remove_file, file_id=next(row.id for row in rows if row.stored_as == removed))
        studio.runner.run_sync(SYSTEM, replace_a_link)
        backed_up(studio, tmp_path / "set")
        if studio.settings.database_url:
            with studio.runner.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CREATE DATABASE second"))
            url = make_url(studio.settings.database_url).set(database="second")
            monkeypatch.setenv("STUDIO_DATABASE_URL", url.render_as_string(hide_password=False))
        monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path / "second"))
        assert main(["restore", str(tmp_path / "set")]) == 0
        wired = bootstrap.build(Settings())
        yield wired
        wired.close()

    def test_has_all_that_was_there(self, studio: Services, restored: Services) -> None:
        def contents(work: Work) -> list[tuple[str, str]]:
            return sorted((row.stored_as, row.sha256) for row in work.session.exec(select(DealFile)))

        assert restored.runner.read_sync(SYSTEM, contents) == studio.runner.read_sync(SYSTEM, contents)
        for name, _ in restored.runner.read_sync(SYSTEM, contents):
            assert restored.files.path(name).read_bytes() == studio.files.path(name).read_bytes()
        assert restored.settings.key == studio.settings.key

    def test_opens_the_current_links_and_knows_the_former_ones(self, studio: Services, restored: Services) -> None:
        def links(work: Work) -> tuple[list[str], list[str]]:
            rows = list(work.session.exec(select(Document).where(Document.number != "")))
            opened = [find_by_token(work, token=link_token(work, row)).id for row in rows]
            assert opened == [row.id for row in rows]
            return opened, [row.token_hash for row in work.session.exec(select(FormerLink))]

        there = restored.runner.read_sync(SYSTEM, links)
        assert there == studio.runner.read_sync(SYSTEM, links)
        restored.runner.run_sync(SYSTEM, ask_for_link, former=there[1][0])
        letters = select(Notification).where(Notification.rule == ASKED_LINK)
        assert len(restored.runner.read_sync(SYSTEM, lambda work: work.session.exec(letters).all())) == 1

    def test_holds_jobs_and_providers_until_it_is_let_go(self, restored: Services) -> None:
        assert restored.runner.read_sync(SYSTEM, held_since) is not None
        with pytest.raises(GatewayUnavailable):
            restored.gateways["demo"].fetch("anything")
        ran: list[str] = []
        restored.jobs.start(lambda job, _: ran.append(job), may=lambda: restored.held_since() is None)
        with restored.runner.engine.connect() as connection:
            waiting = connection.execute(text(_WAITING) if restored.settings.database_url else text(_WAITING_IN_FILE))
            assert waiting.scalar_one() > 0
        threading.Event().wait(2.0)
        assert (ran, restored.jobs.running, restored.jobs.alive) == ([], False, True)
        assert main(["release"]) == 0
        assert restored.gateways["demo"].fetch("anything") is None
        end = restored.now() + timedelta(seconds=20)
        while not ran and restored.now() < end:
            threading.Event().wait(0.1)
        assert ran

    async def test_keeps_webhooks_until_it_is_let_go(
        self, restored: Services, caplog: pytest.LogCaptureFixture
    ) -> None:
        demo: Any = restored.gateways["demo"]
        told = {"id": "evt_1", "type": "checkout.paid", "checkout": "demo_of_before", "created": int(time.time())}
        raw = json.dumps(told).encode()
        signed = {SIGNATURE_HEADER: demo.sign(raw)}
        assert await restored.inbox.take(provider=demo.name, raw=raw, headers=signed, peer_ip="127.0.0.1")
        assert restored.inbox.handle_waiting() == 0
        assert len(restored.runner.read_sync(SYSTEM, waiting_events)) == 1
        assert caplog.messages == []
        assert main(["release"]) == 0
        assert restored.inbox.handle_waiting() == 1

    def test_is_refused_where_something_is(self, studio: Services, restored: Services, tmp_path: Path) -> None:
        settings = restored.settings
        with pytest.raises(Refused, match="not empty"):
            restore_backup(
                url=settings.database, data=settings.data_dir, given_key=b"", folder=tmp_path / "set", knows=knows
            )

    def test_is_refused_while_the_studio_serves(
        self, studio: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        backed_up(studio, tmp_path / "set")
        monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path / "third"))
        with socket.create_server(("127.0.0.1", 0)) as serving:
            monkeypatch.setenv("STUDIO_PORT", str(serving.getsockname()[1]))
            assert main(["restore", str(tmp_path / "set")]) == 1
        assert "stop the studio first" in capsys.readouterr().err
        assert not (tmp_path / "third").exists()

    def test_is_refused_under_another_key(self, studio: Services, tmp_path: Path) -> None:
        backed_up(studio, tmp_path / "set")
        database = "nowhere" if studio.settings.database_url else ""
        with pytest.raises(Refused, match="not the key" if not database else "tables already"):
            restore_backup(
                url=studio.settings.database,
                data=tmp_path / "third",
                given_key=b"another",
                folder=tmp_path / "set",
                knows=knows,
            )

    def test_is_refused_of_a_newer_program(self, studio: Services, tmp_path: Path) -> None:
        backed_up(studio, tmp_path / "set")
        with pytest.raises(Refused, match="newer"):
            restore_backup(
                url=studio.settings.database,
                data=tmp_path / "third",
                given_key=b"",
                folder=tmp_path / "set",
                knows=lambda _: False,
            )
        assert not (tmp_path / "third").exists()


class TestPrivate:
    def test_folder_and_files_are_for_nobody_else(self, studio: Services) -> None:
        data = studio.settings.data_dir
        keep_a_file(studio, b"one")
        studio.pdf.render("<p>A paper</p>")
        _require_private(data)

    def test_what_an_older_version_left_open_is_closed_at_start(self, studio: Services) -> None:
        data = studio.settings.data_dir
        name = keep_a_file(studio, b"one")
        data.chmod(0o755)
        studio.files.path(name).chmod(0o644)
        (data / "secret.key").chmod(0o644)
        bootstrap.build(studio.settings).close()
        _require_private(data)


class TestCommand:
    def test_makes_and_verifies_as_a_program_of_its_own(self, studio: Services, tmp_path: Path) -> None:
        for words in (["backup", str(tmp_path / "set")], ["backup", "verify", str(tmp_path / "set")]):
            done = subprocess.run(
                [sys.executable, "-m", "studio_app", *words], capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.startswith("whole: 1 deals")
        with suppress(FileNotFoundError):
            (tmp_path / "set" / "studio.db").write_bytes(b"")
            (tmp_path / "set" / "studio.dump").write_bytes(b"")
        assert main(["backup", "verify", str(tmp_path / "set")]) == 1


_WAITING_IN_FILE = "SELECT COUNT(*) FROM workflow_status WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"
_WAITING = "SELECT COUNT(*) FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"


def _require_private(data: Path) -> None:
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in [data, *data.rglob("*")]}
    assert {path: mode for path, mode in found.items() if mode & 0o077} == {}
