"""A Stripe of our own: stateful, strict about every request, with faults on demand. For tests only."""

import copy
import itertools
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.adapters.payments.stripe.books import Books, folded
from tests.adapters.payments.stripe.requests import FIXTURES, check, decode

DISPUTE_FEE = 1_500  # in minor units
_SUFFIX = 10  # what the longest prefix leaves of 22 characters


class Refused(Exception):
    """An error answer."""

    def __init__(self, status: int, kind: str, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, "code": code}}


class StripeServer:
    """The state behind the routes. `faults` is taken from the left: before, after, 500, 409."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: list[dict[str, Any]] = []
        self.disputes: list[dict[str, Any]] = []
        self.endpoints: list[dict[str, Any]] = []
        self.refused: tuple[int, str] | None = None  # status and kind of every answer
        self.refund_status = "succeeded"  # of new ones
        self.events: list[dict[str, Any]] = []
        self.keys: dict[str, tuple[str, int, dict[str, Any]]] = {}
        self.faults: list[str] = []
        self.calls: list[tuple[str, str, str]] = []  # method, path, idempotency key
        self.invalid: list[str] = []
        self.lock = threading.RLock()
        self._ids = itertools.count(1)
        self.books = Books(self._ids)

    def answer(self, method: str, path: str, form: str, key: str) -> tuple[int, dict[str, Any]]:
        call, name = _call(method, path)
        if self.refused:
            raise Refused(*self.refused, "no")
        params, errors = check(call, decode(form))
        if errors:
            self.invalid += errors
            raise Refused(400, "invalid_request_error", errors[0], "parameter_unknown")
        if method == "GET" or not key:
            return 200, _ROUTES[call](self, name, params)
        if key in self.keys:
            print_, status, body = self.keys[key]
            if print_ != f"{path}?{form}":
                raise Refused(
                    400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters"
                )
            return status, body
        if self.faults and self.faults[0] == "500":
            self.faults.pop(0)
            body = Refused(500, "api_error", "An unknown error occurred").body
            self.keys[key] = (f"{path}?{form}", 500, body)
            return 500, body
        body = _ROUTES[call](self, name, params)
        self.keys[key] = (f"{path}?{form}", 200, body)
        return 200, body

    # what happens on Stripe's own pages

    def pay(self, ref: str, *, later: bool = False) -> None:
        session = self.sessions[ref]
        payment = copy.deepcopy(FIXTURES["payment_intent"])
        payment.update(
            id=f"pi_{next(self._ids)}",
            amount=session["amount_total"],
            amount_received=0 if later else session["amount_total"],
            currency=session["currency"],
            status="processing" if later else "succeeded",
            metadata=session["_intent"]["metadata"],
        )
        charge = copy.deepcopy(FIXTURES["charge"])
        charge.update(
            id=f"ch_{next(self._ids)}",
            amount=session["amount_total"],
            amount_refunded=0,
            disputed=False,
            refunded=False,
            payment_intent=payment["id"],
            created=int(time.time()),
            currency=session["currency"],
        )
        charge["balance_transaction"] = self.books.moved(
            charge["id"], "charge", session["amount_total"], session["currency"], fee=session["amount_total"] // 40
        )
        payment["latest_charge"] = charge
        self.payments[payment["id"]] = payment
        session.update(
            status="complete", payment_status="unpaid" if later else "paid", payment_intent=payment["id"], url=None
        )
        self.tell("checkout.session.completed", public(session))
        if not later:
            self.tell("payment_intent.succeeded", payment)

    def card_is_declined(self, ref: str) -> None:
        """A card did not go through; the payer may try another one on the same page."""
        payment = {**copy.deepcopy(FIXTURES["payment_intent"]), "id": f"pi_{next(self._ids)}"}
        self.sessions[ref]["payment_intent"] = payment["id"]
        self.payments[payment["id"]] = {**payment, "status": "requires_payment_method"}
        self.payments[payment["id"]]["latest_charge"] = {**copy.deepcopy(FIXTURES["charge"]), "status": "failed"}
        self.tell("payment_intent.payment_failed", payment)

    def money_arrives(self, ref: str) -> None:
        session = self.sessions[ref]
        payment = self.payments[session["payment_intent"]]
        payment.update(status="succeeded", amount_received=payment["amount"])
        session["payment_status"] = "paid"
        self.tell("payment_intent.succeeded", payment)
        self.tell("checkout.session.async_payment_succeeded", public(session))

    def money_fails(self, ref: str) -> None:
        session = self.sessions[ref]
        self.payments[session["payment_intent"]]["status"] = "requires_payment_method"
        self.tell("checkout.session.async_payment_failed", public(session))

    def dispute(
        self, ref: str, *, status: str = "needs_response", amount: int = 0, currency: str = ""
    ) -> dict[str, Any]:
        """`amount` and `currency` where the payer's bank tells others than the payment's."""
        payment = self.payments[self.sessions[ref]["payment_intent"]]
        payment["latest_charge"]["disputed"] = True
        dispute = copy.deepcopy(FIXTURES["dispute"])
        dispute.update(
            id=f"dp_{next(self._ids)}",
            amount=amount or payment["amount"],
            currency=currency or payment["currency"],
            status=status,
            payment_intent=payment["id"],
            created=int(time.time()),
        )
        if not status.startswith("warning"):
            withheld = self.books.moved(
                dispute["id"], "adjustment", -dispute["amount"], dispute["currency"], fee=DISPUTE_FEE
            )
            dispute["balance_transactions"] = [withheld]
        self.disputes.append(dispute)
        self.tell("charge.dispute.created", dispute)
        if dispute["balance_transactions"]:
            self.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def decide(self, dispute: dict[str, Any], status: str) -> None:
        dispute["status"] = status
        if status == "won":
            back = self.books.moved(dispute["id"], "adjustment", dispute["amount"], dispute["currency"])
            dispute["balance_transactions"].append(back)
            self.tell("charge.dispute.funds_reinstated", dispute)
        self.tell("charge.dispute.closed", dispute)

    def pay_out(self, amount: int, currency: str) -> None:
        self.books.moved("po_1", "payout", -amount, currency)

    def bounce_refund(self, refund: dict[str, Any]) -> None:
        """The payer's bank does not take it."""
        refund.update(status="failed", failure_reason="lost_or_stolen_card")
        refund["failure_balance_transaction"] = self.books.moved(
            refund["id"], "refund_failure", refund["amount"], refund["currency"]
        )
        self.payments[refund["payment_intent"]]["latest_charge"]["amount_refunded"] -= refund["amount"]
        self.tell("refund.failed", refund)

    def tell(self, kind: str, told: dict[str, Any]) -> dict[str, Any]:
        event = copy.deepcopy(FIXTURES["event"])
        event.update(
            id=f"evt_{next(self._ids)}", type=kind, created=int(time.time()), data={"object": copy.deepcopy(told)}
        )
        self.events.append(event)
        return event

    # routes

    def create_session(self, _name: str, params: dict[str, Any]) -> dict[str, Any]:
        line = params["line_items"][0]
        suffix = params["payment_intent_data"].get("statement_descriptor_suffix", "A")
        if not re.search("[A-Za-z]", suffix) or len(suffix) > _SUFFIX or set(suffix) & set("<>\\'\"*"):
            raise Refused(
                400, "invalid_request_error", "The statement descriptor suffix needs a letter, and no more than that"
            )
        session = copy.deepcopy(FIXTURES["checkout.session"])
        ref = f"cs_test_{next(self._ids)}"
        now = int(time.time())
        if not now + 30 * 60 - 5 <= params["expires_at"] <= now + 24 * 3600:
            raise Refused(400, "invalid_request_error", "expires_at must be between 30 minutes and 24 hours from now")
        session.update(
            id=ref,
            url=f"https://checkout.stripe.com/c/pay/{ref}",
            status="open",
            payment_status="unpaid",
            payment_intent=None,
            livemode=False,
            created=now,
            expires_at=params["expires_at"],
            amount_total=line["price_data"]["unit_amount"] * line["quantity"],
            currency=line["price_data"]["currency"],
            client_reference_id=params.get("client_reference_id"),
            metadata=params.get("metadata", {}),
            _intent=params["payment_intent_data"],
        )
        self.sessions[ref] = session
        return public(session)

    def retrieve_session(self, name: str, params: dict[str, Any]) -> dict[str, Any]:
        session = public(self._session(name))
        if any(path.startswith("payment_intent.latest_charge") for path in params.get("expand", [])) and (
            ref := session["payment_intent"]
        ):
            payment = copy.deepcopy(self.payments[ref])
            refunds = [folded(row, expanded=[]) for row in self.refunds if row["payment_intent"] == ref]
            payment["latest_charge"]["refunds"] = listed(refunds)
            session["payment_intent"] = payment
        return session

    def expire_session(self, name: str, _params: dict[str, Any]) -> dict[str, Any]:
        session = self._session(name)
        if session["status"] != "open":
            raise Refused(
                400, "invalid_request_error", 'Only Checkout Sessions with a status in ["open"] can be expired.'
            )
        session.update(status="expired", url=None)
        self.tell("checkout.session.expired", public(session))
        return public(session)

    def list_sessions(self, _name: str, params: dict[str, Any]) -> dict[str, Any]:
        since = params.get("created", {}).get("gte", 0)
        wanted = params.get("payment_intent")
        return listed(
            [
                public(row)
                for row in self.sessions.values()
                if row["created"] >= since and (wanted is None or row["payment_intent"] == wanted)
            ]
        )

    def list_events(self, _name: str, _params: dict[str, Any]) -> dict[str, Any]:
        return listed(self.events)

    def create_refund(self, _name: str, params: dict[str, Any]) -> dict[str, Any]:
        charge = self.payments[params["payment_intent"]]["latest_charge"]
        if params["amount"] > charge["amount"] - charge["amount_refunded"]:
            raise Refused(400, "invalid_request_error", "Refund amount is greater than unrefunded amount on charge")
        charge["amount_refunded"] += params["amount"]
        refund = copy.deepcopy(FIXTURES["refund"])
        refund.update(
            id=f"re_{next(self._ids)}",
            amount=params["amount"],
            currency=charge["currency"],
            status=self.refund_status,
            metadata=params.get("metadata", {}),
            payment_intent=params["payment_intent"],
            created=int(time.time()),
        )
        refund["balance_transaction"] = self.books.moved(refund["id"], "refund", -params["amount"], charge["currency"])
        self.refunds.append(refund)
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.tell("refund.created", refund)
        self.tell("charge.refunded", charge)
        return folded(refund, expanded=[])

    def list_refunds(self, _name: str, params: dict[str, Any]) -> dict[str, Any]:
        return listed([folded(row, expanded=params.get("expand", [])) for row in _made(self.refunds, params)])

    def list_transactions(self, _name: str, params: dict[str, Any]) -> dict[str, Any]:
        return listed([row for row in self.books.rows if row["type"] == params["type"]])

    def list_endpoints(self, _name: str, _params: dict[str, Any]) -> dict[str, Any]:
        return listed(self.endpoints)

    def list_disputes(self, _name: str, params: dict[str, Any]) -> dict[str, Any]:
        return listed(_made(self.disputes, params))

    def _session(self, name: str) -> dict[str, Any]:
        if name not in self.sessions:
            raise Refused(404, "invalid_request_error", f"No such checkout.session: {name}", "resource_missing")
        return self.sessions[name]


