"""`demo`: more deals to look at."""

import argparse

from studio_app.bootstrap import build
from studio_app.cli.given_settings import given_settings
from studio_app.demo.generate import FIRST_DEALS, add_demo_deals
from studio_app.preparing import prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many deals, and which."""
    parser.add_argument("--deals", type=_count, default=FIRST_DEALS, help="how many (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another number, other deals (default %(default)s)")


def run(given: argparse.Namespace) -> int:
    """Add demo deals to the studio, which is made ready first; prints how many."""
    settings = given_settings()
    if settings.production:
        print("demo data is not for production")
        return 1
    prepare(settings)
    services = build(settings)
    try:
        made = add_demo_deals(services, deals=given.deals, seed=given.seed)
    finally:
        services.close()
    print(f"{made} demo deals added")
    return 0


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
