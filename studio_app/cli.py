"""The command line: `python -m studio_app COMMAND`."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence

from pydantic import ValidationError

from studio_app.adapters.db.migrate import upgrade
from studio_app.bootstrap import build, install_starter_pack
from studio_app.config import Settings
from studio_app.demo.dressing import dress
from studio_app.demo.generate import FIRST_DEALS, add_demo_deals
from studio_app.demo.people import DemoSignIn, add_demo_people
from studio_app.domain.work import SYSTEM
from studio_app.serving import BuildFailed, PortTaken, announce_when_ready, ensure_built, ensure_free, serve

_SEED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m studio_app")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "worker", help="run the jobs and open waiting leads without the site, until stopped; one more for PostgreSQL"
    ).set_defaults(run=lambda _: run_worker())
    commands.add_parser("init", help="migrate the database and install the starter pack").set_defaults(
        run=lambda _: init()
    )
    commands.add_parser("serve", help="prepare, build and serve everything until stopped").set_defaults(
        run=lambda _: run_server()
    )
    demo_parser = commands.add_parser("demo", help="add realistic deals, the same ones for the same seed")
    demo_parser.add_argument("--deals", type=_count, default=FIRST_DEALS, help="how many (default %(default)s)")
    demo_parser.add_argument("--seed", type=int, default=1, help="another number, other deals (default %(default)s)")
    demo_parser.set_defaults(run=lambda given: demo(given.deals, given.seed))
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except ValidationError as refused:
        for error in refused.errors():
            print(f"settings: {error['msg'].removeprefix('Value error, ')}", file=sys.stderr)
        return 2


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def run_worker() -> int:
    """Run jobs and make deals of waiting leads until SIGTERM or Ctrl-C.

    On SQLite its jobs wait while another process runs them.
    """
    settings = Settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    services = build(settings)
    services.start_jobs()
    services.reception.start()
    services.inbox.start()
    stopping.wait()
    services.close()
    return 0


def run_server() -> int:
    """What `make run` does once the requirements are there. Ends with 0 on Ctrl-C, 1 without a port or a build."""
    settings = Settings()
    try:
        ensure_free(settings)
    except PortTaken:
        print(f"port {settings.port} is in use; another one: STUDIO_PORT={settings.port + 1} make run", flush=True)
        return 1
    print("preparing the database", flush=True)
    lines = [f"  {person.role:<8} {person.email:<28} {person.password}" for person in first_start(settings)]
    if lines:
        lines.insert(0, "demo sign-ins, shown only this once:")
    print("building the workspace, unless the last build still fits", flush=True)
    try:
        ensure_built(settings)
    except (BuildFailed, KeyboardInterrupt):
        print("\n".join(["the workspace has not been built: see the lines above", *lines]), flush=True)
        return 1
    announce_when_ready(settings, [f"studio_app is running: {settings.url}", *lines, "Ctrl-C stops it."])
    serve(settings)
    return 0


def init() -> int:
    """Make the studio ready to start; prints the sign-ins of a demo that has just been made."""
    for person in first_start(Settings()):
        print(f"  {person.role:<8} {person.email:<24} {person.password}")
    return 0


def demo(deals: int, seed: int) -> int:
    """Add demo deals to the studio, which is made ready first; prints how many."""
    settings = Settings()
    if settings.production:
        print("demo data is not for production")
        return 1
    prepare(settings)
    services = build(settings)
    try:
        made = add_demo_deals(services, deals=deals, seed=seed)
    finally:
        services.close()
    print(f"{made} demo deals added")
    return 0


def first_start(settings: Settings) -> list[DemoSignIn]:
    """Make the studio ready; an empty demo gets people and deals. The sign-ins are known only now."""
    prepare(settings)
    if not settings.demo or settings.production:
        return []
    services = build(settings)
    try:
        people = add_demo_people(services.runner)
        if people:
            add_demo_deals(services, deals=FIRST_DEALS, seed=_SEED)
            dress(services, seed=_SEED, until=services.now())
        return people
    finally:
        services.close()


def prepare(settings: Settings) -> None:
    """Migrations and the starter pack."""
    upgrade(settings.database)
    services = build(settings)
    try:
        services.jobs.prepare()
        services.runner.run_sync(SYSTEM, install_starter_pack)
    finally:
        services.close()