def public(session: dict[str, Any]) -> dict[str, Any]:
    return {key: copy.deepcopy(value) for key, value in session.items() if not key.startswith("_")}


def _made(rows: list[dict[str, Any]], params: dict[str, Any]) -> list[dict[str, Any]]:
    since, payment = params.get("created", {}).get("gte", 0), params.get("payment_intent")
    return [row for row in rows if row["created"] >= since and payment in {None, row["payment_intent"]}]


def listed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": rows, "has_more": False, "url": "/v1/list"}


_ROUTES: dict[str, Callable[[StripeServer, str, dict[str, Any]], dict[str, Any]]] = {
    "POST /v1/checkout/sessions": StripeServer.create_session,
    "GET /v1/checkout/sessions": StripeServer.list_sessions,
    "GET /v1/checkout/sessions/{session}": StripeServer.retrieve_session,
    "POST /v1/checkout/sessions/{session}/expire": StripeServer.expire_session,
    "GET /v1/events": StripeServer.list_events,
    "POST /v1/refunds": StripeServer.create_refund,
    "GET /v1/refunds": StripeServer.list_refunds,
    "GET /v1/disputes": StripeServer.list_disputes,
    "GET /v1/balance_transactions": StripeServer.list_transactions,
    "GET /v1/webhook_endpoints": StripeServer.list_endpoints,
}


