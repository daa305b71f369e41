"""An account kept in another currency than the invoice's: Stripe converts, the ledger follows to the cent."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.ledger.balances import unallocated
from studio_app.domain.ledger.booking import available
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.entries import BookFilter, book_page
from studio_app.domain.payments.providers.payouts import latest_payouts
from studio_app.domain.payments.reconciliation.differences import differences
from studio_app.domain.payments.refunds import refundable
from studio_app.domain.work import Work
from tests.adapters.payments.conftest import World, token_of
from tests.adapters.payments.stripe.server import DISPUTE_FEE, StripeServer
from tests.adapters.payments.stripe.world import stripe_world
from tests.selling import issued_invoice

pytestmark = pytest.mark.service

WHOLE = 100_000  # the invoice, in cents of a euro
FEE = WHOLE // 40


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def account(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[tuple[World, StripeServer]]:
    """A paid invoice in euro at an account in dollars; a euro was 1.10 dollars on that day."""
    with stripe_world(runner, jobs, now) as (made, server):
        server.books.currency, server.books.rate = "usd", Decimal("1.10")
        made.invoice_id = runner.run_sync(SYSTEM, issued_invoice, currency="EUR")
        made.token = runner.read_sync(SYSTEM, token_of, invoice_id=made.invoice_id)
        made.pay(made.checkout())
        made.online_payments.check(token=made.token)
        yield made, server


def booked(work: Work) -> list[tuple[EntryKind, int, str]]:
    rows = work.session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id)))
    return [(row.kind, row.amount, row.currency) for row in rows if row.kind is not EntryKind.FEE]


def sums(work: Work) -> dict[str, int]:
    """What the ledger has at the provider, by currency."""
    found: dict[str, int] = {}
    for row in work.session.exec(select(LedgerEntry)):
        found[row.currency] = found.get(row.currency, 0) + row.amount
    return {currency: amount for currency, amount in found.items() if amount}


def payment(work: Work) -> LedgerEntry:
    return work.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT)).one()


def left(work: Work) -> tuple[Money, Money]:
    return available(work, payment(work)), refundable(work, payment(work))


def at_stripe(server: StripeServer) -> dict[str, int]:
    rows = [row for row in server.books.rows if row["type"] != "payout"]
    return {"USD": sum(row["net"] for row in rows)}


def give_back(world: World, amount: int) -> None:
    entry_id = world.runner.read_sync(SYSTEM, lambda work: payment(work).id)
    world.refunds.give_back(SYSTEM, entry_id=entry_id, amount=eur(amount), reason="meant well")


def is_even(world: World, server: StripeServer) -> None:
    """No phantom difference, however often one looks, and the same money here and there in each currency."""
    assert world.reconciliation.look() == 0
    before: Any = world.runner.read_sync(SYSTEM, booked)
    assert world.reconciliation.look() == 0
    assert world.runner.read_sync(SYSTEM, booked) == before
    assert world.runner.read_sync(SYSTEM, differences) == ()
    assert world.runner.read_sync(SYSTEM, sums) == at_stripe(server)


class TestAConvertedPayment:
    def test_is_booked_as_it_came_and_as_it_was_turned(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        assert world.runner.read_sync(SYSTEM, booked) == [
            (EntryKind.PAYMENT, WHOLE, "EUR"),
            (EntryKind.CONVERSION, -WHOLE, "EUR"),
            (EntryKind.CONVERSION, 110_000, "USD"),
        ]
        assert world.runner.read_sync(SYSTEM, sums) == {"USD": 110_000 - FEE}
        is_even(world, server)

    def test_is_the_clients_in_the_currency_of_the_invoice(self, account: tuple[World, StripeServer]) -> None:
        world, _ = account
        assert (world.status(), world.amounts()) == (DocumentStatus.PAID, [eur(WHOLE)])
        assert world.runner.read_sync(SYSTEM, left) == (eur(0), eur(WHOLE))
        assert world.runner.read_sync(SYSTEM, unallocated) == {}

    def test_tells_what_each_side_was_turned_from_and_into(self, account: tuple[World, StripeServer]) -> None:
        world, _ = account
        rows = world.runner.read_sync(SYSTEM, book_page, only=BookFilter.FEES).rows
        turned = {row.amount: row.turned for row in rows if row.kind is EntryKind.CONVERSION}
        assert turned == {eur(-WHOLE): Money(110_000, "USD"), Money(110_000, "USD"): eur(WHOLE)}
        assert not any(row.can_reverse or row.free.amount for row in rows)
        assert {row.about.invoice_id for row in rows if row.about} == {world.invoice_id}

    def test_explains_a_payout_in_the_currency_of_the_account(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        server.pay_out(110_000 - FEE, "usd")
        is_even(world, server)
        (payout,) = world.runner.read_sync(SYSTEM, latest_payouts)
        assert {payout.amount.currency: payout.amount.amount} == world.runner.read_sync(SYSTEM, sums)

    def test_that_settles_later_is_converted_by_the_next_look(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        world.invoice_id = world.runner.run_sync(SYSTEM, issued_invoice, deal_id="deal2", currency="EUR")
        world.token = world.runner.read_sync(SYSTEM, token_of, invoice_id=world.invoice_id)
        ref = world.checkout()
        server.pay(ref)
        charge = server.payments[server.sessions[ref]["payment_intent"]]["latest_charge"]
        settled, charge["balance_transaction"] = charge["balance_transaction"], None
        world.online_payments.check(token=world.token)
        assert world.status() is DocumentStatus.PAID
        charge["balance_transaction"] = settled
        is_even(world, server)


class TestAConvertedRefund:
    def test_shows_what_the_rate_made_meanwhile(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        server.books.rate = Decimal("1.12")
        give_back(world, WHOLE)
        assert world.runner.read_sync(SYSTEM, booked)[3:] == [
            (EntryKind.REFUND, -WHOLE, "EUR"),
            (EntryKind.CONVERSION, WHOLE, "EUR"),
            (EntryKind.CONVERSION, -110_000, "USD"),
            (EntryKind.CONVERSION_DIFFERENCE, -2_000, "USD"),
        ]
        assert (world.status(), world.runner.read_sync(SYSTEM, left)) == (DocumentStatus.PAID, (eur(0), eur(0)))
        assert world.runner.read_sync(SYSTEM, unallocated) == {}
        is_even(world, server)

    def test_in_parts_takes_the_worth_of_the_payment_to_the_cent(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        for amount, rate in ((33_333, "1.0877"), (33_333, "1.10"), (33_334, "1.2")):
            server.books.rate = Decimal(rate)
            give_back(world, amount)
            is_even(world, server)
        rows = world.runner.read_sync(SYSTEM, booked)
        assert sum(amount for kind, amount, _ in rows if kind is EntryKind.CONVERSION) == 0

    def test_at_the_same_rate_makes_no_difference(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        give_back(world, 50_000)
        kinds = {kind for kind, _, _ in world.runner.read_sync(SYSTEM, booked)}
        assert EntryKind.CONVERSION_DIFFERENCE not in kinds
        is_even(world, server)

    def test_that_comes_home_is_turned_back(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        server.books.rate = Decimal("1.12")
        give_back(world, 40_000)
        server.books.rate = Decimal("1.08")
        server.bounce_refund(server.refunds[0])
        is_even(world, server)
        assert world.status() is DocumentStatus.PAID
        assert world.runner.read_sync(SYSTEM, booked)[-3:] == [
            (EntryKind.CONVERSION, -40_000, "EUR"),
            (EntryKind.CONVERSION, 44_000, "USD"),
            (EntryKind.CONVERSION_DIFFERENCE, -800, "USD"),
        ]


class TestAConvertedDispute:
    @pytest.mark.parametrize("end", ["won", "lost"])
    def test_is_followed_to_its_end(self, account: tuple[World, StripeServer], end: str) -> None:
        world, server = account
        server.books.rate = Decimal("1.15")
        dispute = server.dispute(next(iter(server.sessions)))
        is_even(world, server)
        server.books.rate = Decimal("1.05")
        server.decide(dispute, end)
        is_even(world, server)
        assert world.status() is DocumentStatus.PAID
        home = 110_000 - 115_000 + 105_000 if end == "won" else 110_000 - 115_000
        assert world.runner.read_sync(SYSTEM, sums) == {"USD": home - FEE - DISPUTE_FEE}


class TestADisputeInTheCurrencyOfTheAccount:
    """A bank may tell it in another currency than the payment's (and in another sum: rates move)."""

    @pytest.mark.parametrize(("told", "due"), [(110_000, WHOLE), (115_000, WHOLE), (55_000, WHOLE // 2)])
    def test_takes_its_worth_from_the_payment(self, account: tuple[World, StripeServer], told: int, due: int) -> None:
        world, server = account
        server.dispute(next(iter(server.sessions)), amount=told, currency="usd")
        is_even(world, server)
        assert world.status() is DocumentStatus.PAID
        assert world.runner.read_sync(SYSTEM, left) == (eur(0), eur(WHOLE - due))
        assert world.runner.read_sync(SYSTEM, sums) == {"USD": 110_000 - told - FEE - DISPUTE_FEE}

    @pytest.mark.parametrize("end", ["won", "lost"])
    def test_ends_as_any_other(self, account: tuple[World, StripeServer], end: str) -> None:
        world, server = account
        dispute = server.dispute(next(iter(server.sessions)), amount=115_000, currency="usd")
        is_even(world, server)
        server.decide(dispute, end)
        is_even(world, server)
        assert world.status() is DocumentStatus.PAID

    def test_waits_until_it_is_known_what_the_payment_was_there(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        charge = next(iter(server.payments.values()))["latest_charge"]
        settled, charge["balance_transaction"] = charge["balance_transaction"], None
        server.dispute(next(iter(server.sessions)), amount=110_000, currency="usd")
        world.reconciliation.look()
        assert world.status() is DocumentStatus.PAID
        charge["balance_transaction"] = settled
        is_even(world, server)
        assert world.status() is DocumentStatus.PAID

    def test_of_a_currency_that_nobody_turned_is_booked_as_told(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        server.books.currency = ""  # withheld from a balance of its own
        server.dispute(next(iter(server.sessions)), amount=90_000, currency="gbp")
        assert world.reconciliation.look() == 0
        assert world.runner.read_sync(SYSTEM, unallocated) == {"GBP": -90_000}
        assert world.status() is DocumentStatus.PAID
        assert world.runner.read_sync(SYSTEM, left) == (eur(0), eur(WHOLE))


class TestAnAccountInTheCurrencyOfTheInvoice:
    def test_converts_nothing(self, account: tuple[World, StripeServer]) -> None:
        world, server = account
        server.books.currency = "eur"
        world.invoice_id = world.runner.run_sync(SYSTEM, issued_invoice, deal_id="deal2", currency="EUR")
        world.token = world.runner.read_sync(SYSTEM, token_of, invoice_id=world.invoice_id)
        world.pay(world.checkout())
        world.online_payments.check(token=world.token)
        kinds = [kind for kind, _, _ in world.runner.read_sync(SYSTEM, booked)]
        assert kinds.count(EntryKind.CONVERSION) == 2
