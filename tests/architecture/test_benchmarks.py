"""The benchmarks keep up with the product: what has moved is missed here, not by whoever measures next."""

import pkgutil
import subprocess
import sys

import benchmarks

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
        assert set(done.stdout.split()) == modules - PARTS - {SOAK, "__main__"}
