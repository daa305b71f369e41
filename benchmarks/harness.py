"""A running server with any number of deals, and sign-ins to it."""

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, Any

from sqlalchemy import insert
from sqlmodel import col, select

from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.core.ids import new_id
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.ranks import spread
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.search.words import index_words
from studio_app.domain.studio.kinds import SALES
from studio_app.domain.studio.models import Channel, Stage
from studio_app.domain.work import Work
from studio_app.preparing import first_start

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[1]
PORT = int(os.environ.get("STUDIO_BENCH_PORT", "8798"))
START_SECONDS = 240
SERVE = ("studio_app", "serve")
_NAMES = ("Кофейня «Север»", "ООО «Ромашка»", "Студия йоги", "Мебель на заказ", "АО «Вектор»", "Пекарня Ивановых")
_TITLES = ("Сайт-визитка", "Интернет-магазин", "Лендинг", "Корпоративный портал", "Редизайн сайта", "Сайт клиники")


@dataclass(frozen=True)
class Server:
    """A running production server."""

    url: str
    data: Path
    people: dict[str, tuple[str, str]]  # role: (e-mail, password)
    group: int  # of its processes

    def processor_seconds(self) -> float:
        """Processor time that its processes have taken so far; what else runs on the machine does not count."""
        ticks = 0
        for entry in self._processes():
            with contextlib.suppress(OSError):
                fields = _fields(entry)
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory that its processes hold; what they share is counted once for each."""
        pages = 0
        for entry in self._processes():
            with contextlib.suppress(OSError):
                pages += int((entry / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    def opener(self) -> urllib.request.OpenerDirector:
        """What asks it, and follows no redirect."""
        return urllib.request.build_opener(_Stay)

    def forget_peak(self) -> float:
        """The memory of the serving process now, in megabytes; from now on its highest is told by `peak`."""
        (self.serving() / "clear_refs").write_text("5")
        return self._told("VmRSS")

    def peak(self) -> float:
        """The most memory that the serving process has had since, in megabytes."""
        return self._told("VmHWM")

    def serving(self) -> Path:
        """The process that serves, as the system shows it; another one where it has been started again."""
        return next(entry for entry in self._processes() if (entry / "cmdline").read_bytes().endswith(b"\0site\0"))

    def _told(self, name: str) -> float:
        lines = (self.serving() / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1000

    def sign_in(self, role: str = "manager") -> str:
        """The Cookie header of a fresh session."""
        mail, password = self.people[role]
        form = urllib.parse.urlencode({"email": mail, "password": password}).encode()
        with self.opener().open(f"{self.url}/session", form) as answer:
            cookie = answer.headers["Set-Cookie"]
        return str(cookie).split(";")[0]

    def _processes(self) -> Iterator[Path]:
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if int(_fields(entry)[2]) == self.group:
                    yield entry


def _fields(process: Path) -> list[str]:
    """What the system tells of a process, behind its name."""
    return (process / "stat").read_text().rpartition(")")[2].split()


class _Stay(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any) -> HTTPResponse:
        return fp  # type: ignore[return-value]


def browser_path() -> str | None:
    """The installed Chromium; None lets Playwright take its own."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def server(*, deals: int, command: Sequence[str] = SERVE) -> Iterator[Server]:
    """The product on a fresh data folder with that many deals, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        data = Path(folder)
        environment = {"STUDIO_PORT": str(PORT), "STUDIO_DATA_DIR": str(data), "STUDIO_PAYMENT_PROVIDER": "demo"}
        os.environ.update(environment)
        settings = Settings()
        people = {str(person.role): (person.email, person.password) for person in first_start(settings)}
        services = build(settings)
        services.runner.run_sync(SYSTEM, seed, deals=deals)
        services.close()
        log = (data / "server.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            url = f"http://localhost:{PORT}"
            _wait(process, url, data / "server.log")
            yield Server(url=url, data=data, people=people, group=os.getpgid(process.pid))
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
            log.close()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                if re.search("is running", log.read_text()):
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()[-2000:]}")


def seed(work: Work, *, deals: int, seed: int = 1) -> None:
    """Insert `deals` deals, evenly over people and the stages of the sales line; the same for the same seed."""
    chance = random.Random(seed)
    now = work.now()
    # all of them on the board that is opened: deals of other pipelines would only make its figures look better
    stages = work.session.exec(select(Stage.id).where(Stage.pipeline_id == SALES).order_by(col(Stage.position))).all()
    people = work.session.exec(select(User.id)).all()
    channels = work.session.exec(select(Channel.id)).all()
    clients: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    for number in range(max(1, deals // 2)):
        client_id = new_id()
        name = f"{chance.choice(_NAMES)} {number + 1}"
        clients.append({"id": client_id, "name": name, "kind": ClientKind.COMPANY, "created_at": now})
        contacts.append({"id": new_id(), "client_id": client_id, "name": "Анна", "email": f"c{number}@example.com"})
    ranks = iter(f"{rank}{seed}" for rank in spread(deals))  # a fraction of their own: no other deal stands there
    rows: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for number in range(deals):
        which = chance.randrange(len(clients))
        title = chance.choice(_TITLES)
        since = now - timedelta(days=chance.randrange(12), minutes=chance.randrange(600))
        rows.append(
            {
                "id": new_id(),
                "number": seed * 1_000_000 + number,
                "title": title,
                "client_id": clients[which]["id"],
                "contact_id": contacts[which]["id"],
                "stage_id": stages[number % len(stages)],
                "manager_id": people[number % len(people)],
                "channel_id": chance.choice(channels),
                "amount": chance.randrange(0, 90) * 1_000_000,
                "rank": next(ranks),
                "created_at": since,
                "stage_since": since,
                "tags": " 1 " if chance.random() < 0.02 else "",
                "next_task": "Позвонить",
                "next_task_kind": "own" if chance.random() < 0.95 else "",
                "next_task_at": now + timedelta(days=chance.randrange(14)),
            }
        )
        detail = clients[which]["name"]
        entries.append(
            {
                "kind": EntryKind.DEAL,
                "ref": rows[-1]["id"],
                "title": title,
                "detail": detail,
                "deal_id": rows[-1]["id"],
                "words": index_words((str(rows[-1]["number"]), title, detail, f"+7912{number:07d}")),
            }
        )
    for table, values in ((Client, clients), (Contact, contacts), (Deal, rows), (SearchEntry, entries)):
        work.session.execute(insert(table), values)
