"""The drill: a worker killed at random moments loses no letter and doubles none."""

import asyncio
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import col, func, select

from studio_app import bootstrap
from studio_app.adapters.db.migrate import upgrade
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import new_document
from studio_app.domain.documents.revisions import publish, save_content
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work
from tests.postgres import binaries, cluster
from tests.selling import make_deal, make_studio

log = logging.getLogger(__name__)
pytestmark = pytest.mark.service

LETTERS = 50
KILLS = 6
CONCURRENCY = 8  # of a worker: so many letters may be in the air when it is killed


@dataclass
class Mailbox:
    """Counts what arrives by Message-ID, taking its time, so that kills hit letters in the air."""

    arrived: Counter[str] = field(default_factory=Counter)
    subjects: set[str] = field(default_factory=set)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        self.arrived[str(message["Message-ID"])] += 1
        self.subjects.add(str(message["Subject"]))
        await asyncio.sleep(0.02)
        return "250 OK"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'studio.db'}"
    elif binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    else:
        with cluster() as url:
            yield url


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


def environment(tmp_path: Path, database: str, smtp_port: int) -> dict[str, str]:
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("STUDIO_")},
        "STUDIO_DATA_DIR": str(tmp_path),
        "STUDIO_DATABASE_URL": database,
        "STUDIO_SMTP_HOST": "127.0.0.1",
        "STUDIO_SMTP_PORT": str(smtp_port),
        "STUDIO_SMTP_TLS": "none",
        "STUDIO_MAIL_FROM": "studio@example.com",
    }


@pytest.fixture
def app(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("STUDIO_DATABASE_URL", database)
    upgrade(database)  # a worker takes no database that stands at no revision
    wired = bootstrap.build(Settings())
    wired.runner.run_sync(SYSTEM, make_studio)
    yield wired
    wired.close()


def send_brief(work: Work, number: int) -> None:
    """One business transaction: a deal, its brief, and with it the letter."""
    deal_id = f"deal{number:04d}"
    contact = work.session.get_one(Contact, make_deal_with_number(work, deal_id, number).contact_id)
    contact.email = f"client{number}@example.com"
    document = new_document(work, deal_id=deal_id, kind=DocumentKind.BRIEF, title="Бриф", locale="ru")
    save_content(work, document, {"n": number})
    publish(work, document)


def make_deal_with_number(work: Work, deal_id: str, number: int) -> Deal:
    deal = make_deal(work, deal_id=deal_id)
    deal.number = 1_000_000 + number
    return deal


def statuses(work: Work) -> dict[NotificationStatus, int]:
    rows = work.session.exec(
        select(Notification.status, func.count())
        .where(Notification.rule == "brief_link")
        .group_by(col(Notification.status))
    )
    return {NotificationStatus(status): count for status, count in rows}


def message_ids(work: Work) -> set[str]:
    return set(work.session.exec(select(Notification.message_id).where(Notification.rule == "brief_link")))


def worker(env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "studio_app", "worker"], env=env)


class TestKillDrill:
    def test_loses_no_letter_and_doubles_none(
        self, app: Services, tmp_path: Path, database: str, mailbox: tuple[Mailbox, int]
    ) -> None:
        box, port = mailbox
        env = environment(tmp_path, database, port)
        chance = random.Random(20261122)

        def business() -> None:
            for number in range(LETTERS):
                app.runner.run_sync(SYSTEM, send_brief, number)
                time.sleep(0.15)

        writer = threading.Thread(target=business)
        writer.start()
        for _ in range(KILLS):
            process = worker(env)
            seen = sum(box.arrived.values())
            while sum(box.arrived.values()) == seen and writer.is_alive():
                time.sleep(0.005)  # let it come up and send something
            time.sleep(chance.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
            process.wait()
        writer.join()

        process = worker(env)
        deadline = time.monotonic() + 90
        while app.runner.read_sync(SYSTEM, statuses) != {NotificationStatus.SENT: LETTERS}:
            assert time.monotonic() < deadline, app.runner.read_sync(SYSTEM, statuses)
            time.sleep(0.1)
        process.terminate()
        assert process.wait(timeout=30) == 0

        ids = app.runner.read_sync(SYSTEM, message_ids)
        assert len(ids) == LETTERS
        assert set(box.arrived) == ids  # a mailbox that folds by Message-ID holds each letter once
        repeats = sum(box.arrived.values()) - LETTERS
        log.info("%s: %d letters, %d kills, %d repeats in the air", database[:10], LETTERS, KILLS, repeats)
        assert repeats <= KILLS * CONCURRENCY
        assert (
            app.runner.read_sync(SYSTEM, lambda work: work.session.exec(select(func.count()).select_from(Deal)).one())
            == LETTERS
        )
