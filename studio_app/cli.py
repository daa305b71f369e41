"""The command line: `python -m studio_app COMMAND`."""

import argparse
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="studio_app")
    parser.add_subparsers(dest="command", required=True)
    parser.parse_args(argv)
    return 0
