"""`backup DIR`, `backup verify DIR`: a whole set while people work, and whether one is whole."""

import argparse
import os
from pathlib import Path

from studio_app.adapters.backup.making import make_backup
from studio_app.adapters.backup.manifest import Manifest, Refused
from studio_app.adapters.backup.verifying import verify_backup
from studio_app.cli.given_settings import given_settings
from studio_app.core.clock import SystemClock
from studio_app.core.refusal import Refusal

_VERIFY = "verify"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the set goes, or stands."""
    parser.usage = "python -m studio_app backup DIR | backup verify DIR"
    parser.add_argument("words", nargs="+", metavar="DIR", help="a folder that is not there yet; after `verify` a set")


def run(given: argparse.Namespace) -> int:
    """Print what was made, or what is wrong: exit code 0 for a whole set, 1 otherwise."""
    words: list[str] = given.words
    if words[0] == _VERIFY and len(words) == 2:
        return _verify(Path(words[1]))
    if len(words) != 1:
        raise Refusal("usage: python -m studio_app backup DIR | backup verify DIR", exit_code=2)
    os.nice(10)  # people who work come first
    settings = given_settings()
    try:
        made = make_backup(
            url=settings.database,
            data=settings.data_dir,
            key=settings.key,
            now=SystemClock().now(),
            folder=Path(words[0]).absolute(),
        )
    except Refused as refused:
        raise Refusal(str(refused)) from None
    _tell(made)
    return 0


def _verify(folder: Path) -> int:
    problems = verify_backup(folder)
    if problems:
        raise Refusal("\n".join(problems))
    _tell(Manifest.read(folder))
    return 0


def _tell(made: Manifest) -> None:
    size = sum(one.size for one in made.kept)
    files = sum(one.path.startswith("files/") for one in made.kept)
    print(f"whole: {made.counts.get('deal', 0)} deals, {files} files, {size} bytes, made at {made.made_at}")
    for name in made.missing:
        print(f"the disk had lost the file {name} before")
