"""kill -9 at each line of the payment path, on both databases: after a restart the outcome is the same."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlmodel import select

from studio_app.adapters.db.schema import metadata
from studio_app.bootstrap import Services, build
from studio_app.config import Settings
from studio_app.core.ids import new_id
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.gateway import RemoteStatus
from studio_app.domain.work import Work
from tests.adapters.payments import paying, voiding
from tests.booked import booked
from tests.postgres import binaries, cluster
from tests.selling import issued_invoice, make_studio

Drill = Callable[[str, str], None]

pytestmark = pytest.mark.service

POINTS = (
    "attempt.before_provider",  # the row is written, the provider not asked
    "attempt.after_provider",  # it has opened a checkout, we have not stored its ref
    "checkout.stored",  # the client may pay, nobody has pressed
    "webhook.arrives",  # paid over there, not told here
    "webhook.stored",  # acknowledged, not handled
    "webhook.fetched",  # the truth is in our hands, not in the books
    "webhook.in_transaction",  # booked, not committed
    "webhook.handled",  # booked, the refund not asked for
    "refund.before_provider",
    "refund.after_provider",
)

VOID_POINTS = (
    "void.before_provider",  # nothing has happened yet
    "void.after_provider",  # the checkout is closed over there, and open here
    "void.checkout_closed",  # closed in both places, the invoice not void
    "void.in_transaction",  # void, not committed
)

_PROCESSES = multiprocessing.get_context("forkserver")  # each is new, but what it imports is imported already
_PROCESSES.set_forkserver_preload([paying.__name__, voiding.__name__])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'studio.db'}"
    address: str = request.getfixturevalue("server")
    name = f"drill_{new_id()}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return f"{address.rpartition('/')[0]}/{name}"


@pytest.mark.parametrize("point", POINTS)
def test_the_outcome_is_the_same_after_a_kill(url: str, point: str, tmp_path: Path) -> None:
    invoice_id = _killed(tmp_path, url, paying.main, point)
    after = _services(tmp_path, url)
    try:
        amounts = [entry.amount.amount for entry in after.runner.read_sync(SYSTEM, booked, invoice_id=invoice_id)]
        assert sorted(amounts) == [-40_000, 100_000]
        assert after.runner.read_sync(SYSTEM, _provider_says) == 60_000
    finally:
        after.close()


@pytest.mark.parametrize("point", VOID_POINTS)
def test_a_half_done_void_is_finished_after_a_kill(url: str, point: str, tmp_path: Path) -> None:
    invoice_id = _killed(tmp_path, url, voiding.main, point)
    after = _services(tmp_path, url)
    try:
        assert after.runner.read_sync(SYSTEM, booked, invoice_id=invoice_id) == ()
        assert after.runner.read_sync(SYSTEM, _statuses, invoice_id=invoice_id) == (
            DocumentStatus.VOID,
            [AttemptStatus.EXPIRED],
            [RemoteStatus.EXPIRED],
        )
    finally:
        after.close()


def _killed(folder: Path, url: str, drill: Drill, point: str) -> str:
    """Take a path until it dies at `point`, and once more to its end; the id of its invoice."""
    environment = {"STUDIO_DATA_DIR": str(folder), "STUDIO_DATABASE_URL": url}
    prepared = _services(folder, url)
    metadata.create_all(prepared.runner.engine)
    prepared.jobs.prepare()
    prepared.runner.run_sync(SYSTEM, make_studio)
    invoice_id = prepared.runner.run_sync(SYSTEM, issued_invoice)
    prepared.close()
    assert _lived(drill, environment, invoice_id, point) == -signal.SIGKILL, "it must have died at that line"
    assert _lived(drill, environment, invoice_id, "") == 0
    return invoice_id


def _statuses(work: Work, *, invoice_id: str) -> tuple[DocumentStatus, list[str], list[str]]:
    from studio_app.adapters.payments.demo.tables import DemoCheckout

    return (
        get_document(work, invoice_id).status,
        list(work.session.exec(select(PaymentAttempt.status))),
        list(work.session.exec(select(DemoCheckout.status))),
    )


def _lived(drill: Drill, environment: Mapping[str, str], invoice_id: str, point: str) -> int | None:
    """The exit code of a new process that takes the path, as far as `point`."""
    process = _PROCESSES.Process(target=_take, args=(drill, environment, invoice_id, point))
    process.start()
    process.join(120)
    return process.exitcode


def _take(drill: Drill, environment: Mapping[str, str], invoice_id: str, point: str) -> None:
    os.environ.update(environment)
    drill(invoice_id, point)


def _services(folder: Path, url: str) -> Services:
    return build(Settings(data_dir=folder, database_url=url))


def _provider_says(work: Work) -> int:
    from studio_app.adapters.payments.demo.bank import look_up
    from studio_app.adapters.payments.demo.tables import DemoCheckout

    states = [look_up(work, ref=ref) for ref in work.session.exec(select(DemoCheckout.ref))]
    entries = [entry for state in states if state for entry in state.entries]
    return sum(entry.amount.amount for entry in entries if entry.kind is not EntryKind.FEE)
