"""Finds the module of the command, hands it the arguments and tells of a refusal in one sentence."""

import argparse
import os
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TextIO

from studio_app import __version__
from studio_app.adapters.secret_key import UnusableKey
from studio_app.core.refusal import Refusal

COMMANDS: Mapping[str, str] = {
    "serve": "prepare, build and serve everything until stopped",
    "site": "the same in one process that nothing starts again when it dies",
    "init": "migrate the database and install the starter pack",
    "demo": "add realistic deals, the same ones for the same seed",
    "read": "what the product makes of a foreign input: a statement or a table, as JSON; nothing is kept",
    "owner": "give an owner who has forgotten the password a link to a new one",
    "backup": "copy database, files and key into a folder, also while people work; `backup verify` checks one",
    "restore": "put a back-up in the place of an empty studio, which then sends nothing until `release`",
    "release": "let a restored studio send letters and ask payment providers again",
    "worker": "run the jobs and open waiting leads without the site, until stopped; one more for PostgreSQL",
}
"""Every command: what it does. Its module here has the same name, a `run(given) -> int` with the exit code,
and, where it takes any, an `arguments(parser)`."""
_INTERRUPTED = 128 + signal.SIGINT
_NOBODY_READS = 128 + signal.SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; quietly, where whoever read its output has gone, as in `… | head`."""
    try:
        try:
            return _in_words(sys.argv[1:] if argv is None else argv)
        finally:
            sys.stdout.flush()  # at exit it would be too late to catch what comes of it
    except BrokenPipeError:
        if not _is_left(sys.stdout):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # it is flushed once more at exit
        return _NOBODY_READS


def _in_words(words: Sequence[str]) -> int:
    try:
        return _run(words)
    except Refusal as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    except UnusableKey as unusable:
        print(unusable, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # at once and without a word, whatever was being done
        return _INTERRUPTED


def _is_left(stream: TextIO) -> bool:
    """Whether the other end of the pipe is closed; a connection that broke meanwhile is another matter."""
    watched = select.poll()
    watched.register(stream.fileno(), 0)  # an end that is closed is told without asking
    return bool(watched.poll(0))


def _run(words: Sequence[str]) -> int:
    chosen = words[0] if words else ""
    parser = argparse.ArgumentParser(prog="python -m studio_app")
    parser.add_argument("--version", action="version", version=f"studio_app {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, description in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if name == chosen:
            module = import_module(f"{__package__}.{name}")
            if hasattr(module, "arguments"):
                module.arguments(command)
            command.set_defaults(run=module.run)
    given = parser.parse_args(words)
    return int(given.run(given))
