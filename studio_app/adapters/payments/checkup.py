"""Says what is wrong between us and a provider: what it answers, what it has told us, where it should tell us."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.payments.providers.gateway import ConnectionProblem, PaymentGateway
from studio_app.domain.payments.providers.webhook_activity import webhook_activity

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", ""})


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a look at the connection found; `last_at` is the newest webhook, `waiting` how many are not handled."""

    problems: tuple[ConnectionProblem, ...]
    last_at: datetime | None = None
    waiting: int = 0


def check_up(runner: Runner, gateway: PaymentGateway, *, webhook_url: str, outside: bool) -> Checkup:
    """Ask the provider and our own books. Blocks. `outside`: the provider is not on this machine."""
    found = list(gateway.problems())
    if outside and urlsplit(webhook_url).hostname in _LOCAL:
        found.append(ConnectionProblem.LOCAL_ADDRESS)
    signs = runner.read_sync(SYSTEM, webhook_activity, provider=gateway.name)
    if signs.last_at is None:
        found.append(ConnectionProblem.NO_WEBHOOK_YET)
    elif signs.unheard:
        found.append(ConnectionProblem.WEBHOOK_SILENT)
    return Checkup(tuple(dict.fromkeys(found)), signs.last_at, signs.waiting)
