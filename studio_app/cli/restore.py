"""`restore DIR`: a set becomes the studio; it is held until `release`."""

import argparse
import socket
from pathlib import Path
from urllib.parse import urlsplit

from studio_app.adapters.backup.manifest import Refused
from studio_app.adapters.backup.restoring import restore_backup
from studio_app.adapters.db.revisions import knows
from studio_app.bootstrap import build
from studio_app.cli.given_settings import given_settings
from studio_app.core.refusal import Refusal
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.holding import hold
from studio_app.preparing import prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the set stands."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a set that `backup` has made")


def run(given: argparse.Namespace) -> int:
    """Restore into an empty, stopped studio; it sends nothing until `release`."""
    settings = given_settings()
    if _answers(settings.loopback):
        raise Refusal(f"something serves at port {settings.port}: stop the studio first")
    try:
        restored = restore_backup(
            url=settings.database,
            data=settings.data_dir,
            given_key=settings.secret_key.get_secret_value().encode(),
            folder=given.folder.absolute(),
            knows=knows,
        )
    except Refused as refused:
        raise Refusal(str(refused)) from None
    prepare(settings)
    services = build(settings)
    try:
        services.runner.run_sync(SYSTEM, hold)
    finally:
        services.close()
    print(f"restored as of {restored.made_at}: {restored.counts.get('deal', 0)} deals")
    print("nothing is sent and no payment provider is asked until you run: python -m studio_app release")
    return 0


def _answers(url: str) -> bool:
    where = urlsplit(url)
    try:
        socket.create_connection((where.hostname or "", where.port or 0), timeout=1).close()
    except OSError:
        return False
    return True
