"""Two people do the same at one moment: on both databases one of them is first, and the other one is told."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import StudioError
from studio_app.core.ids import new_id
from studio_app.core.money import Money
from studio_app.core.tokens import LinkTokens
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.documents.models import Document, DocumentStatus
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.payments.attempts import start_attempt
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.receiving.bank import record_bank_transfer
from studio_app.domain.studio.models import StageRole
from studio_app.domain.timeline import TimelineEvent
from studio_app.domain.work import SYSTEM, Work
from studio_app.reactions import reactions
from tests import postgres
from tests.selling import DEAL, issued_invoice, make_deal, make_studio

pytestmark = pytest.mark.service

Act = Callable[[Work], object]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgres.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Runner]:
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("cluster") if on_server else f"sqlite:///{tmp_path}/studio.db"
    made = Runner(
        make_engine(url),
        clock=FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        new_id=new_id,
        links=LinkTokens(b"test key"),
        jobs=RecordingJobs(),
        reactions=reactions(),
        publish=lambda _: None,
    )
    metadata.drop_all(made.engine)
    metadata.create_all(made.engine)
    made.run_sync(SYSTEM, make_studio)
    yield made
    made.close()


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
        assert events(runner, "deal.moved") == 1

    def test_a_draft_is_issued_once_and_takes_one_number(self, runner: Runner) -> None:
        runner.run_sync(SYSTEM, make_deal, amount=100)
        draft = runner.run_sync(SYSTEM, create_invoice, deal_id=DEAL).document_id
        issue: Act = lambda work: issue_invoice(work, document_id=draft)  # noqa: E731
        answers = at_once(runner, issue, issue)
        assert refusals(answers) == ["illegal_transition"]
        assert events(runner, "invoice.published") == 1
        assert runner.read_sync(SYSTEM, lambda work: work.session.get_one(Invoice, draft).sequence) == 1

    def test_a_deal_is_not_invoiced_twice(self, runner: Runner) -> None:
        runner.run_sync(SYSTEM, make_deal, amount=100)
        draft: Act = lambda work: create_invoice(work, deal_id=DEAL)  # noqa: E731
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
