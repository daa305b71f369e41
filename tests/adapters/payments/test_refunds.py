"""Refunds, disputes, fees, payouts: both providers, through online payments, refunds and reconciliation."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.demo import play as demo_play
from studio_app.adapters.payments.demo.play import Choice
from studio_app.adapters.payments.stripe.check import EVENTS
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.entries import BookFilter, book_page
from studio_app.domain.payments.kinds import RefundStatus
from studio_app.domain.payments.models import PaymentDispute, PaymentRefund
from studio_app.domain.payments.providers.gateway import ConnectionProblem, GatewayRefused
from studio_app.domain.payments.providers.inbox import store_events
from studio_app.domain.payments.providers.payouts import latest_payouts
from studio_app.domain.payments.providers.schemas import Arrival
from studio_app.domain.payments.reconciliation.differences import differences, health
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.models import Task
from studio_app.domain.work import Work
from tests.adapters.payments.conftest import URL, World
from tests.adapters.payments.demo.world import demo_world
from tests.adapters.payments.stripe.server import DISPUTE_FEE, StripeServer
from tests.adapters.payments.stripe.world import stripe_world
from tests.adapters.payments.worlds import world

__all__ = ["world"]  # the fixture of the contract suite, for both providers

pytestmark = pytest.mark.service

MANAGER = Actor(kind=ActorKind.STAFF, id="manager", role="manager")


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def paid(world: World) -> str:
    """The paid invoice of the world; the id of the payment's entry."""
    world.pay(world.checkout())
    world.online_payments.check(token=world.token)
    return world.runner.read_sync(SYSTEM, payment_id)


def payment_id(work: Work) -> str:
    return work.session.exec(select(LedgerEntry.id).where(LedgerEntry.kind == EntryKind.PAYMENT)).one()


def booked(work: Work) -> list[tuple[EntryKind, int]]:
    rows = work.session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id)))
    return [(row.kind, row.amount) for row in rows if row.kind is not EntryKind.FEE]


def tasks(work: Work) -> list[TaskKind]:
    return [TaskKind(kind) for kind in work.session.exec(select(Task.kind))]


def allow_managers(work: Work) -> None:
    work.session.get_one(Studio, THE_STUDIO).managers_may_refund = True


class TestGiveBack:
    def test_a_part_then_the_rest_and_not_more(self, world: World) -> None:
        entry_id = paid(world)
        for amount in (40_000, 60_000):
            world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(amount), reason="meant well")
        assert world.amounts() == [rub(100_000), rub(-40_000), rub(-60_000)]
        assert world.status() is DocumentStatus.PAID
        with pytest.raises(Invalid):
            world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(1), reason="meant well")

    def test_tells_the_ledger_why(self, world: World) -> None:
        entry_id = paid(world)
        world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(40_000), reason="an option was dropped")
        page = world.runner.read_sync(SYSTEM, book_page, only=BookFilter.BACK)
        assert [(row.amount, row.note) for row in page.rows] == [(rub(-40_000), "an option was dropped")]

    def test_is_sent_once_however_often_its_job_runs(self, world: World) -> None:
        refund = world.refunds.give_back(SYSTEM, entry_id=paid(world), amount=rub(10), reason="meant well")
        world.refunds.send(refund_id=refund.id)
        assert world.amounts() == [rub(100_000), rub(-10)]

    def test_a_job_finishes_what_a_killed_process_began(self, world: World) -> None:
        from studio_app.domain.payments.refunds import start_refund

        entry_id = paid(world)
        started = world.runner.run_sync(SYSTEM, start_refund, entry_id=entry_id, amount=rub(10), reason="x")
        (job,) = [job for job in world.jobs.enqueued if job.job == "send_refund"]
        world.refunds.send(refund_id=job.args["refund_id"])
        assert world.runner.read_sync(SYSTEM, refund_status, refund_id=started.id) is RefundStatus.SUCCEEDED

    def test_is_for_the_owner_unless_the_studio_trusts_managers(self, world: World) -> None:
        entry_id = paid(world)
        with pytest.raises(Forbidden):
            world.refunds.give_back(MANAGER, entry_id=entry_id, amount=rub(10), reason="x")
        world.runner.run_sync(SYSTEM, allow_managers)
        world.refunds.give_back(MANAGER, entry_id=entry_id, amount=rub(10), reason="x")
        assert world.amounts()[-1] == rub(-10)


