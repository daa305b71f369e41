"""Brings an import, or taking one back, to its end: a batch a transaction, so that nobody else has to wait for it."""

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.imports.importing import import_some
from studio_app.domain.imports.undoing import undo_some


def run_import(runner: Runner, *, import_id: str) -> None:
    """Take rows in, or back, until nothing is left. A job; again, or after a kill, it goes on where it stopped."""
    while runner.run_sync(SYSTEM, import_some, import_id=import_id):
        pass
    while runner.run_sync(SYSTEM, undo_some, import_id=import_id):
        pass
