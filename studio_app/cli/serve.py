"""`serve`: the site, watched over; what `make run` does once the requirements are there."""

import sys
from argparse import Namespace

from studio_app.serving.supervisor import supervise


def run(_: Namespace) -> int:
    """Serve until Ctrl-C, whatever becomes of the site meanwhile; 1 when it could not even start."""
    return supervise([sys.executable, "-m", "studio_app", "site"])
