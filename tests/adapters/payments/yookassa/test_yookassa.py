"""YooKassa beyond the contract: receipts, faults of the wire, addresses, what it tells about declines and fees."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.handing_over import register_handover
from studio_app.adapters.payments.online_payments import checkout_request
from studio_app.adapters.payments.yookassa.gateway import NETWORKS, YooKassaGateway
from studio_app.adapters.payments.yookassa.receipts import vat_code
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Contact
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.attempts import CheckoutOpen, PaymentOnItsWay
from studio_app.domain.payments.handing_over import REGISTER, NotPaidYet, hand_over_work
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.fiscal import Fiscal
from studio_app.domain.payments.providers.gateway import (
    BadSignature,
    ConnectionProblem,
    GatewayRefused,
    GatewayUnavailable,
    Refusal,
    RemoteStatus,
)
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work
from tests.adapters.payments.conftest import World
from tests.adapters.payments.yookassa.server import SECRET, SHOP, YooKassaServer, running
from tests.adapters.payments.yookassa.world import yookassa_world

pytestmark = pytest.mark.service


@dataclass
class Shop:
    """The world with the server behind it."""

    world: World
    server: YooKassaServer
    address: str

    @property
    def gateway(self) -> YooKassaGateway:
        assert isinstance(self.world.gateway, YooKassaGateway)
        return self.world.gateway

    def another(self, **changes: Any) -> YooKassaGateway:
        """A gateway like the world's, but for `changes`."""
        told: dict[str, Any] = {"shop_id": SHOP, "secret_key": SECRET, "api_base": self.address, "timeout": 5}
        return YooKassaGateway(**{**told, "fiscal": lambda _: FISCAL, **changes})


FISCAL = Fiscal(
    seller=EntityKind.COMPANY,
    rate=Decimal(0),
    number="2026-0012",
    title="Сайт",
    email="client@example.com",
    phone="+79161234567",
    whole=True,
)


@pytest.fixture
def shop(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[Shop]:
    with running() as (server, address):
        made = Shop(yookassa_world(runner, jobs, now, server, address), server, address)
        yield made
        made.gateway.close()
        assert server.invalid == []


def set_regime(work: Work, *, regime: TaxRegime, kind: EntityKind = EntityKind.COMPANY) -> None:
    entity = work.session.exec(select(LegalEntity)).one()
    entity.tax_regime, entity.kind = regime, kind


def forget_contact(work: Work, *, phone: str) -> None:
    contact = work.session.exec(select(Contact)).one()
    contact.email, contact.phone = "", phone


def statuses(work: Work) -> list[AttemptStatus]:
    return [attempt.status for attempt in work.session.exec(select(PaymentAttempt))]


def fees(work: Work) -> list[int]:
    return [row.amount for row in work.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.FEE))]


def receipt(shop: Shop) -> dict[str, Any]:
    return shop.server.bodies[-1]["receipt"]