def refund_status(work: Work, *, refund_id: str) -> RefundStatus:
    return work.session.get_one(PaymentRefund, refund_id).status


@pytest.fixture
def at_stripe(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[tuple[World, StripeServer]]:
    """The world of the contract suite around Stripe, and its other side."""
    with stripe_world(runner, jobs, now) as (made, server):
        made.new_invoice()
        yield made, server


class TestStripeRefund:
    def test_pending_counts_when_it_has_succeeded(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        entry_id = paid(world)
        server.refund_status = "pending"
        refund = world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(70_000), reason="x")
        assert (refund.status, world.amounts()) == (RefundStatus.PENDING, [rub(100_000)])
        with pytest.raises(Invalid):  # what is on its way back is not there twice
            world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(70_000), reason="x")
        server.refunds[0]["status"] = "succeeded"
        world.reconciliation.look()
        assert world.amounts() == [rub(100_000), rub(-70_000)]

    def test_that_bounces_brings_the_money_back_and_a_task(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        refund = world.refunds.give_back(SYSTEM, entry_id=paid(world), amount=rub(70_000), reason="x")
        server.bounce_refund(server.refunds[0])
        world.reconciliation.look()
        world.reconciliation.look()
        assert world.amounts() == [rub(100_000), rub(-70_000), rub(70_000)]
        assert world.status() is DocumentStatus.PAID
        assert world.runner.read_sync(SYSTEM, refund_status, refund_id=refund.id) is RefundStatus.FAILED
        assert world.runner.read_sync(SYSTEM, tasks) == [TaskKind.REFUND_FAILED]

    def test_refused_is_told_and_moves_nothing(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        entry_id = paid(world)
        charge = next(iter(server.payments.values()))["latest_charge"]
        charge["amount"] = 5  # somebody else was faster over there
        with pytest.raises(GatewayRefused):
            world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(70_000), reason="x")
        assert world.amounts() == [rub(100_000)]

    @pytest.mark.parametrize("fault", ["before", "after"])
    def test_silence_never_refunds_twice(self, at_stripe: tuple[World, StripeServer], fault: str) -> None:
        world, server = at_stripe
        entry_id = paid(world)
        server.faults = ["after" if fault == "after" else "before"] * 3
        refund = world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=rub(10), reason="x")
        server.faults = []
        world.refunds.send(refund_id=refund.id)
        assert len(server.refunds) == 1
        assert world.amounts() == [rub(100_000), rub(-10)]


