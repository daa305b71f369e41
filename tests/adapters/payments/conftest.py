"""A small world with a real SQLite file, a runner, online payments, and a provider of either kind."""

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.inbox import Inbox
from studio_app.adapters.payments.online_payments import OnlinePayments
from studio_app.adapters.payments.reconciliation import Reconciliation
from studio_app.adapters.payments.refunding import Refunds
from studio_app.adapters.payments.settlement import Settlement
from studio_app.core.clock import FixedClock
from studio_app.core.ids import new_id
from studio_app.core.money import Money
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.payments.providers.gateway import PaymentGateway
from studio_app.domain.work import Work
from studio_app.reactions import reactions
from tests.booked import Booked, booked
from tests.selling import issued_invoice, make_studio

CLIENT = Actor(kind=ActorKind.CLIENT, ip="192.0.2.1")
URL = "https://studio.example"


@dataclasses.dataclass
class World:
    """What a test of a provider needs. `pay(ref)` and `arrive(ref)` happen on the provider's side."""

    runner: Runner
    jobs: RecordingJobs
    clock: FixedClock
    gateway: PaymentGateway
    settlement: Settlement
    pay: Callable[[str], None]
    pay_later: Callable[[str], None]
    arrive: Callable[[str], None]
    webhooks: Callable[[], list[tuple[bytes, dict[str, str]]]]  # all so far, signed now
    decline: Callable[[str], None] = lambda _: None  # the payer has not enough money
    lapse: Callable[[str], None] = lambda _: None  # time goes by there, where nobody else can close a checkout
    signs: bool = True  # its webhooks
    tells_processing: bool = True  # between the payer's word and the money
    invoice_id: str = ""
    token: str = ""

    def __post_init__(self) -> None:
        self.online_payments = OnlinePayments(self.settlement, provider=self.gateway.name, url=URL)
        self.refunds = Refunds(self.settlement)
        self.inbox = Inbox(self.settlement)
        self.reconciliation = Reconciliation(self.settlement, self.inbox, self.refunds)

    def new_invoice(self, deal_id: str = "deal", amount: int = 100_000) -> None:
        self.invoice_id = self.runner.run_sync(SYSTEM, issued_invoice, deal_id=deal_id, amount=amount)
        self.token = self.runner.read_sync(SYSTEM, token_of, invoice_id=self.invoice_id)

    def checkout(self) -> str:
        """Press the pay button; the provider's ref of the checkout."""
        return self.online_payments.checkout(CLIENT, token=self.token).rpartition("/")[2]

    def receive(self, raw: bytes, headers: dict[str, str]) -> bool:
        return asyncio.run(self.inbox.take(provider=self.gateway.name, raw=raw, headers=headers, peer_ip="127.0.0.1"))

    def run_jobs(self) -> None:
        """What the inbox does in its thread."""
        self.inbox.handle_waiting()

    def status(self) -> DocumentStatus:
        return self.runner.read_sync(SYSTEM, _status, invoice_id=self.invoice_id)

    def entries(self) -> tuple[Booked, ...]:
        return self.runner.read_sync(SYSTEM, booked, invoice_id=self.invoice_id)

    def amounts(self) -> list[Money]:
        return [entry.amount for entry in self.entries()]


def token_of(work: Work, *, invoice_id: str) -> str:
    return link_token(work, get_document(work, invoice_id))


def _status(work: Work, *, invoice_id: str) -> DocumentStatus:
    return get_document(work, invoice_id).status


@pytest.fixture
def now() -> FixedClock:
    return FixedClock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def runner(tmp_path: Path, now: FixedClock, jobs: RecordingJobs) -> Iterator[Runner]:
    """A runner on a fresh SQLite file with a studio in it; its clock starts at the real time."""
    made = Runner(
        make_engine(f"sqlite:///{tmp_path}/studio.db"),
        clock=now,
        new_id=new_id,
        links=LinkTokens(b"test key"),
        jobs=jobs,
        reactions=reactions(),
        publish=lambda _: None,
    )
    metadata.create_all(made.engine)
    made.run_sync(SYSTEM, make_studio)
    yield made
    made.close()
