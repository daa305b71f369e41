"""Stripe, as the registry of providers knows it."""

from urllib.parse import quote

from studio_app.adapters.payments.provider import Provider, Trace
from studio_app.adapters.payments.stripe.settings import StripeSettings

_DASHBOARD = "https://dashboard.stripe.com"


def shown_at(trace: Trace) -> str:
    """The page of the dashboard about what made an entry."""
    mode = "" if trace.live_mode else "/test"
    found = quote(trace.ref.partition(":")[0])  # what follows tells apart the entries of one object
    page = f"payments/{found}" if found.startswith("pi_") else f"search?query={found}"
    return f"{_DASHBOARD}{mode}/{page}"


STRIPE = Provider("stripe", StripeSettings, "studio_app.adapters.payments.stripe.gateway", shown_at=shown_at)
