"""The small world around the demo provider."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.payments.demo import bank, play
from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER, DemoGateway
from studio_app.adapters.payments.demo.play import Choice
from studio_app.adapters.payments.settlement import Settlement
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import SYSTEM
from tests.adapters.payments.conftest import URL, World


def demo_world(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> World:
    gateway = DemoGateway(runner, secret=b"secret", url=URL, loopback="http://127.0.0.1:9")

    def press(ref: str, choice: Choice) -> None:
        runner.run_sync(SYSTEM, play.choose, ref=ref, choice=choice)

    def webhooks() -> list[tuple[bytes, dict[str, str]]]:
        told = [job.args["event_id"] for job in jobs.enqueued if job.job == "deliver_demo_webhook"]
        bodies = [runner.read_sync(SYSTEM, bank.event_body, event_id=event_id) for event_id in told]
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
        arrive=lambda ref: runner.run_sync(SYSTEM, play.finish_later, ref=ref),
        decline=lambda ref: press(ref, Choice.NO_MONEY),
        webhooks=webhooks,
    )


@contextmanager
def demo(runner: Runner, jobs: RecordingJobs, now: FixedClock) -> Iterator[World]:
    """Its other side is tables of ours."""
    yield demo_world(runner, jobs, now)
