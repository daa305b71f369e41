"""webhooks.intake and payments.settle: how fast signed webhooks are stored and acknowledged, and settled.

The real server with its jobs, the inbox's thread included, and 8 clients in a process of their own that
always have one webhook under way each. A webhook counts when it is answered by 200: verified, stored for
good. The second figure is a thousand webhooks about paid checkouts, three in ten of them told before, until
the last invoice is paid.
"""

import json
import random
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from benchmarks.harness import PORT, ROOT, Server, server
from benchmarks.load import requests_per_second
from benchmarks.rows import Row, row
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER
from studio_app.adapters.payments.demo.tables import DemoCheckout, DemoEvent
from studio_app.bootstrap import Services, build
from studio_app.config import Settings
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.payments.attempts import record_checkout, start_attempt
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.gateway import RemoteStatus
from studio_app.domain.work import Work

HOST = "127.0.0.1"
CONNECTIONS = 8
SECONDS = 5.0
INVOICES = 700
REPEATED = 300
SEEDED = 1_000_000  # the numbers of the deals that the harness makes
BARE = "/ping"
_CATCH_UP = 120.0

Signed = tuple[str, str]  # body, signature


def measure() -> Iterator[Row]:
    """First the settling, on a quiet server, then the burst."""
    with server(deals=INVOICES * 2) as running, _services() as services:
        told = services.runner.run_sync(SYSTEM, paid_checkouts)
        gateway: Any = services.gateways["demo"]
        signed = [_sign(gateway, body) for body in told]
        started = time.perf_counter()
        _send(signed, 0)
        settled = _settled(running, services, started)
        bare = requests_per_second(HOST, PORT, BARE, connections=CONNECTIONS, seconds=2)
        ref = json.loads(told[0])["checkout"]
        burst = [_sign(gateway, _body(f"evt_{time.time_ns()}_{number}", ref)) for number in range(6000)]
        done, took, p99 = _send(burst, SECONDS)
    yield row("payments.settle", settled, "s for 1,000 webhooks, 30 % repeated")
    yield row("webhooks.intake", done / took, "webhooks/s", baseline=bare)
    yield row("webhooks.intake.p99", p99 * 1000, "ms")


def paid_checkouts(work: Work) -> list[str]:
    """Issued invoices with checkouts that are paid at the provider; the bodies of what it tells, three in ten twice.

    Nothing is pressed or mailed for the invoices themselves: what is measured comes after.
    """
    work = replace(work, reactions={}, jobs=RecordingJobs())
    rng = random.Random(1)
    bodies: list[str] = []
    wanted = (
        select(Deal.id)
        .where(col(Deal.amount) > 0, col(Deal.number) >= SEEDED)
        .order_by(col(Deal.number))
        .limit(INVOICES)
    )
    for deal_id in work.session.exec(wanted).all():
        invoice = issue_invoice(work, document_id=create_invoice(work, deal_id=deal_id).document_id)
        token = link_token(work, get_document(work, invoice.document_id))
        attempt = start_attempt(work, token=token, provider="demo")
        ref = f"demo_{work.new_id()}"
        record_checkout(work, attempt_id=attempt.id, ref=ref, redirect_url="https://pay.example")
        bodies.append(_paid(work, attempt.id, attempt.amount, ref))
    bodies += rng.sample(bodies, REPEATED)
    rng.shuffle(bodies)
    return bodies


def _paid(work: Work, attempt_id: str, amount: Money, ref: str) -> str:
    work.session.add(
        DemoCheckout(
            ref=ref,
            key=ref,
            attempt_id=attempt_id,
            amount=amount.amount,
            currency=amount.currency,
            title="",
            locale="ru",
            status=RemoteStatus.PAID,
            success_url="",
            cancel_url="",
            created_at=work.now(),
            expires_at=work.now(),
            paid_at=work.now(),
        )
    )
    work.session.flush()
    event = DemoEvent(id=f"event_{work.new_id()}", checkout_ref=ref, kind="checkout.paid", at=work.now())
    work.session.add(event)
    return _body(event.id, ref)


def _body(event_id: str, ref: str) -> str:
    return json.dumps(
        {"id": event_id, "type": "checkout.paid", "checkout": ref, "created": int(datetime.now(UTC).timestamp())}
    )


def _sign(gateway: Any, body: str) -> Signed:
    return body, gateway.sign(body.encode())


@contextmanager
def _services() -> Iterator[Services]:
    made = build(Settings())
    yield made
    made.close()


def _settled(running: Server, services: Services, started: float) -> float:
    while services.runner.read_sync(SYSTEM, _open_checkouts):
        if time.perf_counter() - started > _CATCH_UP:
            raise TimeoutError(f"not every invoice is paid: {running.data}")
        time.sleep(0.1)
    return time.perf_counter() - started


def _open_checkouts(work: Work) -> bool:
    """Whether a webhook still has something to settle; demo invoices that stay open are none of it."""
    unsettled = (AttemptStatus.CREATING, AttemptStatus.OPEN, AttemptStatus.PROCESSING)
    query = select(PaymentAttempt.id).where(col(PaymentAttempt.status).in_(unsettled))
    return work.session.exec(query).first() is not None


def _send(signed: list[Signed], seconds: float) -> tuple[int, float, float]:
    """Webhooks acknowledged, seconds it took, the 99th percentile of the seconds until an answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(signed, file)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.webhooks", file.name, str(seconds)]
        result = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    done, took, p99 = json.loads(result.stdout)
    return int(done), float(took), float(p99)


def burst(signed: list[Signed], seconds: float) -> tuple[int, float, float]:
    """Post webhooks over keep-alive connections until the time (0: all of them) is over. Every answer must be a 200."""
    selector = selectors.EpollSelector()
    sent: dict[socket.socket, float] = {}
    waits: list[float] = []
    left = iter(signed)

    def post(connection: socket.socket) -> bool:
        body, signature = next(left, ("", ""))
        if not body:
            return False
        head = (
            f"POST /webhooks/demo HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nContent-Type: application/json\r\n"
            f"{SIGNATURE_HEADER}: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        sent[connection] = time.perf_counter()
        connection.send((head + body).encode())
        return True

    open_ones = set[socket.socket]()
    for _ in range(CONNECTIONS):
        connection = socket.create_connection((HOST, PORT))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        if post(connection):
            open_ones.add(connection)
    started = time.perf_counter()
    while open_ones and (not seconds or time.perf_counter() - started < seconds):
        for key, _ in selector.select(1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            answer = connection.recv(1 << 16)
            assert answer.startswith(b"HTTP/1.1 200"), answer.decode()
            waits.append(time.perf_counter() - sent[connection])
            if not post(connection):
                open_ones.discard(connection)
    elapsed = time.perf_counter() - started
    for connection in sent:
        connection.close()
    return len(waits), elapsed, sorted(waits)[int(len(waits) * 0.99)]


if __name__ == "__main__":
    print(json.dumps(burst(json.loads(Path(sys.argv[1]).read_text()), float(sys.argv[2]))))
