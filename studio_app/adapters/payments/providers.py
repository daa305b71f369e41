"""How payment providers are connected: what each needs of the settings, and where it is made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from studio_app.adapters.db.runner import Runner
from studio_app.domain.payments.providers.gateway import PaymentGateway

Given = Mapping[str, Any]
"""Settings by their names, secrets as plain text."""


@dataclass(frozen=True, slots=True)
class Site:
    """Our side of a connection: the books, the address of the site as clients and as this machine see it, its key."""

    runner: Runner
    url: str
    loopback: str
    key: bytes
    production: bool

    def webhook_url(self, provider: str) -> str:
        """Where that provider tells us what happened."""
        return f"{self.url}/webhooks/{provider}"


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: the module whose `connect(given, site)` makes its gateway, and the settings it is made of."""

    module: str
    needs: tuple[str, ...] = ()  # without any: connected only where it is the chosen one
    may: tuple[str, ...] = ()

    def connect(self, given: Given, site: Site) -> PaymentGateway:
        """Its gateway. The module is imported only now: an SDK may be large."""
        made = cast("Callable[[Given, Site], PaymentGateway]", import_module(self.module).connect)
        return made(given, site)