class TestReceipts:
    @pytest.mark.parametrize(
        ("regime", "code"),
        [(TaxRegime.NONE, 1), (TaxRegime.VAT_5, 9), (TaxRegime.VAT_7, 10), (TaxRegime.VAT_GENERAL, 12)],
    )
    def test_a_prepayment_carries_the_code_of_the_regime(self, shop: Shop, regime: TaxRegime, code: int) -> None:
        shop.world.runner.run_sync(SYSTEM, set_regime, regime=regime)
        shop.world.new_invoice()
        shop.world.checkout()
        (item,) = receipt(shop)["items"]
        assert (item["vat_code"], item["payment_mode"], item["payment_subject"]) == (code, "full_prepayment", "service")
        assert item["amount"] == {"value": "1000.00", "currency": "RUB"}
        assert receipt(shop)["customer"] == {"email": "client@example.com"}

    @pytest.mark.parametrize(
        ("rate", "prepaid", "code"), [(20, True, 6), (20, False, 4), (22, False, 11), (5, False, 7)]
    )
    def test_codes_of_finished_work_and_of_older_rates(self, rate: int, prepaid: bool, code: int) -> None:
        assert vat_code(Decimal(rate), prepaid=prepaid) == code

    def test_a_rate_without_a_code_is_refused(self) -> None:
        with pytest.raises(GatewayRefused):
            vat_code(Decimal(18), prepaid=True)

    def test_a_part_is_a_partial_prepayment(self, shop: Shop) -> None:
        gateway = shop.another(fiscal=lambda _: replace(FISCAL, whole=False))
        shop.world.new_invoice()
        shop.world.checkout()
        attempt = shop.world.runner.read_sync(SYSTEM, _attempt_view)
        request = checkout_request(attempt, url="https://studio.example")
        gateway.create(request, key="other")
        assert receipt(shop)["items"][0]["payment_mode"] == "partial_prepayment"
        gateway.close()

    def test_goes_to_the_phone_where_there_is_no_mail(self, shop: Shop) -> None:
        shop.world.new_invoice()
        shop.world.runner.run_sync(SYSTEM, forget_contact, phone="+79161234567")
        shop.world.checkout()
        assert receipt(shop)["customer"] == {"phone": "79161234567"}

    def test_without_a_contact_nobody_can_pay_online(self, shop: Shop) -> None:
        shop.world.new_invoice()
        shop.world.runner.run_sync(SYSTEM, forget_contact, phone="")
        with pytest.raises(GatewayRefused):
            shop.world.checkout()
        assert shop.server.payments == {}

    def test_the_self_employed_register_theirs_elsewhere(self, shop: Shop) -> None:
        shop.world.runner.run_sync(SYSTEM, set_regime, regime=TaxRegime.NONE, kind=EntityKind.PERSON)
        shop.world.new_invoice()
        shop.world.checkout()
        assert "receipt" not in shop.server.bodies[-1]

    def test_a_refund_has_its_own(self, shop: Shop) -> None:
        shop.world.new_invoice()
        ref = shop.world.checkout()
        shop.world.pay(ref)
        shop.gateway.refund(ref, Money(40_000, "RUB"), key="r1", refund_id="ours")
        assert receipt(shop)["items"][0]["amount"]["value"] == "400.00"
        state = shop.gateway.fetch(ref)
        assert state is not None
        assert [(one.refund_id, one.amount) for one in state.refunds] == [("ours", Money(40_000, "RUB"))]

    def test_the_second_one_sets_off_what_is_left_of_the_prepayment(self, shop: Shop) -> None:
        shop.world.runner.run_sync(SYSTEM, set_regime, regime=TaxRegime.VAT_GENERAL)
        shop.world.new_invoice()
        ref = shop.world.checkout()
        shop.world.pay(ref)
        shop.gateway.refund(ref, Money(40_000, "RUB"), key="r1")
        for _ in range(2):
            shop.gateway.hand_over(ref, key="act-1")
        (registered,) = shop.server.receipts
        (item,) = registered["items"]
        assert (item["payment_mode"], item["vat_code"], item["amount"]["value"]) == ("full_payment", 11, "600.00")
        assert registered["settlements"][0]["type"] == "prepayment"


