"""Runs the benchmarks named on the command line (all by default) and writes benchmarks/latest.json.

A NAME is a module of this package: all of its rows are measured.

`--against REVISION` compares them with that commit instead: both by turns, three runs each, and nothing is written.
"""

import argparse
import importlib
import json
import pkgutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import benchmarks
from benchmarks.against import compare
from benchmarks.rows import Row

LATEST = Path(__file__).parent / "latest.json"


def suites() -> dict[str, Callable[[], Iterable[Row]]]:
    """Every module of this package that has a `measure()`, by its name."""
    found: dict[str, Callable[[], Iterable[Row]]] = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("__"):
            continue
        suite = importlib.import_module(f"benchmarks.{module.name}")
        if hasattr(suite, "measure"):
            found[module.name] = suite.measure
    return found


def main(names: list[str]) -> None:
    """Measure and report; rows of suites that were not asked for are kept from the last run.

    Exits with a sentence, and has written nothing, where there is no suite of a name.
    """
    found = suites()
    if unknown := sorted(set(names) - found.keys()):
        sys.exit(f"there is no suite {', '.join(unknown)}; there are {', '.join(sorted(found))}")
    chosen = {name: suite for name, suite in found.items() if not names or name in names}
    rows: dict[str, Row] = {row["name"]: row for row in _last()} if names else {}
    for name, suite in chosen.items():
        started = time.monotonic()
        for row in suite():
            rows[row["name"]] = row
            ratio = "" if row["ratio"] is None else f"  {row['ratio']:.2f} x {row['baseline']:g}"
            print(f"  {row['name']:<24} {row['value']:>10g} {row['unit']}{ratio}", flush=True)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    LATEST.write_text(json.dumps([rows[name] for name in sorted(rows)], indent=2) + "\n")


def _last() -> list[Row]:
    return json.loads(LATEST.read_text()) if LATEST.exists() else []


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME")
    arguments.add_argument("--against", metavar="REVISION")
    given = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever loses patience: the server goes, too
    if given.against:
        compare(given.against, given.names)
    else:
        main(given.names)
