"""The button that checks the connection: what each provider answers, and what our own books know."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from studio_app.adapters.payments.checkup import check_up
from studio_app.adapters.payments.yookassa.gateway import YooKassaGateway
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.providers.fiscal import fiscal_of
from studio_app.domain.payments.providers.gateway import ConnectionProblem
from tests.adapters.payments.conftest import World
from tests.adapters.payments.worlds import world
from tests.adapters.payments.yookassa.server import SECRET, SHOP, YooKassaServer
from tests.adapters.payments.yookassa.server import running as yookassa_running

__all__ = ["world"]  # the fixture of the contract suite, for every provider

pytestmark = pytest.mark.service

LOCAL = "http://localhost:3000/webhooks/x"
OUTSIDE = "https://studio.example/webhooks/x"


def found(world: World, *, webhook_url: str = OUTSIDE, outside: bool = True) -> set[ConnectionProblem]:
    """What our own side finds: what each provider answers has tests beside its adapter."""
    checkup = check_up(world.runner, world.gateway, webhook_url=webhook_url, outside=outside)
    return set(checkup.problems) - set(world.gateway.problems())


class TestCheckUp:
    def test_misses_the_first_webhook(self, world: World) -> None:
        assert found(world) == {ConnectionProblem.NO_WEBHOOK_YET}

    def test_sees_an_address_that_nobody_outside_reaches(self, world: World) -> None:
        assert ConnectionProblem.LOCAL_ADDRESS in found(world, webhook_url=LOCAL)
        assert ConnectionProblem.LOCAL_ADDRESS not in found(world, webhook_url=LOCAL, outside=False)

    def test_is_content_with_an_authentic_webhook_and_counts_those_that_wait(self, world: World) -> None:
        world.pay(world.checkout())
        raw, headers = world.webhooks()[-1]
        world.receive(raw, headers)
        checkup = check_up(world.runner, world.gateway, webhook_url=OUTSIDE, outside=True)
        assert checkup.last_at is not None
        assert (found(world), checkup.waiting) == (set(), 1)

    def test_hears_the_silence_after_a_payment(self, world: World, now: FixedClock) -> None:
        world.pay(world.checkout())
        raw, headers = world.webhooks()[-1]
        world.receive(raw, headers)
        world.run_jobs()
        now.advance(timedelta(minutes=20))
        world.new_invoice("deal2")
        world.pay(world.checkout())
        world.online_payments.check(token=world.token)
        now.advance(timedelta(minutes=20))
        assert found(world) == {ConnectionProblem.WEBHOOK_SILENT}


class TestYooKassa:
    @pytest.fixture
    def shop(self) -> Iterator[tuple[YooKassaServer, str]]:
        with yookassa_running() as made:
            yield made

    @pytest.mark.parametrize(
        ("told", "problems"),
        [
            ({"test": True, "status": "enabled"}, []),
            ({"test": True, "status": "disabled"}, [ConnectionProblem.MISSING_RIGHT]),
            ({"test": False, "status": "enabled"}, [ConnectionProblem.MODE_MISMATCH]),
        ],
    )
    def test_reads_what_the_shop_says_of_itself(
        self,
        world: World,
        shop: tuple[YooKassaServer, str],
        monkeypatch: pytest.MonkeyPatch,
        told: dict[str, Any],
        problems: list[ConnectionProblem],
    ) -> None:
        server, address = shop
        monkeypatch.setattr(server, "_get", lambda *_: {"account_id": SHOP, **told})
        gateway = YooKassaGateway(
            shop_id=SHOP,
            secret_key=SECRET,
            fiscal=lambda attempt_id: world.runner.read_sync(SYSTEM, fiscal_of, attempt_id=attempt_id),
            api_base=address,
            networks=["127.0.0.0/8"],
            timeout=5,
        )
        assert gateway.problems() == problems
        gateway.close()
