"""`release`: ends the hold of a restored studio: letters are sent and payment providers are asked again."""

from argparse import Namespace

from studio_app.bootstrap import build
from studio_app.cli.given_settings import given_settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.holding import release


def run(_: Namespace) -> int:
    """Let go; says so when nothing was held."""
    services = build(given_settings())
    try:
        released = services.runner.run_sync(SYSTEM, release)
    finally:
        services.close()
    print("released: what waits is sent now" if released else "nothing was held")
    return 0
