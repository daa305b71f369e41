"""What every provider must do: one suite over the world of each."""

import itertools
import random
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.online_payments import checkout_request
from studio_app.adapters.payments.settlement import Settlement
from studio_app.adapters.payments.stripe.gateway import StripeGateway
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.void import InvoiceHasMoney
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.payments.attempts import CheckoutOpen, PaymentOnItsWay, record_checkout, start_attempt
from studio_app.domain.payments.client.page import pay_facts_at
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.declines import Decline
from studio_app.domain.payments.providers.gateway import BadSignature, GatewayRefused, GatewayUnavailable
from studio_app.domain.payments.queries import get_attempt_view
from studio_app.domain.work import Work
from tests.adapters.payments.conftest import CLIENT, World
from tests.adapters.payments.stripe.server import running
from tests.adapters.payments.stripe.world import SECRET
from tests.adapters.payments.worlds import world

__all__ = ["world"]  # the fixture of the suites over all providers

pytestmark = pytest.mark.service

PRICE = Money(100_000, "RUB")


class TestCheckout:
    def test_leads_where_the_policy_of_the_page_allows(self, world: World) -> None:
        address = urlsplit(world.online_payments.checkout(CLIENT, token=world.token))
        assert f"{address.scheme}://{address.netloc}" in world.gateway.pay_hosts

    def test_second_tab_gets_the_same_address(self, world: World) -> None:
        assert world.checkout() == world.checkout()

    def test_is_replaced_after_it_has_expired(self, world: World) -> None:
        first = world.checkout()
        world.runner.run_sync(SYSTEM, expire_attempts)
        world.lapse(first)
        assert world.checkout() != first

    def test_is_refused_when_paid(self, world: World) -> None:
        world.pay(world.checkout())
        world.online_payments.check(token=world.token)
        with pytest.raises(NotPayable):
            world.checkout()

    def test_is_refused_while_money_is_on_its_way(self, world: World) -> None:
        if not world.tells_processing:
            pytest.skip("the provider does not tell whether the payer is done")
        world.pay_later(world.checkout())
        world.online_payments.check(token=world.token)
        with pytest.raises(PaymentOnItsWay):
            world.checkout()

    def test_over_an_old_sum_is_closed_and_replaced(self, world: World) -> None:
        from studio_app.domain.ledger.bank_transfers import record_bank_transfer

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
        world.online_payments.check(token=world.token)
        assert world.status() is DocumentStatus.PUBLISHED
        world.pay(ref)
        world.online_payments.check(token=world.token)
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
        assert world.status() is DocumentStatus.PAID  # what went back is no debt

    def test_is_stored_once(self, world: World) -> None:
        world.pay(world.checkout())
        raw, headers = world.webhooks()[0]
        assert world.receive(raw, headers)
        assert not world.receive(raw, headers)

    def test_tampered_body_is_refused(self, world: World) -> None:
        world.pay(world.checkout())
        raw, headers = world.webhooks()[0]
        with pytest.raises(BadSignature):
            world.receive(raw[:-1], headers)

    def test_unsigned_is_refused(self, world: World) -> None:
        if not world.signs:
            pytest.skip("the provider signs nothing: its addresses are checked")
        world.pay(world.checkout())
        with pytest.raises(BadSignature):
            world.receive(world.webhooks()[0][0], {})

    def test_signed_in_another_alphabet_is_refused(self, world: World) -> None:
        if not world.signs:
            pytest.skip("the provider signs nothing: its addresses are checked")
        world.pay(world.checkout())
        raw, headers = world.webhooks()[0]
        strange = {name: f"{value}é" for name, value in headers.items()}
        with pytest.raises(BadSignature):
            world.receive(raw, strange)

    def test_that_comes_before_our_own_commit_is_enough(self, world: World) -> None:
        attempt = world.runner.run_sync(
            CLIENT, start_attempt, token=world.token, provider=world.gateway.name, live_mode=False
        )
        made = world.gateway.create(checkout_request(attempt, url="https://studio.example"), key=attempt.key)
        world.pay(made.ref)
        for raw, headers in world.webhooks():
            world.receive(raw, headers)
        world.run_jobs()
        world.runner.run_sync(
            SYSTEM, record_checkout, attempt_id=attempt.id, ref=made.ref, redirect_url=made.redirect_url
        )
        assert world.status() is DocumentStatus.PAID
        assert world.amounts() == [PRICE]

    def test_wait_while_the_provider_is_silent(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.pay(world.checkout())
        for raw, headers in world.webhooks():
            world.receive(raw, headers)
        with monkeypatch.context() as silence:
            silence.setattr(world.gateway, "fetch", silent)
            world.run_jobs()
        assert world.status() is DocumentStatus.PUBLISHED
        world.inbox.batched._resting.clear()
        world.run_jobs()
        assert world.status() is DocumentStatus.PAID


class TestSilence:
    """The provider hangs up, before or after the effect: another try makes nothing happen twice."""

    @pytest.mark.parametrize("after", [False, True])
    def test_while_opening_a_checkout(self, world: World, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
        opened = cut_off(world, monkeypatch, "create", after=after)
        with pytest.raises(GatewayUnavailable):
            world.checkout()
        world.pay(world.checkout())
        world.online_payments.check(token=world.token)
        assert world.amounts() == [PRICE]
        assert len({checkout.ref for checkout in opened}) == 1

    @pytest.mark.parametrize("after", [False, True])
    def test_while_giving_back(self, world: World, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
        world.pay(world.checkout())
        world.online_payments.check(token=world.token)
        cut_off(world, monkeypatch, "refund", after=after)
        entry = next(one for one in world.entries() if one.kind is EntryKind.PAYMENT)
        begun = world.refunds.give_back(SYSTEM, entry_id=entry.id, amount=Money(40_000, "RUB"), reason="kind")
        world.refunds.send(refund_id=begun.id)
        world.refunds.send(refund_id=begun.id)
        assert world.amounts() == [PRICE, Money(-40_000, "RUB")]

    @pytest.mark.parametrize("after", [False, True])
    def test_while_voiding(self, world: World, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
        world.lapse(world.checkout())
        cut_off(world, monkeypatch, "cancel", after=after)
        with pytest.raises(GatewayUnavailable):
            world.online_payments.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")
        assert world.status() is DocumentStatus.PUBLISHED
        world.online_payments.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")
        assert world.status() is DocumentStatus.VOID


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
            world.online_payments.check(token=world.token)
            gateway.close()
        assert world.entries() == ()
        assert world.status() is DocumentStatus.PUBLISHED
        assert runner.read_sync(SYSTEM, attempt_statuses) == [AttemptStatus.QUARANTINED]


class TestDecline:
    def test_of_a_payer_without_money_is_told_as_that(self, world: World) -> None:
        world.decline(world.checkout())
        world.online_payments.check(token=world.token)
        failure = world.runner.read_sync(CLIENT, pay_facts_at, token=world.token).failure
        assert failure is not None
        assert world.online_payments.decline(failure) is Decline.FUNDS
        assert world.entries() == ()
        assert world.checkout()


class TestVoid:
    def test_closes_the_checkout_first(self, world: World) -> None:
        ref = world.checkout()
        world.lapse(ref)
        world.online_payments.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")
        state = world.gateway.fetch(ref)
        assert state is not None
        assert state.status.value == "expired"
        assert world.status() is DocumentStatus.VOID

    def test_is_refused_when_the_client_was_faster(self, world: World) -> None:
        world.pay(world.checkout())
        with pytest.raises(InvoiceHasMoney):
            world.online_payments.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")
        assert world.status() is DocumentStatus.PAID

    def test_is_refused_while_money_is_on_its_way(self, world: World) -> None:
        world.pay_later(world.checkout())
        with pytest.raises(CheckoutOpen):
            world.online_payments.void(SYSTEM, document_id=world.invoice_id, reason="ошибка")


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
        made = world.gateway.create(checkout_request(attempt, url="https://studio.example"), key=attempt.key)
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


def silent(*_: object, **__: object) -> None:
    """A provider that does not answer."""
    raise GatewayUnavailable


def cut_off(world: World, monkeypatch: pytest.MonkeyPatch, call: str, *, after: bool) -> list[Any]:
    """The next `call` ends in silence, before or after its effect; the answers of all that had one."""
    real, answers, calls = getattr(world.gateway, call), [], itertools.count()

    def cut(*args: Any, **kwargs: Any) -> Any:
        first = not next(calls)
        if first and not after:
            raise GatewayUnavailable
        answers.append(real(*args, **kwargs))
        if first:
            raise GatewayUnavailable
        return answers[-1]

    monkeypatch.setattr(world.gateway, call, cut)
    return answers