def _call(method: str, path: str) -> tuple[str, str]:
    parts = path.strip("/").split("/")
    if parts[:3] == ["v1", "checkout", "sessions"] and len(parts) > 3:
        tail = "/expire" if parts[4:] == ["expire"] else ""
        return f"{method} /v1/checkout/sessions/{{session}}{tail}", parts[3]
    call = f"{method} {path}"
    if call not in _ROUTES:
        raise Refused(404, "invalid_request_error", f"Unrecognized request URL ({call})")
    return call, ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: StripeServer

    def do_GET(self) -> None:
        self._serve("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._serve("POST", self.rfile.read(int(self.headers.get("content-length", 0))).decode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def _serve(self, method: str, form: str) -> None:
        path, key = urlsplit(self.path).path, self.headers.get("idempotency-key", "")
        with self.state.lock:
            self.state.calls.append((method, path, key))
            fault = (
                self.state.faults.pop(0) if self.state.faults and self.state.faults[0] in {"before", "after"} else ""
            )
            if fault == "before":
                return self._hang_up()
            try:
                status, body = self.state.answer(method, path, form, key)
            except Refused as refused:
                status, body = refused.status, refused.body
        if fault == "after":
            return self._hang_up()
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.send_header("request-id", "req_test")
        self.end_headers()
        self.wfile.write(raw)
        return None

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running() -> Iterator[tuple[StripeServer, str]]:
    """The server on a free loopback port: its state and its address."""
    state = StripeServer()
    handler = type("Handler", (_Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
