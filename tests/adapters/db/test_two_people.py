"""Two people do the same at one moment: on both databases one of them is first, and the other one is told."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlmodel import func, select

from studio_app.adapters.db.runner import Runner
from studio_app.core.errors import StudioError
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.payments.attempts import start_attempt
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.both_databases import cluster, runner
from tests.selling import DEAL, issued_invoice, make_deal

__all__ = ["cluster", "runner"]  # fixtures

pytestmark = pytest.mark.service

Act = Callable[[Work], object]


def at_once(runner: Runner, *acts: Act) -> list[Any]:
    """What each act answers, or its refusal; each goes on as late as it may, so that both have looked if both can."""
    meeting = threading.Barrier(len(acts))

    def look_and_act(work: Work, *, act: Act) -> object:
        looked = [*work.session.exec(select(Deal)), *work.session.exec(select(Document))]
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=0.5)
        assert looked  # held, as a use case holds what it has asked for
        return act(work)

    def do(act: Act) -> object:
        try:
            return runner.run_sync(SYSTEM, look_and_act, act=act)
        except StudioError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, acts))


def refusals(answers: list[Any]) -> list[str]:
    return [one.code for one in answers if isinstance(one, StudioError)]


def events(runner: Runner, kind: str) -> int:
    query = select(func.count()).select_from(TimelineEvent).where(TimelineEvent.kind == kind)
    return runner.read_sync(SYSTEM, lambda work: work.session.exec(query).one())


class TestTwoPeople:
    def test_who_moves_a_card_that_has_just_been_moved_is_told(self, runner: Runner) -> None:
        runner.run_sync(SYSTEM, make_deal)

        def to(stage: StageRole) -> Act:
            return lambda work: move(work, deal_id=DEAL, stage_id=stage.value, version=1)

        answers = at_once(runner, to(StageRole.ESTIMATE), to(StageRole.CONTRACT))
        assert refusals(answers) == ["stale"]
        assert events(runner, EventKind.DEAL_MOVED) == 1

    def test_a_draft_is_issued_once_and_takes_one_number(self, runner: Runner) -> None:
        runner.run_sync(SYSTEM, make_deal, amount=100)
        draft = runner.run_sync(SYSTEM, create_invoice, deal_id=DEAL).document_id
        issue = partial(issue_invoice, document_id=draft)
        answers = at_once(runner, issue, issue)
        assert refusals(answers) == ["illegal_transition"]
        assert events(runner, EventKind.INVOICE_PUBLISHED) == 1
        assert runner.read_sync(SYSTEM, lambda work: work.session.get_one(Invoice, draft).sequence) == 1

    def test_a_deal_is_not_invoiced_twice(self, runner: Runner) -> None:
        runner.run_sync(SYSTEM, make_deal, amount=100)
        draft = partial(create_invoice, deal_id=DEAL)
        assert refusals(at_once(runner, draft, draft)) == ["invalid"]

    def test_a_void_invoice_is_not_being_paid(self, runner: Runner) -> None:
        invoice = runner.run_sync(SYSTEM, issued_invoice)
        token = runner.read_sync(SYSTEM, lambda work: link_token(work, get_document(work, invoice)))
        answers = at_once(
            runner,
            lambda work: void_invoice(work, document_id=invoice, reason="mistake"),
            lambda work: start_attempt(work, token=token, provider="demo"),
        )
        assert len(refusals(answers)) == 1
        attempts = runner.read_sync(SYSTEM, lambda work: len(work.session.exec(select(PaymentAttempt)).all()))
        status = runner.read_sync(SYSTEM, lambda work: get_document(work, invoice).status)
        assert (status, attempts) in {(DocumentStatus.VOID, 0), (DocumentStatus.PUBLISHED, 1)}

    def test_a_void_invoice_has_no_money(self, runner: Runner) -> None:
        invoice = runner.run_sync(SYSTEM, issued_invoice)
        due = runner.read_sync(SYSTEM, lambda work: work.session.get_one(Invoice, invoice).total_amount)
        answers = at_once(
            runner,
            lambda work: void_invoice(work, document_id=invoice, reason="mistake"),
            lambda work: record_bank_transfer(
                work, invoice_id=invoice, amount=Money(due, "RUB"), received_on=date(2026, 11, 23), reference="17"
            ),
        )
        assert len(refusals(answers)) == 1
