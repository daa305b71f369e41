"""The job that deletes the bytes of a removed file."""

from collections.abc import Mapping

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.files.store import FileStore
from studio_app.domain.files.service import discard_file
from studio_app.domain.work import SYSTEM


def discard_bytes(runner: Runner, store: FileStore, args: Mapping[str, str]) -> None:
    """Delete the bytes unless the file was brought back; safe to run again."""
    name = runner.run_sync(SYSTEM, discard_file, file_id=args["file_id"], removed_at=args["removed_at"])
    if name:
        store.discard(name)
