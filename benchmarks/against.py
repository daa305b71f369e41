"""Former rows: the same suites at another commit and at this one, by turns on the same machine; medians."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
RUNS = 3


def compare(revision: str, names: Sequence[str]) -> None:
    """Print what each row of these suites (all by default) was at `revision`, and is at HEAD."""
    with _tree(revision) as former, _tree("HEAD") as present:
        runs = [(_run(former, names), _run(present, names)) for _ in range(RUNS)]
    was, now = (_medians(rows) for rows in zip(*runs, strict=True))
    for name in sorted(was.keys() & now.keys()):
        ratio = f"  {now[name] / was[name]:.2f} x" if was[name] else ""
        print(f"  {name:<28} {was[name]:>10g} -> {now[name]:<10g}{ratio}", flush=True)


@contextmanager
def _tree(revision: str) -> Iterator[Path]:
    """The sources as they were committed; what was built for them goes with them."""
    with TemporaryDirectory(prefix="studio-against-") as folder:
        place = Path(folder) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(place), revision], check=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def _run(place: Path, names: Sequence[str]) -> dict[str, float]:
    there = [name for name in names if (place / "benchmarks" / f"{name}.py").exists()]
    if names and not there:
        return {}  # all of them are younger
    latest = place / "benchmarks" / "latest.json"
    latest.unlink(missing_ok=True)  # rows of suites that do not run would be kept
    subprocess.run([sys.executable, "-m", "benchmarks", *there], cwd=place, check=True, stdout=sys.stderr)
    return {row["name"]: row["value"] for row in json.loads(latest.read_text())}


def _medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    names = set[str]().union(*runs)
    return {name: statistics.median(run[name] for run in runs if name in run) for name in names}
