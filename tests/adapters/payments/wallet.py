"""The small world around the wallet that lives in the tests only."""

from collections.abc import Iterator
from contextlib import contextmanager

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.settlement import Settlement
from studio_app.core.clock import FixedClock
from studio_app.domain.payments.providers.gateway import RemoteStatus
from tests.adapters.payments.conftest import World
from tests.wallet import NO_MONEY, SECRET, Wallet, WalletGateway


@contextmanager
def wallet_world(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    """Its other side is an object in this process."""
    there = Wallet()
    gateway = WalletGateway(secret=SECRET, wallet=there)
    yield World(
        runner,
        jobs,
        now,
        gateway,
        Settlement(runner, {gateway.name: gateway}),
        pay=lambda ref: there.move(ref, RemoteStatus.PAID),
        pay_later=lambda ref: there.move(ref, RemoteStatus.PROCESSING),
        arrive=lambda ref: there.move(ref, RemoteStatus.PAID),
        decline=lambda ref: there.move(ref, RemoteStatus.FAILED, NO_MONEY),
        webhooks=lambda: list(there.told),
    )
