"""What a socket may send, as it comes off the wire: a visitor's and a signed-in person's."""

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from studio_app.workspace import socket_limits
from studio_app.workspace.socket_limits import A_SECOND, AN_ADDRESS, PACKET_BYTES, Rules, SocketLimits

HYDRATE, SECRET = "state.hydrate", "state.delete_everything"
REFUSAL = '42/_event,["event",{"events":[]}]'


def event(name: str = HYDRATE, **payload: Any) -> str:
    return "42/_event," + json.dumps(["event", {"name": name, "payload": payload, "router_data": {"pathname": "/"}}])


def connect(name: str = HYDRATE, **payload: Any) -> str:
    return "40/_event," + json.dumps({"event": {"name": name, "payload": payload}})


class Wire:
    """One socket: what the browser sends, what reaches the app, what comes back."""

    def __init__(self, office: "Office", *, cookie: str, address: str) -> None:
        self.office = office
        self.scope: Scope = {
            "type": "websocket",
            "client": (address, 4711),
            "headers": [(b"cookie", cookie.encode())],
            "extensions": {"websocket.http.response": {}},
        }
        self.decoded: list[Any] = []
        self.came_back: list[Message] = []
        self._sent: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.create_task(office.limits(self.scope, self._sent.get, self._back))
        self.send({"type": "websocket.connect"})

    def send(self, message: Message) -> None:
        self._sent.put_nowait(message)

    async def says(self, *texts: str | bytes) -> "Wire":
        for text in texts:
            self.send({"type": "websocket.receive", "text" if isinstance(text, str) else "bytes": text})
        await self._settle()
        return self

    async def leaves(self) -> None:
        self.send({"type": "websocket.disconnect", "code": 1001})
        await self._task

    @property
    def closed_with(self) -> int | None:
        return next((message["code"] for message in self.came_back if message["type"] == "websocket.close"), None)

    @property
    def status(self) -> int | None:
        """Of a refusal instead of an upgrade."""
        starts = [message for message in self.came_back if message["type"] == "websocket.http.response.start"]
        return starts[0]["status"] if starts else None

    async def _settle(self) -> None:
        for _ in range(200):
            await asyncio.sleep(0)
            if self._task.done():
                break

    async def _back(self, message: Message) -> None:
        self.came_back.append(message)


class Office:
    """A workspace with one person signed in, whose cookie is `anna`."""

    def __init__(self) -> None:
        self.living = {"anna"}
        self.looks = 0
        self.naps: list[float] = []
        self.wires: list[Wire] = []
        self.limits = SocketLimits(
            self._app,
            Rules(
                session_of=lambda cookie: cookie,
                lives=self._lives,
                address_of=lambda peer, forwarded_for: forwarded_for or peer,
                welcome={HYDRATE}.__contains__,
                refusal=REFUSAL,
            ),
        )

    async def opens(self, cookie: str = "", address: str = "203.0.113.7") -> Wire:
        wire = Wire(self, cookie=cookie, address=address)
        self.wires.append(wire)
        return await wire.says()

    async def _lives(self, session: str) -> bool:
        self.looks += 1
        return session in self.living

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire = next(wire for wire in self.wires if wire.scope is scope)
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            if message["type"] == "websocket.receive":
                wire.decoded.append(message.get("text") or message["bytes"])


@pytest.fixture
async def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office()
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        if seconds:
            office.naps.append(seconds)
        await sleep(0)

    monkeypatch.setattr(socket_limits.asyncio, "sleep", nap)
    return office


