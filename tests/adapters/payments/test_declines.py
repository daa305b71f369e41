"""What a payer is told of a failed try, by the code that a provider tells."""

from collections.abc import Mapping
from importlib import import_module

import pytest

from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.domain.payments.providers.declines import Decline, read_code


def codes(provider: str) -> Mapping[str, Decline]:
    return import_module(f"studio_app.adapters.payments.{provider}.declines").CODES


class TestCodes:
    @pytest.mark.parametrize(
        ("provider", "code", "decline"),
        [
            ("stripe", "insufficient_funds", Decline.FUNDS),
            ("yookassa", "insufficient_funds", Decline.FUNDS),
            ("demo", "insufficient_funds", Decline.FUNDS),
            ("yookassa", "card_expired", Decline.CARD),
            ("stripe", "expired_card", Decline.CARD),
            ("yookassa", "3d_secure_failed", Decline.PROOF),
            ("demo", "3d_secure_failed", Decline.PROOF),
            ("stripe", "card_velocity_exceeded", Decline.LIMIT),
            ("yookassa", "payment_method_restricted", Decline.UNSUITABLE),
            ("yookassa", "issuer_unavailable", Decline.TROUBLE),
            ("stripe", "payment_intent_payment_attempt_expired", Decline.TIME),
        ],
    )
    def test_name_what_to_do(self, provider: str, code: str, decline: Decline) -> None:
        assert read_code(codes(provider), code) is decline

    @pytest.mark.parametrize("provider", PROVIDERS)
    @pytest.mark.parametrize(
        ("code", "decline"),
        [
            ("server error 500", Decline.TROUBLE),
            ("something new", Decline.TROUBLE),
            ("fraud_suspected", Decline.BANK),
            ("something_new", Decline.BANK),
            ("", Decline.BANK),
        ],
    )
    def test_that_nobody_knows_are_the_banks(self, provider: str, code: str, decline: Decline) -> None:
        assert read_code(codes(provider), code) is decline
