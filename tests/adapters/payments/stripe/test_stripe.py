"""Stripe's particulars: the wire format, its errors, keys, clocks, currencies."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from studio_app.adapters.payments.stripe.check import EVENTS
from studio_app.adapters.payments.stripe.gateway import StripeGateway
from studio_app.adapters.payments.stripe.money import from_stripe, to_stripe
from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.providers.gateway import (
    BadSignature,
    CheckoutRequest,
    GatewayRefused,
    GatewayUnavailable,
    RemoteStatus,
)
from tests.adapters.payments.stripe.requests import check, decode
from tests.adapters.payments.stripe.server import StripeServer, public, running

pytestmark = pytest.mark.service

SECRET = "whsec_test"


@pytest.fixture
def server() -> Iterator[tuple[StripeServer, str]]:
    with running() as made:
        yield made


@pytest.fixture
def fake(server: tuple[StripeServer, str]) -> StripeServer:
    return server[0]


@pytest.fixture
def gateway(server: tuple[StripeServer, str]) -> Iterator[StripeGateway]:
    made = StripeGateway(key="sk_test_1", webhook_secret=SECRET, api_base=server[1], timeout=5)
    yield made
    made.close()


@pytest.fixture
def request_() -> CheckoutRequest:
    now = datetime.now(UTC)
    return CheckoutRequest(
        attempt_id="attempt-1",
        invoice_id="invoice-1",
        amount=Money(12_345, "EUR"),
        title="Счёт № 2026-0001",
        number="С2026-0001",
        locale="ru",
        email="client@example.com",
        success_url="https://studio.example/d/x/return",
        cancel_url="https://studio.example/d/x",
        created_at=now,
        expires_at=now + timedelta(hours=23),
    )


class TestCreate:
    def test_says_what_stripe_understands(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        checkout = gateway.create(request_, key="inv:1:r1:a1")
        session = fake.sessions[checkout.ref]
        assert fake.invalid == []
        assert (session["amount_total"], session["currency"]) == (12_345, "eur")
        assert session["client_reference_id"] == "attempt-1"
        assert (
            session["metadata"]
            == session["_intent"]["metadata"]
            == {
                "attempt_id": "attempt-1",
                "invoice_id": "invoice-1",
            }
        )
        assert checkout.redirect_url.startswith("https://checkout.stripe.com/")

    def test_same_key_gives_the_same_session(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        assert gateway.create(request_, key="k").ref == gateway.create(request_, key="k").ref
        assert len(fake.sessions) == 1

    @pytest.mark.parametrize("fault", ["before", "after"])
    def test_a_lost_connection_is_tried_again_under_the_same_key(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest, fault: str
    ) -> None:
        fake.faults = [fault]
        gateway.create(request_, key="k")
        assert [key for _, _, key in fake.calls] == ["k", "k"]
        assert len(fake.sessions) == 1

    def test_silence_is_told_as_unavailable_and_a_later_try_finds_the_session(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        fake.faults = ["after", "before", "before"]
        with pytest.raises(GatewayUnavailable):
            gateway.create(request_, key="k")
        assert gateway.create(request_, key="k").ref in fake.sessions
        assert len(fake.sessions) == 1

    def test_a_stored_server_error_asks_for_a_new_attempt(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        fake.faults = ["500"]
        with pytest.raises(GatewayRefused):
            gateway.create(request_, key="k")
        assert gateway.create(request_, key="k2").ref in fake.sessions

    def test_same_key_with_another_sum_is_refused(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        gateway.create(request_, key="k")
        with pytest.raises(GatewayRefused):
            gateway.create(replace(request_, amount=Money(1, "EUR")), key="k")

    def test_secrets_stay_out_of_the_log(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        with pytest.raises(GatewayRefused):
            gateway.create(replace(request_, expires_at=request_.created_at), key="k")
        assert "sk_test_1" not in caplog.text
        assert SECRET not in caplog.text

    @pytest.mark.parametrize(
        ("number", "suffix"),
        [
            ("2026-0001", "N2026-0001"),
            ("С2026-0001", "N2026-0001"),  # a Cyrillic letter
            ("INV/2026/12345", "V202612345"),
            ("№ 7", "N7"),
            ("№", ""),
        ],
    )
    def test_the_line_on_the_statement_has_a_letter(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest, number: str, suffix: str
    ) -> None:
        checkout = gateway.create(replace(request_, number=number), key="k")
        assert fake.sessions[checkout.ref]["_intent"].get("statement_descriptor_suffix", "") == suffix


class TestWireFormat:
    GOOD = (
        "mode=payment&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur"
        "&line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=x"
    )

    def test_a_good_request_passes(self) -> None:
        coerced, errors = check("POST /v1/checkout/sessions", decode(self.GOOD))
        assert errors == []
        assert coerced["line_items"][0]["price_data"]["unit_amount"] == 100

    @pytest.mark.parametrize(
        "bad",
        [
            GOOD + "&unknown=1",
            GOOD + "&payment_method_types[0]=card",
            GOOD.replace("mode=payment", "mode=pay"),
            GOOD.replace("unit_amount]=100", "unit_amount]=12.50"),
            GOOD.replace("[unit_amount]", "[amount]"),
            GOOD.replace("&line_items[0][price_data][currency]=eur", ""),
            GOOD + "&expires_at=tomorrow",
        ],
    )
    def test_a_bad_request_does_not(self, bad: str) -> None:
        assert check("POST /v1/checkout/sessions", decode(bad))[1]


class TestFetch:
    def test_follows_the_session(self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest) -> None:
        ref = gateway.create(request_, key="k").ref
        assert status(gateway, ref) is RemoteStatus.OPEN
        fake.pay(ref, later=True)
        assert status(gateway, ref) is RemoteStatus.PROCESSING
        fake.money_arrives(ref)
        assert status(gateway, ref) is RemoteStatus.PAID

    def test_knows_failed_and_expired(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        failed, expired = (gateway.create(request_, key=key).ref for key in "ab")
        fake.pay(failed, later=True)
        fake.money_fails(failed)
        gateway.cancel(expired)
        assert status(gateway, failed) is RemoteStatus.FAILED
        assert status(gateway, expired) is RemoteStatus.EXPIRED

    def test_finds_the_session_by_its_payment(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        ref = gateway.create(request_, key="k").ref
        fake.pay(ref)
        state = gateway.fetch(str(fake.sessions[ref]["payment_intent"]))
        assert state is not None
        assert state.ref == ref

    def test_is_none_for_what_is_not_there(self, gateway: StripeGateway) -> None:
        assert gateway.fetch("cs_test_none") is None
        assert gateway.fetch("pi_none") is None

    def test_tells_disputes_apart_from_refunds(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        ref = gateway.create(request_, key="k").ref
        fake.pay(ref)
        dispute = fake.dispute(ref)
        assert [(entry.kind, entry.amount.amount) for entry in entries(gateway, ref)] == [
            (EntryKind.PAYMENT, 12_345),
            (EntryKind.DISPUTE, -12_345),
        ]
        fake.decide(dispute, "won")
        assert sum(entry.amount.amount for entry in entries(gateway, ref)) == 12_345

    def test_an_inquiry_moves_no_money(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        ref = gateway.create(request_, key="k").ref
        fake.pay(ref)
        fake.dispute(ref, status="warning_needs_response")
        assert len(entries(gateway, ref)) == 1


class TestParseWebhook:
    def test_accepts_a_rotated_secret(self, fake: StripeServer, gateway: StripeGateway) -> None:
        raw, header = signed(fake.tell("checkout.session.completed", {"id": "cs_1", "object": "checkout.session"}))
        both = header + ",v1=" + "0" * 64
        assert gateway.parse_webhook(raw, {"stripe-signature": both}, "")[0].ref == "cs_1"

    @pytest.mark.parametrize("secret", ["whsec_other", " "])
    def test_refuses_another_secret(self, fake: StripeServer, gateway: StripeGateway, secret: str) -> None:
        raw, header = signed(fake.tell("checkout.session.completed", {"id": "cs_1"}), secret=secret)
        with pytest.raises(BadSignature):
            gateway.parse_webhook(raw, {"stripe-signature": header}, "")

    def test_refuses_an_old_timestamp(self, fake: StripeServer, gateway: StripeGateway) -> None:
        raw, header = signed(fake.tell("checkout.session.completed", {"id": "cs_1"}), at=int(time.time()) - 301)
        with pytest.raises(BadSignature):
            gateway.parse_webhook(raw, {"stripe-signature": header}, "")

    @pytest.mark.parametrize("header", ["", "nonsense", "t=1", "t=x,v1=y"])
    def test_refuses_a_broken_header(self, gateway: StripeGateway, header: str) -> None:
        with pytest.raises(BadSignature):
            gateway.parse_webhook(b"{}", {"stripe-signature": header}, "")

    def test_unknown_kinds_concern_nothing_of_ours(self, fake: StripeServer, gateway: StripeGateway) -> None:
        raw, header = signed(fake.tell("customer.created", {"id": "cus_1", "object": "customer"}))
        hint = gateway.parse_webhook(raw, {"stripe-signature": header}, "")[0]
        assert (hint.ref, bool(hint.event_id)) == ("", True)

    def test_a_refund_leads_to_its_payment(self, fake: StripeServer, gateway: StripeGateway) -> None:
        raw, header = signed(fake.tell("refund.created", {"id": "re_1", "object": "refund", "payment_intent": "pi_9"}))
        assert gateway.parse_webhook(raw, {"stripe-signature": header}, "")[0].ref == "pi_9"

    @pytest.mark.parametrize("kind", EVENTS)
    def test_every_event_that_we_ask_for_leads_to_its_session(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest, kind: str
    ) -> None:
        ref = gateway.create(request_, key="k").ref
        fake.pay(ref)
        gateway.refund(ref, Money(100, "EUR"), key="r")
        dispute = fake.dispute(ref)
        payment = fake.payments[fake.sessions[ref]["payment_intent"]]
        told = {
            "checkout": public(fake.sessions[ref]),
            "payment_intent": payment,
            "refund": fake.refunds[0],
            "charge": payment["latest_charge"],
            "charge.dispute": dispute,
        }
        about = "charge.dispute" if kind.startswith("charge.dispute") else kind.partition(".")[0]
        raw, header = signed(fake.tell(kind, told[about]))
        hint = gateway.parse_webhook(raw, {"stripe-signature": header}, "")[0]
        state = gateway.fetch(hint.ref)
        assert state is not None
        assert state.ref == ref

    def test_a_declined_card_leaves_the_page_open(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        ref = gateway.create(request_, key="k").ref
        fake.card_is_declined(ref)
        raw, header = signed(fake.events[-1])
        hint = gateway.parse_webhook(raw, {"stripe-signature": header}, "")[0]
        assert status(gateway, hint.ref) is RemoteStatus.OPEN


class TestListSince:
    def test_tells_of_refunds_and_disputes_of_older_sessions(
        self, fake: StripeServer, gateway: StripeGateway, request_: CheckoutRequest
    ) -> None:
        refunded, disputed = (gateway.create(request_, key=key).ref for key in "ab")
        for ref in (refunded, disputed):
            fake.pay(ref)
            fake.sessions[ref]["created"] -= 40 * 24 * 3600
        gateway.refund(refunded, Money(100, "EUR"), key="r")
        fake.dispute(disputed)
        fake.events.clear()  # no webhook has told of it
        hints = gateway.list_since(datetime.now(UTC) - timedelta(hours=48))
        assert {hint.ref for hint in hints} == {fake.sessions[ref]["payment_intent"] for ref in (refunded, disputed)}


class TestMoney:
    @pytest.mark.parametrize(
        ("money", "sent"),
        [
            (Money(1050, "EUR"), (1050, "eur")),
            (Money(1050, "JPY"), (1050, "jpy")),
            (Money(1050, "ISK"), (105_000, "isk")),
            (Money(1050, "KWD"), (1050, "kwd")),
        ],
    )
    def test_there_and_back(self, money: Money, sent: tuple[int, str]) -> None:
        assert to_stripe(money) == sent
        assert from_stripe(*sent) == money

    def test_refuses_a_third_decimal(self) -> None:
        with pytest.raises(GatewayRefused):
            to_stripe(Money(1055, "KWD"))


def status(gateway: StripeGateway, ref: str) -> RemoteStatus:
    state = gateway.fetch(ref)
    assert state is not None
    return state.status


def entries(gateway: StripeGateway, ref: str) -> tuple[Any, ...]:
    state = gateway.fetch(ref)
    assert state is not None
    return tuple(entry for entry in state.entries if entry.kind is not EntryKind.FEE)


def signed(event: dict[str, Any], *, secret: str = SECRET, at: int | None = None) -> tuple[bytes, str]:
    raw = json.dumps(event)
    return raw.encode(), stripe.WebhookSignature.generate_signature_header(raw, secret, timestamp=at)
