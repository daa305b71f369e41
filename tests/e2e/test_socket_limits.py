"""The running server's socket, opened by what is no browser: little, slowly, few at a time, until somebody signs in."""

import json
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websocket import WebSocket, WebSocketBadStatusException, WebSocketConnectionClosedException, create_connection

from studio_app.bootstrap import SESSION_COOKIE
from studio_app.workspace import paths
from studio_app.workspace.framework import REPORT
from studio_app.workspace.socket_limits import A_SECOND, AN_ADDRESS, PACKET_BYTES
from tests.e2e.server import Site
from tests.e2e.sockets import LOAD, NAMESPACE, open_session

pytestmark = pytest.mark.e2e

LOAD_PAGE = {"name": LOAD, "payload": {}, "router_data": {"pathname": "/sign-in", "asPath": "/sign-in", "query": {}}}
Open = Callable[..., WebSocket]
FORGED = "x\n2026-11-29 12:00:00,000 ERROR root forged\r\x1b[31m\u202e"


@pytest.fixture
def open_socket(site: Site) -> Iterator[Open]:
    """Open a websocket from an address of this machine, as far as Socket.IO's greeting."""
    opened: list[socket.socket | WebSocket] = []

    def connect(*, address: str = "127.0.0.91", session: str = "", says: Any = None) -> WebSocket:
        host = urlsplit(site.url)
        raw = socket.create_connection(("127.0.0.1", site.port), timeout=20, source_address=(address, 0))
        opened.append(raw)
        line = create_connection(
            f"ws://{host.netloc}{NAMESPACE}/?EIO=4&transport=websocket&token={uuid.uuid4()}",
            socket=raw,
            origin=site.url,
            cookie=f"{SESSION_COOKIE}={session}",
        )
        opened.append(line)
        line.settimeout(20)
        assert str(line.recv()).startswith("0{")
        line.send(f"40{NAMESPACE},{'' if says is None else json.dumps(says)}")
        return line

    yield connect
    for line in reversed(opened):
        line.close()


def event(name: str = LOAD, **payload: Any) -> str:
    return f"42{NAMESPACE}," + json.dumps(["event", {**LOAD_PAGE, "name": name, "payload": payload}])


def heard(line: WebSocket) -> str:
    """What the server says next about the tab's states."""
    while "delta" not in (message := str(line.recv())):
        assert message
    return message


def is_hung_up_on(line: WebSocket) -> bool:
    line.settimeout(5)
    try:
        while line.recv():
            pass
    except WebSocketConnectionClosedException:
        pass
    return not line.connected or line.recv() == ""


class TestVisitor:
    def test_is_shown_the_sign_in_page(self, open_socket: Open) -> None:
        line = open_socket(says={"event": LOAD_PAGE})
        assert "is_hydrated" in heard(line)

    @pytest.mark.parametrize("size", [PACKET_BYTES, 900_000])
    def test_sends_nothing_large(self, open_socket: Open, size: int) -> None:
        line = open_socket()
        line.send(event(field="x" * size))
        assert is_hung_up_on(line)

    def test_connects_with_nothing_large(self, open_socket: Open) -> None:
        line = open_socket(says={"event": {**LOAD_PAGE, "payload": {"field": "x" * 900_000}}})
        assert is_hung_up_on(line)

    def test_is_answered_ten_times_a_second(self, open_socket: Open) -> None:
        line, fired = open_socket(), 3 * A_SECOND
        started = time.monotonic()
        for _ in range(fired):
            line.send(event("no.such.handler"))
        for _ in range(fired):
            while paths.SIGN_IN not in str(line.recv()):
                pass
        assert time.monotonic() - started > fired / A_SECOND - 1.2

    def test_has_twenty_sockets_at_most(self, open_socket: Open) -> None:
        lines = [open_socket(address="127.0.0.92") for _ in range(AN_ADDRESS)]
        with pytest.raises(WebSocketBadStatusException) as refused:
            open_socket(address="127.0.0.92")
        assert refused.value.status_code == 429
        open_socket(address="127.0.0.93")
        lines[0].close()
        for _ in range(100):  # until the server has noticed
            try:
                open_socket(address="127.0.0.92")
                break
            except WebSocketBadStatusException:
                time.sleep(0.05)
        else:
            pytest.fail("a closed socket still counts")


class TestReports:
    def test_of_a_thousand_errors_are_a_few_lines_of_the_log_and_none_is_forged(
        self, site: Site, open_socket: Open
    ) -> None:
        before = len(site.log.read_text().splitlines())
        lines = [open_socket(address=f"127.0.1.{number + 1}") for number in range(50)]
        for number in range(20):
            for line in lines:
                line.send(event(REPORT, info=f"{number} {FORGED}", component_stack=FORGED))
        for line in lines:
            line.send(event())
        for line in lines:
            while "is_hydrated" not in heard(line):  # all before it has been dealt with by then
                pass
        written = site.log.read_text().splitlines()[before:]
        assert 0 < sum("a browser tells of an error" in line for line in written) <= 20
        assert len(written) < 40
        assert all(line.isprintable() for line in written)
        assert not [line for line in written if line.startswith(FORGED.split("\n")[1])]


class TestSignedIn:
    def test_is_a_visitor_from_signing_out_on(self, site: Site, open_socket: Open) -> None:
        session = open_session(site, "owner")
        line = open_socket(session=session, says={"event": LOAD_PAGE})
        assert "is_hydrated" in heard(line)
        line.send(event(field="x" * 900_000))
        assert "is_hydrated" in heard(line)
        httpx.post(f"{site.url}{paths.CLOSE_SESSION}", cookies={SESSION_COOKIE: session}).raise_for_status()
        line.send(event(field="x" * PACKET_BYTES))
        assert is_hung_up_on(line)
