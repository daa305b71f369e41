"""The benchmarks keep up with the product: what has moved is missed here, not by whoever measures next."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import benchmarks
from benchmarks.against import _run

ROOT = Path(__file__).parents[2]

PARTS = {"against", "bare_site", "counted", "harness", "load", "people", "rows", "selling", "sockets", "watching"}
"""What the suites are made of."""
SOAK = "soak"
"""No suite: what runs for as long as one likes, and finds or does not find."""


class TestBenchmarks:
    def test_load_and_measure(self) -> None:
        # in a process of its own: one of them makes the app as it is served
        code = "import benchmarks.__main__ as all_of_them; print(*all_of_them.suites())"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        modules = {module.name for module in pkgutil.iter_modules(benchmarks.__path__)}
        silent = modules - PARTS - {SOAK, "__main__"} - set(done.stdout.split())
        assert silent == set(), "a suite has a `measure()`; what suites are made of stands in PARTS"
        assert set(done.stdout.split()) & PARTS == set(), "PARTS names a suite"

    def test_refuse_a_name_that_none_has(self) -> None:
        command = [sys.executable, "-m", "benchmarks", "pdf.first"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "there is no suite pdf.first; there are" in done.stderr

    def test_leave_out_what_a_former_commit_does_not_have(self, tmp_path: Path) -> None:
        assert _run(tmp_path, ["pdf"]) == {}
