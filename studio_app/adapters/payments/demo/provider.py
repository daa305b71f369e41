"""The demo provider, as the registry of providers knows it."""

from studio_app.adapters.payments.demo.settings import DemoSettings
from studio_app.adapters.payments.provider import Provider, Trace

PAY_PATH = "/demo-pay"
_ON_ITS_PAGE = frozenset({"payment", "fee"})


def shown_at(trace: Trace) -> str:
    """The pay page of the checkout that a payment or its fee came from; it has no page for anything else."""
    return f"{PAY_PATH}/{trace.ref.partition('_')[2]}" if trace.kind in _ON_ITS_PAGE else ""


DEMO = Provider(
    "demo",
    DemoSettings,
    "studio_app.adapters.payments.demo.gateway",
    shown_at=shown_at,
    plays=True,
    jobs={
        "deliver_demo_webhook": lambda gateway, args: gateway.deliver(event_id=args["event_id"]),
        "finish_demo_payment": lambda gateway, args: gateway.finish_later(ref=args["ref"], what=args["what"]),
    },
    tables="studio_app.adapters.payments.demo.tables",
)
