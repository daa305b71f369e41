"""The same small world around each provider: the demo, Stripe's SDK and YooKassa's wire format."""

import json
from collections.abc import Iterator

import pytest
import stripe

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.demo import bank as demo_bank
from studio_app.adapters.payments.demo import play as demo_play
from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER, DemoGateway
from studio_app.adapters.payments.demo.play import Choice
from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.adapters.payments.settlement import Settlement
from studio_app.adapters.payments.stripe.gateway import StripeGateway
from studio_app.adapters.payments.yookassa.gateway import YooKassaGateway
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.providers.fiscal import fiscal_of
from tests.adapters.payments.conftest import URL, World
from tests.adapters.payments.stripe.server import running
from tests.adapters.payments.yookassa.server import SECRET as YOOKASSA_SECRET
from tests.adapters.payments.yookassa.server import SHOP, YooKassaServer
from tests.adapters.payments.yookassa.server import running as yookassa_running

SECRET = "whsec_test"


def demo_world(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> World:
    gateway = DemoGateway(runner, secret=b"secret", url=URL, loopback="http://127.0.0.1:9")

    def press(ref: str, choice: Choice) -> None:
        runner.run_sync(SYSTEM, demo_play.choose, ref=ref, choice=choice)

    def webhooks() -> list[tuple[bytes, dict[str, str]]]:
        told = [job.args["event_id"] for job in jobs.enqueued if job.job == "deliver_demo_webhook"]
        bodies = [runner.read_sync(SYSTEM, demo_bank.event_body, event_id=event_id) for event_id in told]
        raws = [json.dumps(body).encode() for body in bodies]
        return [(raw, {SIGNATURE_HEADER: gateway.sign(raw)}) for raw in raws]

    return World(
        runner,
        jobs,
        now,
        gateway,
        Settlement(runner, {"demo": gateway}),
        pay=lambda ref: press(ref, Choice.PAY),
        pay_later=lambda ref: press(ref, Choice.LATER),
        arrive=lambda ref: runner.run_sync(SYSTEM, demo_play.finish_later, ref=ref),
        webhooks=webhooks,
    )


def yookassa_world(runner: Runner, jobs: RecordingJobs, now: FixedClock, server: YooKassaServer, address: str) -> World:
    gateway = YooKassaGateway(
        shop_id=SHOP,
        secret_key=YOOKASSA_SECRET,
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
        webhooks=lambda: [(json.dumps(event).encode(), {}) for event in server.events],
        lapse=server.lapse,
        signs=False,
        tells_processing=False,
    )


@pytest.fixture(params=list(PROVIDERS))
def world(request: pytest.FixtureRequest, runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    if request.param == "demo":
        made = demo_world(runner, jobs, now)
        made.new_invoice()
        yield made
        return
    if request.param == "yookassa":
        with yookassa_running() as (server, address):
            made = yookassa_world(runner, jobs, now, server, address)
            made.new_invoice()
            yield made
            assert isinstance(made.gateway, YooKassaGateway)
            made.gateway.close()
            assert server.invalid == []
        return
    assert request.param == "stripe", "a provider without a world of its own"
    with running() as (server, address):
        gateway = StripeGateway(key="sk_test_1", webhook_secret=SECRET, api_base=address, timeout=5)

        def webhooks() -> list[tuple[bytes, dict[str, str]]]:
            raws = [json.dumps(event) for event in server.events]
            sign = stripe.WebhookSignature.generate_signature_header
            return [(raw.encode(), {"stripe-signature": sign(raw, SECRET)}) for raw in raws]

        made = World(
            runner,
            jobs,
            now,
            gateway,
            Settlement(runner, {"stripe": gateway}),
            pay=server.pay,
            pay_later=lambda ref: server.pay(ref, later=True),
            arrive=server.money_arrives,
            webhooks=webhooks,
        )
        made.new_invoice()
        yield made
        gateway.close()
        assert server.invalid == []