class TestDisputes:
    def test_withheld_then_won(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        paid(world)
        dispute = server.dispute(next(iter(server.sessions)))
        world.reconciliation.look()
        assert world.status() is DocumentStatus.PAID
        assert world.runner.read_sync(SYSTEM, tasks) == [TaskKind.PAYMENT_DISPUTED]
        server.decide(dispute, "won")
        world.reconciliation.look()
        assert world.status() is DocumentStatus.PAID
        assert world.runner.read_sync(SYSTEM, dispute_statuses) == ["won"]

    def test_lost_becomes_a_chargeback(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        paid(world)
        server.decide(server.dispute(next(iter(server.sessions))), "lost")
        world.reconciliation.look()
        assert world.runner.read_sync(SYSTEM, booked) == [
            (EntryKind.PAYMENT, 100_000),
            (EntryKind.DISPUTE, -100_000),
            (EntryKind.DISPUTE, 100_000),
            (EntryKind.CHARGEBACK, -100_000),
        ]
        assert world.status() is DocumentStatus.PAID

    def test_an_inquiry_is_a_task_and_moves_nothing(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        paid(world)
        server.dispute(next(iter(server.sessions)), status="warning_needs_response")
        hint = Arrival("stripe", "evt_d", (server.disputes[0]["payment_intent"],), b"{}")
        world.runner.run_sync(SYSTEM, store_events, arrivals=[hint])
        world.run_jobs()
        assert world.runner.read_sync(SYSTEM, tasks) == [TaskKind.PAYMENT_DISPUTED]
        assert world.status() is DocumentStatus.PAID


def dispute_statuses(work: Work) -> list[str]:
    return [row.status.value for row in work.session.exec(select(PaymentDispute))]


class TestFeesAndPayouts:
    def test_are_read_back(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        paid(world)
        server.pay_out(97_500, "rub")
        world.reconciliation.look()
        fees = world.runner.read_sync(SYSTEM, fee_amounts)
        assert fees == [-2_500]
        assert world.amounts() == [rub(100_000)]  # the client has paid all of it
        (payout,) = world.runner.read_sync(SYSTEM, latest_payouts)
        assert (payout.ref, payout.amount) == ("po_1", rub(97_500))

    def test_a_dispute_has_a_fee_of_its_own(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        paid(world)
        server.decide(server.dispute(next(iter(server.sessions))), "lost")
        world.reconciliation.look()
        assert world.runner.read_sync(SYSTEM, fee_amounts) == [-2_500, -DISPUTE_FEE]

    def test_a_fee_that_is_told_later_is_booked_by_the_next_look(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        ref = world.checkout()
        server.pay(ref)
        charge = server.payments[server.sessions[ref]["payment_intent"]]["latest_charge"]
        settled, charge["balance_transaction"] = charge["balance_transaction"], None
        world.online_payments.check(token=world.token)
        assert world.runner.read_sync(SYSTEM, fee_amounts) == []
        charge["balance_transaction"] = settled
        world.reconciliation.look()
        assert world.runner.read_sync(SYSTEM, fee_amounts) == [-2_500]


def fee_amounts(work: Work) -> list[int]:
    return list(work.session.exec(select(LedgerEntry.amount).where(LedgerEntry.kind == EntryKind.FEE)))


def endpoint(**change: object) -> dict[str, object]:
    return {
        "object": "webhook_endpoint",
        "id": "we_1",
        "url": f"{URL}/webhooks/stripe",
        "status": "enabled",
        "enabled_events": list(EVENTS),
        **change,
    }


class TestProblems:
    @pytest.mark.parametrize(
        ("endpoints", "found"),
        [
            ([endpoint()], []),
            ([endpoint(enabled_events=["*"])], []),
            ([], [ConnectionProblem.NO_WEBHOOK]),
            ([endpoint(url="https://other.example/webhooks/stripe")], [ConnectionProblem.NO_WEBHOOK]),
            ([endpoint(status="disabled")], [ConnectionProblem.WEBHOOK_OFF]),
            ([endpoint(enabled_events=["charge.refunded"])], [ConnectionProblem.WEBHOOK_EVENTS]),
        ],
    )
    def test_of_the_webhook(
        self,
        at_stripe: tuple[World, StripeServer],
        endpoints: list[dict[str, object]],
        found: list[ConnectionProblem],
    ) -> None:
        world, server = at_stripe
        server.endpoints = endpoints
        assert world.gateway.problems() == found

    @pytest.mark.parametrize(
        ("answer", "found"),
        [
            ((401, "invalid_request_error"), ConnectionProblem.WRONG_KEY),
            ((403, "invalid_request_error"), ConnectionProblem.MISSING_RIGHT),
            ((500, "api_error"), ConnectionProblem.UNREACHABLE),
        ],
    )
    def test_of_the_key(
        self, at_stripe: tuple[World, StripeServer], answer: tuple[int, str], found: ConnectionProblem
    ) -> None:
        world, server = at_stripe
        server.refused = answer
        assert world.gateway.problems() == [found]


class TestDemoCases:
    """Every button of the demo's pay page ends where a real provider's case would."""

    @pytest.fixture
    def demo(self, runner: Runner, jobs: RecordingJobs, now: FixedClock) -> World:
        made = demo_world(runner, jobs, now)
        made.new_invoice()
        return made

    def press(self, demo: World, choice: Choice, *, then: tuple[str, ...] = ()) -> None:
        ref = demo.checkout()
        demo.runner.run_sync(SYSTEM, demo_play.choose, ref=ref, choice=choice)
        demo.online_payments.check(token=demo.token)
        for what in then:
            demo.runner.run_sync(SYSTEM, demo_play.finish_later, ref=ref, what=what)
        for raw, headers in demo.webhooks():
            demo.receive(raw, headers)
        demo.run_jobs()

    @pytest.mark.parametrize(
        ("choice", "then", "amounts"),
        [
            (Choice.PAY, (), [100_000]),
            (Choice.DECLINE, (), []),
            (Choice.LATER, ("paid",), [100_000]),
            (Choice.LATER_FAILED, ("failed",), []),
            (Choice.TWICE, (), [100_000]),
            (Choice.DISORDER, (), [100_000]),
            (Choice.EXPIRED, ("paid",), [100_000]),
            (Choice.REFUNDED, ("refunded",), [100_000, -50_000]),
            (Choice.DISPUTE_WON, ("disputed_won", "won"), [100_000, -100_000, 100_000]),
            (Choice.DISPUTE_LOST, ("disputed_lost", "lost"), [100_000, -100_000, 100_000, -100_000]),
            (Choice.AMOUNT, (), []),
            (Choice.CURRENCY, (), []),
        ],
    )
    def test_books_what_happened(self, demo: World, choice: Choice, then: tuple[str, ...], amounts: list[int]) -> None:
        self.press(demo, choice, then=then)
        moved = [money.amount for money in demo.amounts()]
        assert sorted(moved) == sorted(amounts)
        assert (demo.status() is DocumentStatus.PAID) is (100_000 in amounts)  # whatever went back later

    @pytest.mark.parametrize(("choice", "free"), [(Choice.AMOUNT, 0), (Choice.CURRENCY, 100_000)])
    def test_a_contradiction_is_shown_and_accepted_with_one_click(self, demo: World, choice: Choice, free: int) -> None:
        from studio_app.domain.ledger.balances import unallocated

        self.press(demo, choice)
        demo.reconciliation.look()
        (found,) = demo.runner.read_sync(SYSTEM, differences)
        assert found.kind is DifferenceKind.CONTRADICTION
        demo.reconciliation.repair(SYSTEM, difference_id=found.id)
        assert demo.reconciliation.look() == 0
        left = demo.runner.read_sync(SYSTEM, unallocated)
        assert sum(left.values()) == free
        assert sum(money.amount for money in demo.amounts()) == (0 if free else 99_999)


class TestLook:
    def test_finds_a_payment_that_nobody_here_asked_for(self, at_stripe: tuple[World, StripeServer]) -> None:
        world, server = at_stripe
        world.pay(world.checkout())
        session = next(iter(server.sessions.values()))
        session["client_reference_id"] = "another system's"
        session["id"] = "cs_test_other"
        server.sessions = {"cs_test_other": session}
        world.reconciliation.look()
        (found,) = world.runner.read_sync(SYSTEM, differences)
        assert (found.kind, found.theirs) == (DifferenceKind.FOREIGN, rub(100_000))
        world.reconciliation.look()
        assert len(world.runner.read_sync(SYSTEM, differences)) == 1

    def test_tells_how_it_stands(self, world: World) -> None:
        paid(world)
        assert world.runner.read_sync(SYSTEM, health).looked_at is None
        world.reconciliation.look()
        now = world.runner.read_sync(SYSTEM, health)
        assert (now.problem, now.open) == ("", 0)

    def test_shows_a_refund_that_got_stuck(self, world: World) -> None:
        from studio_app.domain.payments.refunds import start_refund

        started = world.runner.run_sync(SYSTEM, start_refund, entry_id=paid(world), amount=rub(10), reason="x")
        world.clock.advance(timedelta(hours=1))
        world.reconciliation.look()
        (found,) = world.runner.read_sync(SYSTEM, differences)
        assert (found.kind, found.ref) == (DifferenceKind.REFUND, started.id)
        world.reconciliation.repair(SYSTEM, difference_id=found.id)
        assert world.amounts() == [rub(100_000), rub(-10)]
