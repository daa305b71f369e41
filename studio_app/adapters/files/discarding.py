"""The jobs that delete bytes: of a removed file, and those that nothing names any more."""

from collections.abc import Mapping

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.files.store import FileStore
from studio_app.domain.actors import SYSTEM
from studio_app.domain.files.keeping import is_held
from studio_app.domain.files.service import discard_file


def discard_bytes(runner: Runner, store: FileStore, args: Mapping[str, str]) -> None:
    """Delete the bytes unless the file was brought back; safe to run again."""
    if name := args.get("stored_as", ""):
        if not runner.read_sync(SYSTEM, is_held, stored_as=name):
            store.discard(name)
        return
    name = runner.run_sync(SYSTEM, discard_file, file_id=args["file_id"], removed_at=args["removed_at"])
    if name:
        store.discard(name)
