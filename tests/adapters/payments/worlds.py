"""The same small world around each provider, a line each: the real ones, and the one that lives in the tests only."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager

import pytest

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from tests.adapters.payments.conftest import World
from tests.adapters.payments.demo.world import demo
from tests.adapters.payments.stripe.world import stripe
from tests.adapters.payments.wallet import wallet_world
from tests.adapters.payments.yookassa.world import yookassa
from tests.wallet import WALLET

WORLDS: Mapping[str, Callable[[Runner, RecordingJobs, FixedClock], AbstractContextManager[World]]] = {
    "demo": demo,
    "stripe": stripe,
    "yookassa": yookassa,
    WALLET.name: wallet_world,
}


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest, runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    """A studio with an invoice, connected to one of the providers."""
    with WORLDS[request.param](runner, jobs, now) as made:
        made.new_invoice()
        yield made