class TestVisitor:
    async def test_sends_what_signing_in_needs(self, office: Office) -> None:
        packets = ["3", connect(), event(), '42/_event,["client_error",{"message":"x"}]', "41/_event,", "1"]
        wire = await (await office.opens()).says(*packets)
        assert wire.decoded == packets
        assert wire.closed_with is None

    async def test_is_led_to_sign_in_by_any_other_handler(self, office: Office) -> None:
        wire = await (await office.opens()).says(event(SECRET), event("no.such.handler"))
        assert wire.decoded == []
        assert [message["text"] for message in wire.came_back[1:]] == [REFUSAL, REFUSAL]

    @pytest.mark.parametrize("packet", [event, connect])
    async def test_sends_up_to_8_kb(self, office: Office, packet: Any) -> None:
        room = PACKET_BYTES - len(packet(field=""))
        wire = await (await office.opens()).says(packet(field="x" * room))
        assert len(wire.decoded) == 1
        await wire.says(packet(field="x" * (room + 1)))
        assert len(wire.decoded) == 1
        assert wire.closed_with == 1009

    async def test_is_counted_in_bytes(self, office: Office) -> None:
        text = '42/_event,["event",{"name":"state.hydrate","payload":{"field":"' + "ж" * (PACKET_BYTES // 2) + '"}}]'
        wire = await (await office.opens()).says(text)
        assert (wire.decoded, wire.closed_with) == ([], 1009)

    @pytest.mark.parametrize(
        "packet",
        [
            connect(SECRET),
            "42/_event," + "[" * 5000,
            '42/_event,["event"]',
            '42/_event,["event",5]',
            '42/_event,["event",{"name":{}}]',
            '42/_event,["event",{"name":"state.hydrate","payload":5}]',
            '42/_event,["event",{"name":"state.hydrate","router_data":{"query":5}}]',
            '42/_event,["event",{"name":"state.hydrate","router_data":{"pathname":[]}}]',
            '42/_event,["other"]',
            "42/_event,[]",
            "42/_event,{}",
            "43/_event,1[]",
            '451-/_event,["event",{"_placeholder":true,"num":0}]',
            '4{"a":1}',
            "5",
            "2probe",
            "b4AAAA",
            "nonsense",
        ],
    )
    async def test_is_hung_up_on_for_what_no_page_sends(self, office: Office, packet: str) -> None:
        wire = await (await office.opens()).says(packet, event())
        assert (wire.decoded, wire.closed_with) == ([], 1008)

    async def test_sends_no_bytes(self, office: Office) -> None:
        wire = await (await office.opens()).says(b"4x")
        assert (wire.decoded, wire.closed_with) == ([], 1009)

    async def test_is_read_ten_times_a_second(self, office: Office) -> None:
        await (await office.opens()).says(*[event()] * (3 * A_SECOND))
        assert sum(office.naps) > 0
        assert office.naps[-1] == pytest.approx(2.0, abs=0.3)  # the last of thirty: two seconds behind the first ten

    async def test_with_a_forged_cookie_is_one_too(self, office: Office) -> None:
        wire = await (await office.opens("mallory")).says(event(SECRET))
        assert wire.decoded == []

    async def test_comes_with_twenty_sockets_from_one_address(self, office: Office) -> None:
        wires = [await office.opens() for _ in range(AN_ADDRESS + 1)]
        assert [wire.status for wire in wires] == [None] * AN_ADDRESS + [429]
        assert (await office.opens(address="203.0.113.8")).status is None
        await wires[0].leaves()
        assert (await office.opens()).status is None

    async def test_is_counted_by_the_network_of_one_customer(self, office: Office) -> None:
        wires = [await office.opens(address=f"2001:db8:1:2::{n:x}") for n in range(AN_ADDRESS + 1)]
        assert wires[-1].status == 429
        assert (await office.opens(address="2001:db8:1:3::1")).status is None

    async def test_leaves_no_trace(self, office: Office) -> None:
        for wire in [await office.opens() for _ in range(AN_ADDRESS)]:
            await wire.leaves()
        assert office.limits.visitors == 0
        assert not office.limits._visitors


class TestSignedIn:
    async def test_sends_anything_at_any_speed(self, office: Office) -> None:
        packets = [event(SECRET, field="x" * 900_000), b"4x", *[event(SECRET)] * 100]
        wire = await (await office.opens("anna")).says(*packets)
        assert wire.decoded == packets
        assert office.naps == []

    async def test_opens_as_many_tabs_as_they_like(self, office: Office) -> None:
        wires = [await office.opens("anna") for _ in range(3 * AN_ADDRESS)]
        assert {wire.status for wire in wires} == {None}

    async def test_is_looked_up_once_in_a_while_for_small_packets(self, office: Office) -> None:
        await (await office.opens("anna")).says(*[event(SECRET)] * 100)
        assert office.looks == 1

    async def test_is_a_visitor_from_the_end_of_the_session_on(self, office: Office) -> None:
        wire = await (await office.opens("anna")).says(event(SECRET))
        office.living.clear()
        office.limits.session_ended()
        await wire.says(event(SECRET), event())
        assert wire.decoded == [event(SECRET), event()]
        assert wire.came_back[-1]["text"] == REFUSAL
        assert office.limits.visitors == 1
        office.living.add("anna")  # a session does not come back to an open socket
        await wire.says(event(SECRET))
        assert len(wire.decoded) == 2

    async def test_sends_nothing_large_after_it_even_when_its_end_was_not_told(self, office: Office) -> None:
        wire = await (await office.opens("anna")).says(event(SECRET))
        office.living.clear()
        await wire.says(event(SECRET, field="x" * PACKET_BYTES))
        assert len(wire.decoded) == 1
        assert wire.closed_with == 1009

    async def test_is_one_of_the_twenty_then(self, office: Office) -> None:
        wires = [await office.opens("anna") for _ in range(AN_ADDRESS + 1)]
        office.living.clear()
        office.limits.session_ended()
        for wire in wires:
            await wire.says(event())
        assert [wire.closed_with for wire in wires] == [None] * AN_ADDRESS + [1013]
