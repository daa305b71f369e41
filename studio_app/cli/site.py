"""`site`: the site itself, in one process. `serve` starts it, and starts it again when it dies."""

import gc
from argparse import Namespace

from studio_app.adapters.child_processes import end_with_parent


def run(_: Namespace) -> int:
    """Serve until stopped."""
    end_with_parent()
    gc.disable()  # what a start loads is no garbage: looking through it costs as much as loading it
    from studio_app.cli.starting import start  # noqa: PLC0415  see above

    return start()
