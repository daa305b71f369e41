"""Numbers stay without gaps when many people issue at once, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlmodel import select

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.work import Work
from studio_app.reactions import reactions
from tests import postgres
from tests.conftest import NOON
from tests.selling import make_deal, make_studio

pytestmark = pytest.mark.service

INVOICES = 24


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgres.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def runners(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Runner]]:
    """Two processes' worth of runners on one fresh database."""
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("cluster") if on_server else f"sqlite:///{tmp_path}/studio.db"
    made = [
        Runner(
            make_engine(url),
            clock=FixedClock(NOON),
            new_id=new_id,
            links=LinkTokens(b"test key"),
            jobs=RecordingJobs(),
            reactions=reactions(),
            publish=lambda _: None,
        )
        for _ in range(2)
    ]
    metadata.create_all(made[0].engine)
    yield made
    for runner in made:
        runner.close()


class TestIssueUnderLoad:
    def test_numbers_have_no_gaps_and_no_doubles(self, runners: list[Runner]) -> None:
        drafts = runners[0].run_sync(SYSTEM, _drafts)

        def issue(index: int) -> None:
            use_case = _issue_and_fail if index % 4 == 3 else issue_invoice
            with suppress(Invalid):
                runners[index % 2].run_sync(SYSTEM, use_case, document_id=drafts[index])

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(issue, range(INVOICES)))
        issued = runners[0].read_sync(SYSTEM, _sequences)
        assert issued == list(range(1, INVOICES * 3 // 4 + 1))


def _drafts(work: Work) -> list[str]:
    make_studio(work)
    made: list[str] = []
    for index in range(INVOICES):
        deal = make_deal(work, deal_id=f"deal{index}", amount=100)
        made.append(create_invoice(work, deal_id=deal.id).document_id)
    return made


def _issue_and_fail(work: Work, *, document_id: str) -> None:
    issue_invoice(work, document_id=document_id)
    raise Invalid(field="", reason="required")


def _sequences(work: Work) -> list[int | None]:
    return sorted(number for number in work.session.exec(select(Invoice.sequence)) if number is not None)
