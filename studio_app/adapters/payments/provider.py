"""What a payment provider is to the rest of the product: a name, its settings, and where its gateway is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:  # settings are read by every command, most of which have no use for the rest
    from studio_app.adapters.db.runner import Runner
    from studio_app.domain.payments.providers.gateway import PaymentGateway


class ProviderSettings(BaseSettings):
    """Settings of one provider, read from the variables that begin with its prefix; all of them have defaults."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)
    needs: ClassVar[tuple[str, ...]] = ()
    """The fields without which it cannot be connected; without any it is connected only where it is chosen."""

    def needed(self) -> dict[str, bool]:
        """The variables that it needs, and whether they are set."""
        return {self.variable(name): bool(_plain(getattr(self, name))) for name in self.needs}

    @classmethod
    def variable(cls, name: str) -> str:
        """The environment variable of a field."""
        return f"{cls.model_config.get('env_prefix', '')}{name}".upper()

    @classmethod
    def variables(cls) -> set[str]:
        """All variables that it reads."""
        return {cls.variable(name) for name in cls.model_fields}


@dataclass(frozen=True, slots=True)
class Site:
    """Our side of a connection: the books, the address of the site as clients and as this machine see it, its key."""

    runner: "Runner"
    url: str
    loopback: str
    key: bytes
    production: bool

    def webhook_url(self, provider: str) -> str:
        """Where that provider tells us what happened."""
        return f"{self.url}/webhooks/{provider}"


@dataclass(frozen=True, slots=True)
class Trace:
    """What made an entry of the ledger: the object over there, the kind of the entry, whether it is real money."""

    ref: str
    kind: str
    live_mode: bool


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, as its package tells of it. Its words stand in catalogues of its own, `provider.<name>.…`.

    `gateway` is the module whose `connect(settings, site)` makes the gateway; it is imported only then: an SDK may
    be large. `shown_at` tells the address at which a person sees what made an entry; empty: nowhere. `jobs` are done
    with its gateway, by the names under which it enqueues them; `tables` is the module of tables of its own.
    One that only `plays` moves no money and is refused in production.
    """

    name: str
    settings: type[ProviderSettings]
    gateway: str
    shown_at: Callable[[Trace], str] = lambda _: ""
    plays: bool = False
    jobs: Mapping[str, Callable[[Any, Mapping[str, str]], None]] = field(default_factory=dict)
    tables: str = ""

    def connect(self, settings: ProviderSettings, site: Site) -> "PaymentGateway":
        """Its gateway, made of settings of its own."""
        made: PaymentGateway = import_module(self.gateway).connect(settings, site)
        return made


def _plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
