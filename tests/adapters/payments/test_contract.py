"""What every provider must do: one suite over the demo provider, Stripe's SDK and YooKassa's wire format."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
import stripe
from sqlmodel import select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments import demo_bank, demo_play
from studio_app.adapters.payments.demo import SIGNATURE_HEADER, DemoGateway
from studio_app.adapters.payments.demo_play import Choice
from studio_app.adapters.payments.settlement import Settlement
from studio_app.adapters.payments.stripe import StripeGateway
from studio_app.adapters.payments.yookassa import YooKassaGateway
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.documents.models import DocumentStatus
from studio_app.domain.invoices.void import InvoiceHasMoney
from studio_app.domain.payments.attempts import CheckoutOpen, NotPayable, PaymentOnItsWay, start_attempt
from studio_app.domain.payments.fiscal import fiscal_of
from studio_app.domain.payments.gateway import BadSignature, GatewayRefused
from studio_app.domain.payments.ledger_models import EntryKind
from studio_app.domain.payments.models import AttemptStatus, PaymentAttempt
from studio_app.domain.payments.queries import get_attempt_view
from studio_app.domain.work import SYSTEM, Work
from tests.adapters.payments.conftest import CLIENT, URL, World
from tests.adapters.payments.stripe_server import running
from tests.adapters.payments.yookassa_server import SECRET as YOOKASSA_SECRET
from tests.adapters.payments.yookassa_server import SHOP, YooKassaServer
from tests.adapters.payments.yookassa_server import running as yookassa_running

pytestmark = pytest.mark.service

SECRET = "whsec_test"
PRICE = Money(100_000, "RUB")


def demo_world(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> World:
    gateway = DemoGateway(runner, secret=b"secret", url=URL, loopback="http://127.0.0.1:9")

    def press(ref: str, choice: Choice) -> None:
        runner.run_sync(SYSTEM, demo_play.choose, ref=ref, choice=choice)

    def webhooks() -> list[tuple[bytes, dict[str, str]]]:
        told = [job.args["event_id"] for job in jobs.enqueued if job.job == "deliver_demo_webhook"]
        bodies = [runner.read_sync(SYSTEM, demo_bank.event_body, event_id=event_id) for event_id in told]
        raws = [json.dumps(body).encode() for body in bodies]
        return [(raw, {SIGNATURE_HEADER: gateway.sign(raw)}) for raw in raws]

    return World(
        runner,
        jobs,
        now,
        gateway,
        Settlement(runner, {"demo": gateway}),
        pay=lambda ref: press(ref, Choice.PAY),
        pay_later=lambda ref: press(ref, Choice.LATER),
        arrive=lambda ref: runner.run_sync(SYSTEM, demo_play.finish_later, ref=ref),
        webhooks=webhooks,
    )


def yookassa_world(runner: Runner, jobs: RecordingJobs, now: FixedClock, server: YooKassaServer, address: str) -> World:
    gateway = YooKassaGateway(
        shop_id=SHOP,
        secret_key=YOOKASSA_SECRET,
        fiscal=lambda attempt_id: runner.read_sync(SYSTEM, fiscal_of, attempt_id=attempt_id),
        api_base=address,
        networks=["127.0.0.0/8"],
        timeout=5,
    )
    return World(
        runner,
        jobs,
        now,
        gateway,
        Settlement(runner, {"yookassa": gateway}),
        pay=server.pay,
        pay_later=lambda _: None,  # it is pending before and after the payer's word
        arrive=server.pay,
        webhooks=lambda: [(json.dumps(event).encode(), {}) for event in server.events],
        lapse=server.lapse,
        signs=False,
        tells_processing=False,
    )


@pytest.fixture(params=["demo", "stripe", "yookassa"])
def world(request: pytest.FixtureRequest, runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    if request.param == "demo":
        made = demo_world(runner, jobs, now)
        made.new_invoice()
        yield made
        return
    if request.param == "yookassa":
        with yookassa_running() as (server, address):
            made = yookassa_world(runner, jobs, now, server, address)
            made.new_invoice()
            yield made
            made.gateway.close()
            assert server.invalid == []
        return
    with running() as (server, address):
        gateway = StripeGateway(key="sk_test_1", webhook_secret=SECRET, api_base=address, timeout=5)

        def webhooks() -> list[tuple[bytes, dict[str, str]]]:
            raws = [json.dumps(event) for event in server.events]
            sign = stripe.WebhookSignature.generate_signature_header
            return [(raw.encode(), {"stripe-signature": sign(raw, SECRET)}) for raw in raws]

        made = World(
            runner,
            jobs,
            now,
            gateway,
            Settlement(runner, {"stripe": gateway}),
            pay=server.pay,
            pay_later=lambda ref: server.pay(ref, later=True),
            arrive=server.money_arrives,
            webhooks=webhooks,
        )
        made.new_invoice()
        yield made
        gateway.close()
        assert server.invalid == []


class TestCheckout:
    def test_second_tab_gets_the_same_address(self, world: World) -> None:
        assert world.checkout() == world.checkout()

    def test_is_replaced_after_it_has_expired(self, world: World) -> None:
        first = world.checkout()
        world.runner.run_sync(SYSTEM, expire_attempts)
        world.lapse(first)
        assert world.checkout() != first

    def test_is_refused_when_paid(self, world: World) -> None:
        world.pay(world.checkout())
        world.cashier.check(token=world.token)
        with pytest.raises(NotPayable):
            world.checkout()

    def test_is_refused_while_money_is_on_its_way(self, world: World) -> None:
        if not world.tells_processing:
            pytest.skip("the provider does not tell whether the payer is done")
        world.pay_later(world.checkout())
        world.cashier.check(token=world.token)
        with pytest.raises(PaymentOnItsWay):
            world.checkout()

    def test_over_an_old_sum_is_closed_and_replaced(self, world: World) -> None:
        from studio_app.domain.payments.bank import record_bank_transfer

        first = world.checkout()
        world.runner.run_sync(
            SYSTEM,
            record_bank_transfer,
            invoice_id=world.invoice_id,
            amount=Money(40_000, "RUB"),
            received_on=world.clock.now().date(),
            reference="1",
        )
        world.lapse(first)
        second = world.checkout()
        closed = world.gateway.fetch(first)
        fresh = world.gateway.fetch(second)
        assert closed is not None
        assert fresh is not None
        assert closed.status.value == "expired"
        assert fresh.amount == Money(60_000, "RUB")


class TestReturn:
    def test_asks_the_provider_and_believes_nothing_else(self, world: World) -> None:
        ref = world.checkout()
        world.cashier.check(token=world.token)
        assert world.status() is DocumentStatus.PUBLISHED
        world.pay(ref)
        world.cashier.check(token=world.token)
        assert world.status() is DocumentStatus.PAID
        assert world.amounts() == [PRICE]


class TestWebhooks:
    def test_paid_later(self, world: World) -> None:
        ref = world.checkout()
        world.pay_later(ref)
        world.arrive(ref)
        for raw, headers in world.webhooks():
            assert world.receive(raw, headers)
        world.run_jobs()
        assert world.status() is DocumentStatus.PAID

    @pytest.mark.parametrize("seed", range(6))
    def test_duplicates_in_any_order_pay_once(self, world: World, seed: int) -> None:
        ref = world.checkout()
        world.pay_later(ref)
        world.arrive(ref)
        world.gateway.refund(ref, Money(10_000, "RUB"), key="refund-1")
        told = world.webhooks() * 3
        random.Random(seed).shuffle(told)
        for raw, headers in told:
            world.receive(raw, headers)
            world.run_jobs()
        world.run_jobs()
        assert world.amounts() == [PRICE, Money(-10_000, "RUB")]
        assert world.status() is DocumentStatus.PUBLISHED

    def test_is_stored_once(self, world: World) -> None:
        world.pay(world.checkout())
        raw, headers = world.webhooks()[0]
        assert world.receive(raw, headers)
        assert not world.receive(raw, headers)

    def test_tampered_body_is_refused(self, world: World) -> None:
        world.pay(world.checkout())
        raw, headers = world.webhooks()[0]
        with pytest.raises(BadSignature):
            world.receive(raw.replace(b'"id"', b'"Id"', 1), headers)

    def test_unsigned_is_refused(self, world: World) -> None:
        if not world.signs:
            pytest.skip("the provider signs nothing: its addresses are checked")
        world.pay(world.checkout())
        with pytest.raises(BadSignature):
            world.receive(world.webhooks()[0][0], {})


class TestContradiction:
    def test_another_amount_than_asked_for_is_kept_for_a_person(
        self, runner: Runner, jobs: RecordingJobs, now: FixedClock
    ) -> None:
        with running() as (server, address):
            gateway = StripeGateway(key="sk_test_1", webhook_secret=SECRET, api_base=address, timeout=5)
            settlement = Settlement(runner, {"stripe": gateway})
            nothing = lambda _: None  # noqa: E731
            world = World(runner, jobs, now, gateway, settlement, server.pay, nothing, nothing, list)
            world.new_invoice()
            ref = world.checkout()
            server.sessions[ref]["amount_total"] -= 1
            server.pay(ref)
            world.cashier.check(token=world.token)
            gateway.close()
        assert world.entries() == ()
        assert world.status() is DocumentStatus.PUBLISHED
        assert runner.read_sync(SYSTEM, attempt_statuses) == [AttemptStatus.QUARANTINED]


class TestVoid:
    def test_closes_the_checkout_first(self, world: World) -> None:
        ref = world.checkout()
        world.lapse(ref)
        world.cashier.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")
        state = world.gateway.fetch(ref)
        assert state is not None
        assert state.status.value == "expired"
        assert world.status() is DocumentStatus.VOID

    def test_is_refused_when_the_client_was_faster(self, world: World) -> None:
        world.pay(world.checkout())
        with pytest.raises(InvoiceHasMoney):
            world.cashier.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")
        assert world.status() is DocumentStatus.PAID

    def test_is_refused_while_money_is_on_its_way(self, world: World) -> None:
        world.pay_later(world.checkout())
        with pytest.raises(CheckoutOpen):
            world.cashier.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")


class TestRefund:
    def test_happens_once_per_key_and_never_beyond_the_payment(self, world: World) -> None:
        ref = world.checkout()
        world.pay(ref)
        world.gateway.refund(ref, Money(60_000, "RUB"), key="refund-1")
        state = world.gateway.refund(ref, Money(60_000, "RUB"), key="refund-1")
        assert state is not None
        moved = [entry.amount.amount for entry in state.entries if entry.kind is not EntryKind.FEE]
        assert moved == [100_000, -60_000]
        with pytest.raises(GatewayRefused):
            world.gateway.refund(ref, Money(60_000, "RUB"), key="refund-2")


class TestReconcile:
    def test_finds_what_no_webhook_told(self, world: World) -> None:
        world.pay(world.checkout())
        world.runner.run_sync(SYSTEM, age_attempts)
        world.reconciliation.run()
        assert world.status() is DocumentStatus.PAID

    def test_repairs_a_crash_between_the_answer_and_the_commit(self, world: World) -> None:
        attempt = world.runner.run_sync(
            CLIENT, start_attempt, token=world.token, provider=world.gateway.name, live_mode=False
        )
        made = world.gateway.create(world.cashier._request(attempt), key=attempt.key)
        world.pay(made.ref)  # the client had the page open; our process died before it stored the ref
        world.runner.run_sync(SYSTEM, age_attempts)
        world.reconciliation.run()
        assert world.status() is DocumentStatus.PAID
        assert world.amounts() == [PRICE]

    def test_gives_up_an_attempt_that_never_reached_the_provider(self, world: World) -> None:
        attempt = world.runner.run_sync(
            CLIENT, start_attempt, token=world.token, provider=world.gateway.name, live_mode=False
        )
        world.runner.run_sync(SYSTEM, age_attempts)
        world.reconciliation.run()
        now = world.runner.read_sync(SYSTEM, get_attempt_view, attempt_id=attempt.id)
        assert now.status is AttemptStatus.FAILED
        assert world.checkout()

    def test_plans_its_next_run_once(self, world: World) -> None:
        world.reconciliation.plan()
        world.reconciliation.run()
        assert len([job for job in world.jobs.enqueued if job.job == "reconcile_payments"]) == 1


def attempt_statuses(work: Work) -> list[AttemptStatus]:
    return [attempt.status for attempt in work.session.exec(select(PaymentAttempt))]


def age_attempts(work: Work) -> None:
    """Make every attempt older than what may still be in flight."""
    for attempt in work.session.exec(select(PaymentAttempt)):
        attempt.created_at -= timedelta(minutes=10)


def expire_attempts(work: Work) -> None:
    """Let every open attempt be over its time."""
    for attempt in work.session.exec(select(PaymentAttempt)):
        attempt.expires_at = work.now()
