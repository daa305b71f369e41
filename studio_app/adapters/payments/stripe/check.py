"""What is wrong with the connection to Stripe, found by asking for what the product needs."""

from typing import Any

import stripe

from studio_app.domain.payments.providers.gateway import ConnectionProblem

EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "payment_intent.succeeded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
)
"""What the endpoint over there must be told to send."""


def problems(client: stripe.StripeClient, webhook_url: str) -> list[ConnectionProblem]:
    """The first thing that stops us, or all that is wrong with the webhook; empty when all is well."""
    try:
        client.v1.checkout.sessions.list({"limit": 1})
        endpoints: Any = client.v1.webhook_endpoints.list({"limit": 100})
        known = list(endpoints.auto_paging_iter())
    except stripe.AuthenticationError:
        return [ConnectionProblem.WRONG_KEY]
    except stripe.PermissionError:
        return [ConnectionProblem.MISSING_RIGHT]
    except stripe.StripeError:
        return [ConnectionProblem.UNREACHABLE]
    ours = [endpoint for endpoint in known if endpoint.url == webhook_url]
    if not ours:
        return [ConnectionProblem.NO_WEBHOOK]
    on = [endpoint for endpoint in ours if endpoint.status == "enabled"]
    if not on:
        return [ConnectionProblem.WEBHOOK_OFF]
    sent = {kind for endpoint in on for kind in endpoint.enabled_events}
    return [] if "*" in sent or sent >= set(EVENTS) else [ConnectionProblem.WEBHOOK_EVENTS]