class TestWire:
    @pytest.mark.parametrize("fault", ["before", "after", "500", "202"])
    def test_one_payment_whatever_happens_on_the_way(self, shop: Shop, fault: str) -> None:
        shop.world.new_invoice()
        shop.server.faults = [fault]
        shop.world.checkout()
        assert len(shop.server.payments) == 1

    @pytest.mark.parametrize("fault", ["before", "after", "500"])
    def test_silence_leaves_the_attempt_to_the_next_try(self, shop: Shop, fault: str) -> None:
        shop.world.new_invoice()
        shop.server.faults = [fault] * 3
        with pytest.raises(GatewayUnavailable):
            shop.world.checkout()
        shop.world.checkout()
        assert len(shop.server.payments) == 1
        assert shop.world.runner.read_sync(SYSTEM, statuses) == [AttemptStatus.OPEN]

    @pytest.mark.parametrize("fault", ["before", "after", "500"])
    def test_one_refund_whatever_happens_on_the_way(self, shop: Shop, fault: str) -> None:
        shop.world.new_invoice()
        ref = shop.world.checkout()
        shop.world.pay(ref)
        shop.server.faults = ["", fault]  # the payment is looked up first
        shop.gateway.refund(ref, Money(40_000, "RUB"), key="r1")
        assert len(shop.server.refunds) == 1

    def test_a_wrong_key_is_told(self, shop: Shop) -> None:
        gateway = shop.another(secret_key="test_wrong")
        assert gateway.problems() == [ConnectionProblem.WRONG_KEY]
        gateway.close()

    def test_a_live_key_of_a_test_shop_is_told(self, shop: Shop) -> None:
        assert shop.gateway.problems() == []
        gateway = shop.another(api_base="http://127.0.0.1:9/v3")
        assert gateway.problems() == [ConnectionProblem.UNREACHABLE]
        gateway.close()

    def test_secrets_stay_out_of_the_logs(self, shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("DEBUG")
        shop.world.new_invoice()
        shop.server.faults = ["500", "before"]
        shop.world.checkout()
        assert SECRET not in caplog.text
        assert "Basic" not in caplog.text


class TestTruth:
    def test_a_decline_makes_room_for_another_try(self, shop: Shop) -> None:
        shop.world.new_invoice()
        first = shop.world.checkout()
        shop.server.decline(first)
        shop.world.online_payments.check(token=shop.world.token)
        assert shop.world.runner.read_sync(SYSTEM, statuses) == [AttemptStatus.FAILED]
        state = shop.gateway.fetch(first)
        assert state is not None
        assert (state.status, state.problem) == (RemoteStatus.FAILED, "insufficient_funds")
        assert shop.world.checkout() != first

    def test_another_amount_is_kept_for_a_person(self, shop: Shop) -> None:
        shop.world.new_invoice()
        ref = shop.world.checkout()
        shop.server.payments[ref]["amount"] = {"value": "999.99", "currency": "RUB"}
        shop.world.pay(ref)
        shop.world.online_payments.check(token=shop.world.token)
        assert shop.world.amounts() == []
        assert shop.world.runner.read_sync(SYSTEM, statuses) == [AttemptStatus.QUARANTINED]

    def test_a_payment_of_a_live_shop_is_not_ours(self, shop: Shop) -> None:
        shop.world.new_invoice()
        ref = shop.world.checkout()
        shop.server.payments[ref]["test"] = False
        shop.world.pay(ref)
        shop.world.online_payments.check(token=shop.world.token)
        assert shop.world.runner.read_sync(SYSTEM, statuses) == [AttemptStatus.QUARANTINED]

    def test_the_fee_is_booked(self, shop: Shop) -> None:
        shop.world.new_invoice()
        shop.world.pay(shop.world.checkout())
        shop.world.online_payments.check(token=shop.world.token)
        assert shop.world.runner.read_sync(SYSTEM, fees) == [-3_500]

    def test_an_open_page_keeps_the_invoice_from_being_voided(self, shop: Shop) -> None:
        shop.world.new_invoice()
        ref = shop.world.checkout()
        with pytest.raises(CheckoutOpen):
            shop.world.online_payments.void(SYSTEM, document_id=shop.world.invoice_id, reason="ошибка")
        shop.world.pay(ref)
        shop.world.online_payments.check(token=shop.world.token)
        assert shop.world.status() is DocumentStatus.PAID

    def test_an_open_page_over_another_sum_is_waited_for(self, shop: Shop) -> None:
        from studio_app.domain.ledger.bank_transfers import record_bank_transfer

        shop.world.new_invoice()
        shop.world.checkout()
        shop.world.runner.run_sync(
            SYSTEM,
            record_bank_transfer,
            invoice_id=shop.world.invoice_id,
            amount=Money(40_000, "RUB"),
            received_on=shop.world.clock.now().date(),
            reference="1",
        )
        with pytest.raises(PaymentOnItsWay):
            shop.world.checkout()
        assert len(shop.server.payments) == 1

    def test_an_address_is_not_given_out_after_its_hour(self, shop: Shop) -> None:
        shop.world.new_invoice()
        first = shop.world.checkout()
        shop.world.clock.advance(timedelta(hours=1, minutes=1))
        shop.server.lapse(first)
        assert shop.world.checkout() != first

    def test_lists_every_page(self, shop: Shop) -> None:
        for number in range(5):
            shop.world.new_invoice(f"deal-{number}")
            shop.world.checkout()
        hints = shop.gateway.list_since(shop.world.clock.now() - timedelta(hours=1))
        assert {hint.ref for hint in hints} == set(shop.server.payments)
        assert all(hint.attempt_id for hint in hints)

    @pytest.mark.parametrize(
        ("amount", "refusal"),
        [(Money(100, "RUB"), None), (Money(99, "RUB"), Refusal.MINIMUM), (Money(100_000, "EUR"), Refusal.CURRENCY)],
    )
    def test_takes_roubles_from_one_on(self, shop: Shop, amount: Money, refusal: Refusal | None) -> None:
        assert shop.gateway.refusal(amount) is refusal


class TestNotifications:
    BODY = json.dumps({"type": "notification", "event": "payment.succeeded", "object": {"id": "x"}}).encode()

    @pytest.mark.parametrize("address", ["77.75.153.10", "185.71.76.5", "77.75.156.35", "2a02:5180:0:1509::7"])
    def test_are_taken_from_its_own_addresses(self, shop: Shop, address: str) -> None:
        gateway = shop.another()
        assert gateway.parse_webhook(self.BODY, {}, address)[0].ref == "x"
        gateway.close()

    @pytest.mark.parametrize("address", ["127.0.0.1", "77.75.156.36", "203.0.113.7", "::1", "", "nonsense"])
    def test_are_refused_from_any_other(self, shop: Shop, address: str) -> None:
        gateway = shop.another()
        with pytest.raises(BadSignature):
            gateway.parse_webhook(self.BODY, {}, address)
        gateway.close()

    @pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"event":"payment.succeeded","object":null}'])
    def test_nonsense_is_refused(self, shop: Shop, raw: bytes) -> None:
        with pytest.raises(BadSignature):
            shop.gateway.parse_webhook(raw, {}, "127.0.0.1")

    def test_a_body_that_lies_changes_nothing(self, shop: Shop) -> None:
        shop.world.new_invoice()
        ref = shop.world.checkout()
        told = {**shop.server.payments[ref], "status": "succeeded", "paid": True}
        raw = json.dumps({"type": "notification", "event": "payment.succeeded", "object": told}).encode()
        assert shop.world.receive(raw, {})
        shop.world.run_jobs()
        assert shop.world.status() is DocumentStatus.PUBLISHED

    def test_the_vendors_list_of_addresses_is_within_ours(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from yookassa.domain.common import SecurityHelper

        ours = [ip_network(network) for network in NETWORKS]
        for network in map(ip_network, SecurityHelper.YOOKASSA_NETWORKS):
            assert any(network.version == one.version and network.subnet_of(one) for one in ours)  # type: ignore[arg-type]


def _attempt_view(work: Work):
    from studio_app.domain.payments.attempts import attempt_view

    return attempt_view(work, work.session.exec(select(PaymentAttempt)).one())


class TestHandOver:
    def test_the_second_receipt_is_registered_once(self, shop: Shop) -> None:
        shop.world.new_invoice()
        shop.world.pay(shop.world.checkout())
        with pytest.raises(NotPaidYet):
            shop.world.runner.run_sync(SYSTEM, hand_over_work, invoice_id=shop.world.invoice_id)
        shop.world.online_payments.check(token=shop.world.token)
        for _ in range(2):
            shop.world.runner.run_sync(SYSTEM, hand_over_work, invoice_id=shop.world.invoice_id)
        (job,) = [job for job in shop.world.jobs.enqueued if job.job == REGISTER]
        for _ in range(2):
            register_handover(shop.world.runner, shop.world.settlement.gateways, attempt_id=job.args["attempt_id"])
        (registered,) = shop.server.receipts
        assert registered["settlements"] == [{"type": "prepayment", "amount": {"value": "1000.00", "currency": "RUB"}}]


class TestWiring:
    def test_two_settings_make_the_provider(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_YOOKASSA_SHOP_ID", SHOP)
        monkeypatch.setenv("STUDIO_YOOKASSA_SECRET_KEY", "test_x")
        settings = Settings(data_dir=tmp_path, payment_provider="yookassa")
        wired = build(settings)
        gateway: Any = wired.gateways["yookassa"]
        assert gateway.name == YooKassaGateway.name
        assert wired.online_payments.ways(Money(100, "RUB"), seller=EntityKind.COMPANY)
        assert not wired.online_payments.ways(Money(100, "RUB"), seller=EntityKind.FOREIGN)
        gateway.close()
        wired.close()

    def test_without_its_keys_it_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="STUDIO_YOOKASSA_SHOP_ID"):
            Settings(data_dir=tmp_path, payment_provider="yookassa")
