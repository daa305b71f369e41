"""What is looked at before a commit comes from this repository, and runs what its checks run."""

import re
import sys
from pathlib import Path

TEXT = (Path(__file__).parents[2] / ".pre-commit-config.yaml").read_text()


class TestHooks:
    def test_come_from_here_only(self) -> None:
        assert set(re.findall(r"repo: (\S+)", TEXT)) == {"local"}

    def test_run_what_is_installed(self) -> None:
        programs = re.findall(r"entry: \.venv/bin/(\S+)", TEXT)
        assert len(programs) == TEXT.count("- id:")
        assert [name for name in programs if not (Path(sys.executable).parent / name).exists()] == []
