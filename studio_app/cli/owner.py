"""`owner reset`: the way back for an owner without a password, for who has the server."""

import argparse

from studio_app.bootstrap import build
from studio_app.cli.given_settings import given_settings
from studio_app.core.errors import NotFound
from studio_app.core.refusal import Refusal
from studio_app.domain.accounts.people import code_while_unowned, people
from studio_app.domain.accounts.tickets import offer_reset
from studio_app.domain.actors import SYSTEM
from studio_app.domain.notifications.own_account import NEW_PASSWORD
from studio_app.preparing import prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and for whom where there are several."""
    parser.add_argument(
        "what", choices=["reset"], help="print a link to set a new password; it works once, for an hour"
    )
    parser.add_argument("--email", default="", help="of the owner; not needed where there is only one")


def run(given: argparse.Namespace) -> int:
    """Print the link, or the code of the first owner where there is none yet. Raises Refusal."""
    settings = given_settings()
    prepare(settings)
    services = build(settings)
    try:
        run_sync = services.runner.run_sync
        if code := run_sync(SYSTEM, code_while_unowned):
            print(f"nobody owns the studio yet: open {settings.url}/welcome and type the code {code}")
            return 0
        try:
            word = run_sync(SYSTEM, offer_reset, email=given.email)
        except NotFound:
            owners = ", ".join(one.email for one in run_sync(SYSTEM, people) if one.active and one.role == "owner")
            raise Refusal(f"which owner? --email with one of: {owners}", exit_code=2) from None
    finally:
        services.close()
    print(f"{settings.url}{NEW_PASSWORD}?word={word}")
    print("It works once, for an hour, while the studio is being served. All sessions end with it.")
    return 0
