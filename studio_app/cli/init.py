"""`init`: make the studio ready to start."""

from argparse import Namespace

from studio_app.cli.given_settings import given_settings
from studio_app.preparing import first_start, lines_for_first_owner


def run(_: Namespace) -> int:
    """Print the sign-ins of a demo that has just been made, or the code that the first owner needs."""
    settings = given_settings()
    for person in first_start(settings):
        print(f"  {person.role:<8} {person.email:<24} {person.password}")
    for line in lines_for_first_owner(settings):
        print(line)
    return 0
