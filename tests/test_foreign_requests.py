"""Whatever anybody sends to any address of ours: an answer, and never a fault of ours."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER
from studio_app.adapters.payments.demo.tables import DemoCheckout
from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import Document
from studio_app.domain.leads.models import LeadForm
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.work import Work
from studio_app.studio_app import site
from tests import proposing
from tests.portal.signing import begin
from tests.portal.test_lead_forms import make
from tests.portal.test_paying import _issue

HOUR = timedelta(hours=1)
YOOKASSA = "185.71.76.7"  # from one of their networks


def _all(routes: list[Any]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _all(getattr(route, "original_router", route).routes)


ROUTES = sorted({(method, route.path) for route in _all(list(site.routes)) for method in route.methods or ()})


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _server_text(text: str) -> bytes:
    """As a server hands it on: it refuses what is no UTF-8, and control characters, by itself."""
    return "".join(char for char in text if char.isprintable()).encode("utf-8", "replace")


def _encoded(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(
        f"{quote_from_bytes(_utf8(name))}={quote_from_bytes(_utf8(value))}" for name, value in pairs
    ).encode()


def _parts(pairs: list[tuple[str, str]]) -> bytes:
    made = b""
    for place, (name, value) in enumerate(pairs):
        file = b'; filename="a"' if place % 2 else b""
        made += b'--x\r\nContent-Disposition: form-data; name="' + _utf8(name) + b'"' + file + b"\r\n\r\n"
        made += _utf8(value) + b"\r\n"
    return made + b"--x--\r\n"


_ODD = [
    "0",
    "-1",
    "1",
    "-0",
    "1e5",
    "1e400",
    "NaN",
    "Infinity",
    "1_000",
    "+7",
    "0x10",
    "²",
    "½",
    "٣",
    "１２",
    " 7 ",
    "",
]
_HUGE = ["9" * 20, "9" * 400, "9" * 5000, "1" + "0" * 30, str(2**31), str(2**63), str(-(2**63) - 1)]
NUMBERS = st.sampled_from([*_ODD, *_HUGE])
WORDS = st.text(max_size=40) | st.sampled_from(["\x00", "\ud800", "ru", "yes", "demo", "..", "%", "'", "a" * 3000])
BYTES = st.binary(max_size=24)
VALUES = NUMBERS | WORDS
_NAMES = """revision total tariff option name consent code reason lang saved tried choice email phone company message
    source utm_source city inn budget question_1 homepage kind full_name bic account columns q stage manager tag min max
    since until sort order password locale next referrer site_type pages goals deadline"""
FIELDS = st.sampled_from(_NAMES.split())
PAIRS = st.lists(st.tuples(FIELDS | WORDS, VALUES), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
LEADS = st.fixed_dictionaries(
    {"name": WORDS, "email": st.just("ivan@example.com") | VALUES},
    optional={"phone": VALUES, "message": WORDS, "answers": JSON, "utm": JSON, "locale": VALUES, "consent": VALUES},
)
EVENTS = st.fixed_dictionaries({"event": VALUES, "object": JSON, "type": VALUES, "id": JSON})
STAMPS = st.builds("t={},v1={}".format, VALUES, VALUES) | VALUES
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "accept-language": VALUES,
        "accept": st.sampled_from(["application/json", "text/html", "*/*", "", "é"]),
        "x-forwarded-for": st.just(YOOKASSA) | VALUES,
        "user-agent": VALUES,
        "referer": st.just("http://[::1") | st.just("https://x.example/?utm_source=a") | VALUES,
        "origin": st.just("http://[") | VALUES,
        "cookie": st.builds(f"{SESSION_COOKIE}={{}}".format, VALUES),
        "idempotency-key": VALUES,
        "if-none-match": VALUES,
        "stripe-signature": STAMPS,
        SIGNATURE_HEADER: STAMPS,
        "content-length": NUMBERS,
        "host": st.sampled_from(["studio.test", "[", "a:b", "", "xn--", "localhost:99999"]),
    },
)
BODIES = st.one_of(
    st.tuples(st.just("application/x-www-form-urlencoded"), PAIRS.map(_encoded)),
    st.tuples(st.just("application/x-www-form-urlencoded"), BYTES),
    st.tuples(st.sampled_from(["multipart/form-data; boundary=x", "multipart/form-data", "multipart/é"]), BYTES),
    st.tuples(st.just("multipart/form-data; boundary=x"), PAIRS.map(_parts)),
    st.tuples(st.just("application/json"), (JSON | LEADS | EVENTS).map(lambda said: json.dumps(said).encode())),
    st.tuples(st.just("application/json"), BYTES | st.just(b"[" * 30_000) | st.just(b'{"id":' + b"9" * 5000 + b"}")),
    st.tuples(VALUES, BYTES),
)


def _known(work: Work) -> dict[str, list[str]]:
    """What opens something: links of every kind of document, a checkout, a receipt, a form, a session."""
    proposing.published(work)
    begin(work)
    _issue(work)
    make(work)  # a form of its own
    invoice = work.session.exec(
        select(Document).where(Document.number != "", Document.kind == DocumentKind.INVOICE)
    ).one()
    record_bank_transfer(
        work, invoice_id=invoice.id, amount=Money(5_000, "RUB"), received_on=work.now().date(), reference="1"
    )
    start = {"amount": 5, "currency": "RUB", "title": "", "locale": "ru", "status": "open", "key": "k"}
    for link in ("success_url", "cancel_url"):
        start[link] = "http://studio.test/d"
    work.session.add(
        DemoCheckout(ref="demo_1", attempt_id="1", created_at=work.now(), expires_at=work.now() + HOUR, **start)
    )
    return {
        "token": [link_token(work, document) for document in work.session.exec(select(Document))],
        "session": [open_session(work, user_id=work.session.exec(select(User.id)).first() or "")],
        "key": [form.key for form in work.session.exec(select(LeadForm))],
        "ref": ["demo_1"],
        "entry_id": [entry.id for entry in work.session.exec(select(LedgerEntry))],
        "deal_id": [deal.id for deal in work.session.exec(select(Deal))],
        "provider": [*PROVIDERS],
        "kind": ["csv", "xlsx"],
        "which": ["plan"],
    }


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """A studio with all doors open: every provider has keys, and a proxy of ours tells whom it speaks for."""
    monkeypatch.setenv("STUDIO_STRIPE_KEY", "sk_test_1")
    monkeypatch.setenv("STUDIO_STRIPE_WEBHOOK_SECRET", "whsec_1")
    monkeypatch.setenv("STUDIO_YOOKASSA_SHOP_ID", "1")
    monkeypatch.setenv("STUDIO_YOOKASSA_SECRET_KEY", "test_1")
    monkeypatch.setenv("STUDIO_TRUSTED_PROXY", "127.0.0.1")
    monkeypatch.setenv("STUDIO_LEAD_RATE_PER_MINUTE", "100000")
    services: Services = request.getfixturevalue("services_on_disk")
    return services.runner.run_sync(SYSTEM, _known)


def _path(pattern: str, values: dict[str, str]) -> bytes:
    filled = re.sub(r"\{(\w+)(?::path)?\}", lambda name: values[name[1]], pattern)
    return _utf8(filled)


async def _ask(
    method: str, path: bytes, query: bytes, headers: dict[str, str], body: tuple[str, bytes]
) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers of what a server would answer. Raises what no route has caught."""
    given = {"host": "studio.test", "content-type": body[0], "content-length": str(len(body[1])), **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path.decode("utf-8", "replace"),
        "raw_path": quote_from_bytes(path).encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(name.encode(), value.encode("utf-8", "replace")) for name, value in given.items()],
        "client": ("127.0.0.1", 1234),
        "server": ("studio.test", 80),
    }
    sent: list[dict[str, Any]] = []
    arriving = iter([{"type": "http.request", "body": body[1], "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(arriving, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    await site(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


class TestAnyRequest:
    @pytest.mark.parametrize(("method", "pattern"), ROUTES, ids=[f"{method} {path}" for method, path in ROUTES])
    def test_is_answered_without_a_fault_of_ours(self, method: str, pattern: str, known: dict[str, list[str]]) -> None:
        names = re.findall(r"\{(\w+)", pattern)
        stream = pattern.endswith("/events")  # of a document that is there it never ends

        how: Any = {"suppress_health_check": list(HealthCheck)}
        if pattern.endswith(".pdf"):
            how["max_examples"] = 3

        @settings(**how)
        @given(data=st.data())
        def attack(data: st.DataObject) -> None:
            values = {}
            for name in names:
                real = st.sampled_from(known.get(name) or ["1"])
                values[name] = data.draw(VALUES if stream else real | real | VALUES, name)
            query = data.draw(st.just(b"") | PAIRS.map(_encoded) | WORDS.map(_server_text))
            headers = data.draw(HEADERS)
            if data.draw(st.booleans()):
                headers["cookie"] = f"{SESSION_COOKIE}={known['session'][0]}"
            body = data.draw(BODIES) if method not in {"GET", "HEAD"} else ("", b"")
            status, answered = asyncio.run(_ask(method, _path(pattern, values), query, headers, body))
            assert status < 500 or (pattern, status) == ("/health", 503)  # nothing works off jobs here
            if status == 429:
                assert int(answered[b"retry-after"]) > 0

        attack()
