"""Brings a long import to its end, a batch a transaction, so that nobody else has to wait for it."""

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.statements.deciding import take_back_some
from studio_app.domain.statements.importing import book_matched


def finish_import(runner: Runner, *, import_id: str) -> None:
    """Book what is certain, or take back what was, until nothing is left. A job; again does no harm."""
    while runner.run_sync(SYSTEM, take_back_some, import_id=import_id):
        pass
    while runner.run_sync(SYSTEM, book_matched, import_id=import_id):
        pass
