"""Forty people do it at one moment, on both databases: numbers have no gaps and no doubles, and the money is right."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from studio_app.adapters.db import engine as engines
from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import StudioError, Unavailable
from studio_app.core.ids import new_id
from studio_app.core.money import Money
from studio_app.core.tokens import LinkTokens
from studio_app.domain.accounts.sign_in import begin_attempt
from studio_app.domain.accounts.sign_in_limits import MAX_PER_PERSON
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.attempts import record_checkout, start_attempt
from studio_app.domain.payments.models import PaymentRefund
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import RemoteEntry, RemoteState, RemoteStatus
from studio_app.domain.payments.refunds import start_refund
from studio_app.domain.studio.models import Counter
from studio_app.domain.studio.numbering import DEALS, next_deal_number, next_number
from studio_app.domain.work import Work
from studio_app.reactions import reactions
from tests.both_databases import cluster
from tests.conftest import NOON
from tests.selling import ENTITY, issued_invoice, make_deal, make_studio

__all__ = ["cluster"]  # a fixture

pytestmark = pytest.mark.service

SIDES = 40
Act = Callable[[Work], Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def runners(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Runner]]:
    """Four processes' worth of runners, ten writers each."""
    url = request.getfixturevalue("cluster") if request.param == "postgresql" else f"sqlite:///{tmp_path}/studio.db"
    made = [
        Runner(
            make_engine(url),
            clock=FixedClock(NOON),
            new_id=new_id,
            links=LinkTokens(b"test key"),
            jobs=RecordingJobs(),
            reactions=reactions(),
            publish=lambda _: None,
            readers=10,
        )
        for _ in range(4)
    ]
    metadata.drop_all(made[0].engine)
    metadata.create_all(made[0].engine)
    made[0].run_sync(SYSTEM, make_studio)
    yield made
    for one in made:
        one.close()


def at_once(runners: list[Runner], *acts: Act) -> list[Any]:
    """What each act answers, or its refusal; all of them begin together."""
    ready = threading.Barrier(len(acts))

    def do(numbered: tuple[int, Act]) -> Any:
        number, act = numbered
        ready.wait()
        while True:
            try:
                return runners[number % len(runners)].run_sync(SYSTEM, act)
            except Unavailable:  # a busy machine: the answer was to come again, and nothing has changed
                continue
            except StudioError as refused:
                return refused

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, enumerate(acts)))


def entries(work: Work) -> list[LedgerEntry]:
    return list(work.session.exec(select(LedgerEntry)))


def paid_online(work: Work) -> str:
    """An invoice whose whole sum was paid online; the id of the money's entry."""
    invoice = issued_invoice(work)
    attempt = start_attempt(work, token=link_token(work, get_document(work, invoice)), provider="demo")
    record_checkout(work, attempt_id=attempt.id, ref="ref", redirect_url="https://pay.example/1")
    entry = RemoteEntry("pay", EntryKind.PAYMENT, attempt.amount, NOON)
    state = RemoteState("ref", attempt.id, RemoteStatus.PAID, attempt.amount, live_mode=False, entries=(entry,))
    apply_remote(work, provider="demo", state=state)
    return next(one.id for one in entries(work) if one.kind is EntryKind.PAYMENT)


class TestNumbers:
    def test_of_invoices_have_no_gaps_and_no_doubles(self, runners: list[Runner]) -> None:
        def drafts(work: Work) -> list[str]:
            deals = [make_deal(work, deal_id=f"deal{number}", amount=100) for number in range(SIDES)]
            return [create_invoice(work, deal_id=deal.id).document_id for deal in deals]

        made = runners[0].run_sync(SYSTEM, drafts)
        at_once(runners, *(partial(issue_invoice, document_id=one) for one in made))
        taken = runners[0].read_sync(SYSTEM, lambda work: list(work.session.exec(select(Invoice.sequence))))
        assert sorted(number or 0 for number in taken) == list(range(1, SIDES + 1))

    def test_hold_without_the_one_turn_of_writers(self, runners: list[Runner]) -> None:
        runners[0].run_sync(SYSTEM, lambda work: work.session.merge(Counter(name=DEALS, last=0)) and None)
        for one in runners:
            if one.engine.dialect.name == "postgresql":
                event.remove(one.engine, "begin", engines._begin_on_server)

        def take(work: Work) -> tuple[int, int]:
            return next_deal_number(work), next_number(work, legal_entity_id=ENTITY, kind="k", year=2026)

        taken = at_once(runners, *[take] * SIDES)
        for numbers in zip(*taken, strict=True):
            assert sorted(numbers) == list(range(1, SIDES + 1))


class TestMoney:
    def test_of_a_void_invoice_is_none_and_of_a_paid_one_is_once(self, runners: list[Runner]) -> None:
        invoice = runners[0].run_sync(SYSTEM, issued_invoice)
        pay = partial(
            record_bank_transfer,
            invoice_id=invoice,
            amount=Money(100_000, "RUB"),
            received_on=date(2026, 11, 23),
            reference="17",
        )
        void = partial(void_invoice, document_id=invoice, reason="mistake")
        answers = at_once(runners, *[void, pay] * (SIDES // 2))
        status = runners[0].read_sync(SYSTEM, lambda work: get_document(work, invoice).status)
        booked = [one.amount for one in runners[0].read_sync(SYSTEM, entries)]
        assert (status, booked) in [(DocumentStatus.VOID, []), (DocumentStatus.PAID, [100_000])]
        assert sum(not isinstance(one, StudioError) for one in answers) >= 1

    def test_is_given_back_whole_once(self, runners: list[Runner]) -> None:
        entry = runners[0].run_sync(SYSTEM, paid_online)
        whole = partial(start_refund, entry_id=entry, amount=Money(100_000, "RUB"), reason="they changed their mind")
        answers = at_once(runners, *[whole] * SIDES)
        asked = runners[0].read_sync(SYSTEM, lambda work: list(work.session.exec(select(PaymentRefund.amount))))
        assert asked == [100_000]
        assert sum(isinstance(one, StudioError) for one in answers) == SIDES - 1

    def test_is_paid_once_however_often_the_provider_tells(self, runners: list[Runner]) -> None:
        def waiting(work: Work) -> RemoteState:
            invoice = issued_invoice(work)
            attempt = start_attempt(work, token=link_token(work, get_document(work, invoice)), provider="demo")
            record_checkout(work, attempt_id=attempt.id, ref="ref", redirect_url="https://pay.example/1")
            entry = RemoteEntry("pay", EntryKind.PAYMENT, attempt.amount, NOON)
            return RemoteState("ref", attempt.id, RemoteStatus.PAID, attempt.amount, live_mode=False, entries=(entry,))

        state = runners[0].run_sync(SYSTEM, waiting)
        at_once(runners, *[partial(apply_remote, provider="demo", state=state)] * SIDES)
        assert [one.amount for one in runners[0].read_sync(SYSTEM, entries)] == [100_000]


class TestClock:
    def test_put_back_a_day_locks_nobody_out(self, runners: list[Runner]) -> None:
        clock = FixedClock(NOON)
        runners[0]._clock = clock
        for _ in range(MAX_PER_PERSON):
            runners[0].run_sync(SYSTEM, begin_attempt, email="owner@studio.example")
        clock.set(NOON - timedelta(days=1))
        runners[0].run_sync(SYSTEM, begin_attempt, email="owner@studio.example")
