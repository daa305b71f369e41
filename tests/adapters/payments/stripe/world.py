"""The small world around Stripe's SDK."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import stripe as sdk

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.settlement import Settlement
from studio_app.adapters.payments.stripe.gateway import StripeGateway
from studio_app.core.clock import FixedClock
from tests.adapters.payments.conftest import URL, World
from tests.adapters.payments.stripe.server import StripeServer, running

SECRET = "whsec_test"


@contextmanager
def stripe(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    """Without its other side."""
    with stripe_world(runner, jobs, now) as (world, _):
        yield world


@contextmanager
def stripe_world(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[tuple[World, StripeServer]]:
    """With a server made of Stripe's recorded objects, which refuses what its description does not know."""
    with running() as (server, address):
        gateway = StripeGateway(
            key="rk_test_1", webhook_secret=SECRET, webhook_url=f"{URL}/webhooks/stripe", api_base=address, timeout=5
        )

        def webhooks() -> list[tuple[bytes, dict[str, str]]]:
            raws = [json.dumps(event) for event in server.events]
            sign = sdk.WebhookSignature.generate_signature_header
            return [(raw.encode(), {"stripe-signature": sign(raw, SECRET)}) for raw in raws]

        def decline(ref: str) -> None:
            server.pay(ref, later=True)
            server.money_fails(ref)
            payment = server.payments[server.sessions[ref]["payment_intent"]]
            payment["last_payment_error"] = {"code": "card_declined", "decline_code": "insufficient_funds"}

        world = World(
            runner,
            jobs,
            now,
            gateway,
            Settlement(runner, {"stripe": gateway}),
            pay=server.pay,
            pay_later=lambda ref: server.pay(ref, later=True),
            arrive=server.money_arrives,
            decline=decline,
            webhooks=webhooks,
        )
        yield world, server
        gateway.close()
        assert server.invalid == []
