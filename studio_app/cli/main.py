"""Finds the module of the command, hands it the arguments and tells of a refusal in one sentence."""

import argparse
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except Refusal as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    except UnusableKey as unusable:
        print(unusable, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # at once and without a word, whatever was being done
        return _INTERRUPTED


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
