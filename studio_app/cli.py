"""The command line: `python -m studio_app COMMAND`."""

import argparse
import logging
import signal
import threading
from collections.abc import Sequence

from studio_app.bootstrap import build
from studio_app.config import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="studio_app")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "worker", help="run the jobs without the site, until stopped; one more for PostgreSQL"
    ).set_defaults(run=lambda _: run_worker())
    arguments = parser.parse_args(argv)
    return int(arguments.run(arguments))


def run_worker() -> int:
    """Run jobs until SIGTERM or Ctrl-C. On SQLite it waits while another process runs them."""
    settings = Settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    services = build(settings)
    services.start_jobs()
    stopping.wait()
    services.close()
    return 0
