"""The small world around YooKassa's wire format."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.settlement import Settlement
from studio_app.adapters.payments.yookassa.gateway import YooKassaGateway
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.providers.fiscal import fiscal_of
from tests.adapters.payments.conftest import World
from tests.adapters.payments.yookassa.server import SECRET, SHOP, YooKassaServer, running


def yookassa_world(runner: Runner, jobs: RecordingJobs, now: FixedClock, server: YooKassaServer, address: str) -> World:
    gateway = YooKassaGateway(
        shop_id=SHOP,
        secret_key=SECRET,
        fiscal=lambda attempt_id: runner.read_sync(SYSTEM, fiscal_of, attempt_id=attempt_id),
        api_base=address,
        networks=["127.0.0.0/8"],
        timeout=5,
    )
    return World(
        runner,
        jobs,
        now,
        gateway,
        Settlement(runner, {"yookassa": gateway}),
        pay=server.pay,
        pay_later=lambda _: None,  # it is pending before and after the payer's word
        arrive=server.pay,
        decline=server.decline,
        webhooks=lambda: [(json.dumps(event).encode(), {}) for event in server.events],
        lapse=server.lapse,
        signs=False,
        tells_processing=False,
    )


@contextmanager
def yookassa(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    """With a server that speaks as YooKassa does, and refuses what it would."""
    with running() as (server, address):
        made = yookassa_world(runner, jobs, now, server, address)
        yield made
        assert isinstance(made.gateway, YooKassaGateway)
        made.gateway.close()
        assert server.invalid == []
