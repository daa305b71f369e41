"""Every payment provider, one line each: the only place outside of its package that names one."""

from studio_app.adapters.payments.demo.provider import DEMO
from studio_app.adapters.payments.provider import Provider, Trace
from studio_app.adapters.payments.stripe.provider import STRIPE
from studio_app.adapters.payments.yookassa.provider import YOOKASSA

NONE = "none"
"""Chosen instead of a provider: clients pay by bank transfer only."""
PROVIDERS: dict[str, Provider] = {one.name: one for one in (DEMO, STRIPE, YOOKASSA)}
DEFAULT = DEMO.name
"""The provider of a studio that has chosen none yet."""


def real_ones() -> list[str]:
    """The names of the providers that move money."""
    return [name for name, provider in PROVIDERS.items() if not provider.plays]


def shown_at(provider: str, trace: Trace) -> str:
    """Where a person sees at that provider what made an entry of the ledger; empty: nowhere."""
    known = PROVIDERS.get(provider)
    return known.shown_at(trace) if known else ""
