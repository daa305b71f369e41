"""`init`: make the studio ready to start."""

from argparse import Namespace

from studio_app.cli.given_settings import given_settings
from studio_app.preparing import first_start


def run(_: Namespace) -> int:
    """Print the sign-ins of a demo that has just been made."""
    for person in first_start(given_settings()):
        print(f"  {person.role:<8} {person.email:<24} {person.password}")
    return 0
