"""Making a release, in a repository of its own; the long check is replaced by a command that ends at once."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

RELEASE = Path(__file__).parents[2] / "tools" / "release.py"
CHANGELOG = "# Changelog\n\n## [Unreleased]\n{}\n## [0.1.0] - 2026-11-30\n\n### Added\n\n- All of it.\n"
NEWS = "\n### Fixed\n\n- A mistake.\n"
VERSION = '"""The product."""\n\n__version__ = "0.1.0"\n'
pytestmark = pytest.mark.service
_NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "A", "LC_ALL": "C"}
_NOBODY |= {"GIT_COMMITTER_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.example", "GIT_COMMITTER_EMAIL": "a@b.example"}


class Repository:
    """A product with one release and a mistake that has been mended since."""

    def __init__(self, folder: Path, unreleased: str = NEWS) -> None:
        self.folder = folder
        (folder / "studio_app").mkdir()
        (folder / "studio_app/__init__.py").write_text(VERSION)
        (folder / "CHANGELOG.md").write_text(CHANGELOG.format(unreleased))
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "Everything")

    def git(self, *words: str) -> str:
        return self._run("git", *words).stdout.strip()

    def release(self, version: str, check: str = "true") -> str:
        """What was said in the end; the exit code tells whether it is a refusal."""
        done = self._run(sys.executable, str(RELEASE), version, "--check", check, check=False)
        assert bool(done.returncode) is bool(done.stderr), done
        return done.stdout + done.stderr

    def untouched(self) -> bool:
        kept = (self.folder / "studio_app/__init__.py").read_text() == VERSION
        return kept and self.git("rev-list", "--count", "HEAD") == "1" and not self.git("tag")

    def _run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        env = os.environ | _NOBODY
        return subprocess.run(words, cwd=self.folder, env=env, capture_output=True, text=True, check=check)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


class TestRelease:
    def test_moves_what_is_unreleased_and_tags_it(self, repository: Repository) -> None:
        assert "0.2.0 is committed and tagged" in repository.release("0.2.0")
        news = f"\n## [0.2.0] - {datetime.now().astimezone().date()}\n{NEWS}"
        assert (repository.folder / "CHANGELOG.md").read_text() == CHANGELOG.format(news)
        assert '__version__ = "0.2.0"' in (repository.folder / "studio_app/__init__.py").read_text()
        assert repository.git("log", "-1", "--format=%s") == "Version 0.2.0"
        assert repository.git("describe") == "v0.2.0"
        assert repository.git("status", "--porcelain") == ""

    def test_is_made_only_of_what_passes_the_check(self, repository: Repository) -> None:
        assert "`false` found something" in repository.release("0.2.0", check="false")
        assert repository.untouched()

    def test_is_made_only_of_what_is_committed(self, repository: Repository) -> None:
        (repository.folder / "half.py").touch()
        assert "not committed:\n?? half.py" in repository.release("0.2.0")
        assert repository.untouched()

    def test_is_made_only_of_what_was_checked(self, repository: Repository) -> None:
        assert "not committed:\n?? new.py" in repository.release("0.2.0", check="touch new.py")
        assert repository.untouched()

    def test_is_made_on_main_only(self, repository: Repository) -> None:
        repository.git("switch", "--quiet", "--create", "trial")
        assert "made on main, and this is trial" in repository.release("0.2.0")
        assert repository.untouched()

    @pytest.mark.parametrize("version", ["0.1.0", "0.0.9"])
    def test_comes_after_the_last_one(self, repository: Repository, version: str) -> None:
        assert f"{version} does not come after 0.1.0" in repository.release(version)

    @pytest.mark.parametrize("version", ["", "1.0", "v1.0.0", "1.0.0-rc1", "01.0.0"])
    def test_has_three_numbers(self, repository: Repository, version: str) -> None:
        assert "is no version" in repository.release(version)

    def test_is_not_made_twice(self, repository: Repository) -> None:
        repository.git("tag", "v0.2.0")
        assert "a tag v0.2.0 already" in repository.release("0.2.0")

    def test_tells_something(self, tmp_path: Path) -> None:
        assert "tells nothing under Unreleased" in Repository(tmp_path, unreleased="").release("0.2.0")
