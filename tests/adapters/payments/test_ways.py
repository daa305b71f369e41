"""What providers tell a payer's pages: the ways that fit, how it was paid, why not, where the other receipt is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from studio_app.adapters.payments.stripe.gateway import StripeGateway
from studio_app.adapters.payments.yookassa.gateway import YooKassaGateway
from studio_app.core.money import Money
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.providers.declines import Decline
from studio_app.domain.payments.providers.fiscal import Fiscal
from studio_app.domain.payments.providers.gateway import CheckoutRequest, RemoteStatus
from studio_app.domain.studio.kinds import EntityKind
from tests.adapters.payments.stripe import server as stripe_server
from tests.adapters.payments.yookassa import server as yookassa_server

pytestmark = pytest.mark.service

FISCAL = Fiscal(
    seller=EntityKind.COMPANY, rate=Decimal(0), number="1", title="Сайт", email="a@example.com", phone="", whole=True
)


def request(amount: Money) -> CheckoutRequest:
    now = datetime.now(UTC)
    return CheckoutRequest(
        attempt_id="attempt-1",
        invoice_id="invoice-1",
        amount=amount,
        title="Счёт № 2026-0001",
        number="2026-0001",
        locale="ru",
        email="client@example.com",
        success_url="https://studio.example/d/x/return",
        cancel_url="https://studio.example/d/x",
        created_at=now,
        expires_at=now + timedelta(hours=23),
    )


@pytest.fixture
def stripe_pair() -> Iterator[tuple[stripe_server.StripeServer, StripeGateway]]:
    with stripe_server.running() as (server, address):
        made = StripeGateway(key="sk_test_1", webhook_secret="whsec_test", api_base=address, timeout=5)
        yield server, made
        made.close()


@pytest.fixture
def yookassa_pair() -> Iterator[tuple[yookassa_server.YooKassaServer, YooKassaGateway]]:
    with yookassa_server.running() as (server, address):
        made = YooKassaGateway(
            shop_id=yookassa_server.SHOP, secret_key=yookassa_server.SECRET, api_base=address, fiscal=lambda _: FISCAL
        )
        yield server, made
        made.close()


class TestStripe:
    def test_is_for_sellers_abroad(self, stripe_pair: tuple[stripe_server.StripeServer, StripeGateway]) -> None:
        _, gateway = stripe_pair
        assert gateway.ways(Money(5_000, "EUR"), seller=EntityKind.FOREIGN) == (Way.CARD,)
        assert gateway.ways(Money(5_000, "EUR"), seller=EntityKind.COMPANY) == ()
        assert gateway.ways(Money(1, "EUR"), seller=EntityKind.FOREIGN) == ()

    def test_tells_how_it_was_paid_and_its_receipt(
        self, stripe_pair: tuple[stripe_server.StripeServer, StripeGateway]
    ) -> None:
        server, gateway = stripe_pair
        ref = gateway.create(request(Money(5_000, "EUR")), key="k").ref
        server.pay(ref)
        state = gateway.fetch(ref)
        assert state is not None
        assert state.way is Way.CARD
        assert state.receipt_url.startswith("https://")

    def test_tells_why_a_later_payment_failed(
        self, stripe_pair: tuple[stripe_server.StripeServer, StripeGateway]
    ) -> None:
        server, gateway = stripe_pair
        ref = gateway.create(request(Money(5_000, "EUR")), key="k").ref
        server.pay(ref, later=True)
        server.money_fails(ref)
        payment = server.payments[server.sessions[ref]["payment_intent"]]
        payment["last_payment_error"] = {"code": "card_declined", "decline_code": "insufficient_funds"}
        state = gateway.fetch(ref)
        assert state is not None
        assert (state.status, gateway.decline(state.problem)) == (RemoteStatus.FAILED, Decline.FUNDS)


class TestYooKassa:
    def test_is_for_roubles_to_russian_sellers(
        self, yookassa_pair: tuple[yookassa_server.YooKassaServer, YooKassaGateway]
    ) -> None:
        _, gateway = yookassa_pair
        assert Way.SBP in gateway.ways(Money(5_000, "RUB"), seller=EntityKind.ENTREPRENEUR)
        assert gateway.ways(Money(5_000, "RUB"), seller=EntityKind.FOREIGN) == ()
        assert gateway.ways(Money(5_000, "EUR"), seller=EntityKind.COMPANY) == ()

    def test_tells_the_numbers_of_the_fiscal_receipt_once_it_is_registered(
        self, yookassa_pair: tuple[yookassa_server.YooKassaServer, YooKassaGateway]
    ) -> None:
        server, gateway = yookassa_pair
        ref = gateway.create(request(Money(5_000, "RUB")), key="k").ref
        server.pay(ref)
        server.payments[ref]["payment_method"] = {"type": "sbp"}
        before = gateway.fetch(ref)
        server.register(ref)
        after = gateway.fetch(ref)
        assert before is not None
        assert after is not None
        assert (before.way, before.fiscal_mark) == (Way.SBP, "")
        assert after.fiscal_mark == "ФН 9288000100115785 · ФД 3986 · ФПД 1446742209"

    def test_tells_why_it_was_declined(
        self, yookassa_pair: tuple[yookassa_server.YooKassaServer, YooKassaGateway]
    ) -> None:
        server, gateway = yookassa_pair
        ref = gateway.create(request(Money(5_000, "RUB")), key="k").ref
        server.decline(ref, "3d_secure_failed")
        state = gateway.fetch(ref)
        assert state is not None
        assert gateway.decline(state.problem) is Decline.PROOF
