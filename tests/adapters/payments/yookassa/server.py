"""A YooKassa of our own: stateful, strict about every request, with faults on demand. For tests only."""

import base64
import copy
import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.adapters.payments.yookassa.rules import check

SHOP, SECRET = "100500", "test_secret"
_PAGE = 2  # smaller than anybody asks for, so that the cursor is used


class Refused(Exception):
    """An error answer."""

    def __init__(self, status: int, code: str, description: str = "", parameter: str = "") -> None:
        super().__init__(description or code)
        self.status = status
        self.body = {"type": "error", "id": str(uuid.uuid4()), "code": code, "description": description}
        if parameter:
            self.body["parameter"] = parameter


class YooKassaServer:
    """The state behind the routes. `faults` is taken from the left: before, after, 500, 202, 429, garbage."""

    def __init__(self) -> None:
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.receipts: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.keys: dict[str, tuple[str, dict[str, Any]]] = {}
        self.faults: list[str] = []
        self.calls: list[tuple[str, str, str]] = []  # method, path, idempotence key
        self.invalid: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.lock = threading.RLock()

    # what happens on YooKassa's pages and at its banks

    def pay(self, ref: str) -> None:
        payment = self.payments[ref]
        assert payment["status"] == "pending"
        income = Decimal(payment["amount"]["value"]) * Decimal("0.965")
        payment.update(
            status="succeeded",
            paid=True,
            refundable=True,
            captured_at=_now(),
            income_amount={"value": f"{income:.2f}", "currency": "RUB"},
            refunded_amount={"value": "0.00", "currency": "RUB"},
        )
        payment.pop("confirmation")
        self.tell("payment.succeeded", payment)

    def register(self, ref: str) -> None:
        """The fiscal receipt of a payment has got its numbers."""
        self.payments[ref]["receipt_registration"] = "succeeded"
        numbers = {"storage_number": "9288000100115785", "document_number": "3986", "attribute": "1446742209"}
        told = {f"fiscal_{name}": number for name, number in numbers.items()}
        self.receipts.append({"id": "rt-1", "type": "payment", "payment_id": ref, "status": "succeeded", **told})

    def decline(self, ref: str, reason: str = "insufficient_funds") -> None:
        self._cancel(ref, reason, "payment_network")

    def lapse(self, ref: str) -> None:
        """The hour is over and nobody has paid."""
        self._cancel(ref, "expired_on_confirmation", "yoo_money")

    def _cancel(self, ref: str, reason: str, party: str) -> None:
        payment = self.payments[ref]
        if payment["status"] == "pending":
            payment.update(status="canceled", cancellation_details={"party": party, "reason": reason})
            payment.pop("confirmation")
            self.tell("payment.canceled", payment)

    def tell(self, event: str, told: dict[str, Any]) -> None:
        self.events.append({"type": "notification", "event": event, "object": copy.deepcopy(told)})

    # routes

    def answer(self, method: str, target: str, raw: bytes, key: str) -> dict[str, Any]:
        url = urlsplit(target)
        path = url.path.removeprefix("/v3")
        if method == "GET":
            return self._get(path, {name: values[0] for name, values in parse_qs(url.query).items()})
        if not 1 <= len(key) <= 64:
            raise Refused(400, "invalid_request", "no idempotence key", "Idempotence-Key")
        body = json.loads(raw)
        if path not in _ROUTES:
            raise Refused(404, "not_found")
        errors = check(path, body)
        if errors:
            self.invalid += errors
            raise Refused(400, "invalid_request", errors[0], errors[0])
        print_ = path + json.dumps(body, sort_keys=True)
        if key in self.keys:
            if self.keys[key][0] != print_:
                raise Refused(400, "invalid_request", "Idempotence key duplicated", "Idempotence-Key")
            return self._now_of(self.keys[key][1])
        self.bodies.append(body)
        made = _ROUTES[path](self, body)
        self.keys[key] = (print_, made)
        return made

    def _now_of(self, made: dict[str, Any]) -> dict[str, Any]:
        return self.payments.get(made["id"]) or self.refunds.get(made["id"]) or made

    def create_payment(self, body: dict[str, Any]) -> dict[str, Any]:
        ref = str(uuid.uuid4())
        payment = {
            "id": ref,
            "status": "pending",
            "paid": False,
            "amount": body["amount"],
            "confirmation": {"type": "redirect", "confirmation_url": f"https://yoomoney.ru/payments/{ref}"},
            "created_at": _now(),
            "description": body.get("description", ""),
            "metadata": body.get("metadata", {}),
            "recipient": {"account_id": SHOP, "gateway_id": "1"},
            "refundable": False,
            "test": True,
        }
        self.payments[ref] = payment
        return payment

    def create_refund(self, body: dict[str, Any]) -> dict[str, Any]:
        payment = self.payments.get(body["payment_id"])
        if payment is None or payment["status"] != "succeeded":
            raise Refused(400, "invalid_request", "payment is not succeeded", "payment_id")
        back = Decimal(payment["refunded_amount"]["value"]) + Decimal(body["amount"]["value"])
        if back > Decimal(payment["amount"]["value"]):
            raise Refused(400, "invalid_request", "more than was paid", "amount.value")
        payment["refunded_amount"]["value"] = f"{back:.2f}"
        refund = {
            "id": str(uuid.uuid4()),
            "payment_id": payment["id"],
            "status": "succeeded",
            "created_at": _now(),
            "amount": body["amount"],
            "metadata": body.get("metadata", {}),
        }
        self.refunds[refund["id"]] = refund
        self.tell("refund.succeeded", refund)
        return refund

    def create_receipt(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["payment_id"] not in self.payments:
            raise Refused(400, "invalid_request", "no such payment", "payment_id")
        receipt = {"id": f"rt-{uuid.uuid4()}", "status": "pending", **body}
        self.receipts.append(receipt)
        return receipt

    def _get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        if path == "/me":
            return {"account_id": SHOP, "status": "enabled", "test": True, "fiscalization_enabled": True}
        if path in {"/payments", "/refunds"}:
            rows = list((self.payments if path == "/payments" else self.refunds).values())
            return self._listed(rows, query)
        if path == "/receipts":
            return self._listed(self.receipts, query)
        kind, _, ref = path.strip("/").partition("/")
        found = {"payments": self.payments, "refunds": self.refunds}.get(kind, {}).get(ref)
        if found is None:
            raise Refused(404, "not_found")
        return found

    def _listed(self, rows: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
        unknown = set(query) - {"created_at.gte", "limit", "cursor", "payment_id", "status"}
        if unknown or not 1 <= int(query.get("limit", "10")) <= 100:
            self.invalid.append(f"query: {query}")
            raise Refused(400, "invalid_request", "query")
        since = query.get("created_at.gte", "")
        fitting = [
            row
            for row in rows
            if (not since or datetime.fromisoformat(row["created_at"]) >= datetime.fromisoformat(since))
            and query.get("payment_id", row.get("payment_id")) == row.get("payment_id")
        ]
        start = int(query.get("cursor", "0"))
        page: dict[str, Any] = {"type": "list", "items": fitting[start : start + _PAGE]}
        if len(fitting) > start + _PAGE:
            page["next_cursor"] = str(start + _PAGE)
        return page


_ROUTES: dict[str, Callable[[YooKassaServer, dict[str, Any]], dict[str, Any]]] = {
    "/payments": YooKassaServer.create_payment,
    "/refunds": YooKassaServer.create_refund,
    "/receipts": YooKassaServer.create_receipt,
}
_AUTHORIZATION = "Basic " + base64.b64encode(f"{SHOP}:{SECRET}".encode()).decode()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: YooKassaServer

    def do_GET(self) -> None:
        self._serve("GET", b"")

    def do_POST(self) -> None:
        self._serve("POST", self.rfile.read(int(self.headers.get("content-length", 0))))

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def _serve(self, method: str, raw: bytes) -> None:
        key = self.headers.get("idempotence-key", "")
        with self.state.lock:
            self.state.calls.append((method, self.path, key))
            fault = self.state.faults.pop(0) if self.state.faults else ""
            if fault == "before":
                return self._hang_up()
            if fault in {"500", "429"}:
                return self._send(int(fault), {"type": "error", "code": "internal_server_error"})
            if fault == "202":
                return self._send(202, {"type": "processing", "retry_after": 10})
            status, body = 200, {}
            try:
                self._check_key()
                body = copy.deepcopy(self.state.answer(method, self.path, raw, key))
            except Refused as refused:
                status, body = refused.status, refused.body
        if fault == "after":
            return self._hang_up()
        return self._send(status, body)

    def _check_key(self) -> None:
        if self.headers.get("authorization") != _AUTHORIZATION:
            raise Refused(401, "invalid_credentials")

    def _send(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running() -> Iterator[tuple[YooKassaServer, str]]:
    """The server on a free loopback port: its state and its address."""
    state = YooKassaServer()
    handler = type("Handler", (_Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state, f"http://127.0.0.1:{server.server_address[1]}/v3"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
