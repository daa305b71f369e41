"""A provider that is asked nothing while the studio is held; what it sends us is taken in all the same."""

from collections.abc import Callable
from typing import Any, cast

from studio_app.domain.payments.providers.gateway import ConnectionProblem, GatewayUnavailable, PaymentGateway

ASKING = frozenset({"create", "fetch", "cancel", "refund", "hand_over", "payouts_since", "list_since"})
"""What goes over the network."""


class _Held:
    def __init__(self, gateway: PaymentGateway, is_held: Callable[[], bool]) -> None:
        self._gateway = gateway
        self._is_held = is_held

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._gateway, name)
        if name not in ASKING:
            return found

        def ask(*args: Any, **kwargs: Any) -> Any:
            if self._is_held():
                raise GatewayUnavailable
            return found(*args, **kwargs)

        return ask

    def problems(self) -> list[ConnectionProblem]:
        """Nobody can tell while it may not be asked."""
        return [ConnectionProblem.UNREACHABLE] if self._is_held() else self._gateway.problems()


def silent_while_held(gateway: PaymentGateway, is_held: Callable[[], bool]) -> PaymentGateway:
    """The gateway, silent while `is_held`."""
    return cast("PaymentGateway", _Held(gateway, is_held))
