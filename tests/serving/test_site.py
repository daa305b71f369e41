"""What stands around the server: its announcement, and the worker beside it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from studio_app.adapters.db.revisions import newest
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.core.refusal import Refusal
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work
from studio_app.serving.listening import let_in, take_port

_SERVER = """
import sys, threading, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from studio_app.config import Settings
from studio_app.serving.site import tell_when_healthy

class Site(BaseHTTPRequestHandler):
    answers = [503, 200]

    def do_GET(self):
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.end_headers()

    def log_message(self, *_): ...

site = HTTPServer(("127.0.0.1", 0), Site)
tell_when_healthy(Settings(port=site.server_port).loopback, lambda: print("It runs.", flush=True))
if sys.argv[1] == "serve":
    threading.Thread(target=site.serve_forever, daemon=True).start()
    time.sleep(float(sys.argv[2]))
"""


def _waiting(work: Work) -> int:
    return len(work.session.exec(select(Lead.id).where(col(Lead.deal_id).is_(None))).all())


def _stamp(work: Work) -> None:
    # the database of tests is made without migrations, and one that has seen none is taken for somebody else's
    work.session.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    work.session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


class TestPort:
    def test_is_not_shared_with_another_server(self) -> None:
        with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
            port = other.getsockname()[1]
            with pytest.raises(Refusal, match=f"STUDIO_PORT={port + 1}"):
                take_port(Settings(port=port))
        take_port(Settings(port=port)).close()

    def test_is_not_shared_with_a_server_that_starts_at_the_same_moment(self) -> None:
        first = take_port(Settings(port=0))
        settings = Settings(port=first.getsockname()[1])
        with first, take_port(settings) as second:
            let_in(settings, first, backlog=1)
            with pytest.raises(Refusal, match="is in use"):
                let_in(settings, second, backlog=1)

    @pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 8000), ("192.0.2.1", 8000)])
    def test_is_refused_in_a_sentence_where_there_is_none(self, host: str, port: int) -> None:
        with pytest.raises(Refusal, match=host):
            take_port(Settings(host=host, port=port))


@pytest.mark.service
class TestAnnouncement:
    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-c", _SERVER, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout

    def test_comes_once_the_site_answers_that_all_is_well(self) -> None:
        assert self.run("serve", "3").strip() == "It runs."

    def test_never_comes_when_the_server_ends_before(self) -> None:
        assert self.run("fail") == ""


@pytest.mark.service
class TestWorker:
    def test_makes_deals_of_waiting_leads(self, services_on_disk: Services) -> None:
        lead = LeadIn(name="Мария Белова", email="maria@example.com")
        asyncio.run(services_on_disk.lead_inbox.take(Actor(kind=ActorKind.CLIENT), lead=lead))
        assert services_on_disk.runner.read_sync(SYSTEM, _waiting) == 1
        services_on_disk.runner.run_sync(SYSTEM, _stamp)
        worker = subprocess.Popen([sys.executable, "-m", "studio_app", "worker"], env=os.environ)
        try:
            deadline = time.monotonic() + 30
            while services_on_disk.runner.read_sync(SYSTEM, _waiting):
                assert time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
