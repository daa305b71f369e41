"""Makes a release: `make release VERSION=0.2.0`, on a clean main. It is pushed by whoever made it.

Runs everything that `make test` runs, moves what is unreleased in CHANGELOG.md below the new version, writes
the version into studio_app/__init__.py, commits both and sets the tag. What is refused has changed nothing.
"""

import argparse
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

CHANGELOG, VERSION = Path("CHANGELOG.md"), Path("studio_app/__init__.py")
BRANCH = "main"
_UNRELEASED = "## [Unreleased]\n"
_NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_KEPT = re.compile(r'^__version__ = "(?P<number>[^"]+)"$', re.MULTILINE)


class Refused(Exception):
    """Why there is no release, in a sentence."""


def release(version: str, *, check: str) -> None:
    """Make the release in the repository of the working directory. Raises Refused."""
    current = _current()
    if not _NUMBER.fullmatch(version):
        raise Refused(f"{version or 'VERSION'} is no version: three numbers like 0.2.0")
    if _parts(version) <= _parts(current):
        raise Refused(f"{version} does not come after {current}")
    _require_clean()
    if _git("tag", "--list", f"v{version}"):
        raise Refused(f"there is a tag v{version} already")
    _moved(CHANGELOG.read_text(), version)
    if subprocess.run(shlex.split(check), check=False).returncode:
        raise Refused(f"`{check}` found something: nothing was released")
    _require_clean()
    CHANGELOG.write_text(_moved(CHANGELOG.read_text(), version))
    VERSION.write_text(_KEPT.sub(f'__version__ = "{version}"', VERSION.read_text()))
    _git("commit", "--quiet", "--message", f"Version {version}", "--", str(CHANGELOG), str(VERSION))
    _git("tag", "--annotate", f"v{version}", "--message", f"Version {version}")
    print(f"{version} is committed and tagged; `git push --follow-tags` hands it on")


def _require_clean() -> None:
    branch = _git("branch", "--show-current")
    if branch != BRANCH:
        raise Refused(f"a release is made on {BRANCH}, and this is {branch or 'no branch'}")
    if changed := _git("status", "--porcelain"):
        raise Refused(f"there are changes that are not committed:\n{changed}")


def _moved(changelog: str, version: str) -> str:
    before, found, after = changelog.partition(_UNRELEASED)
    words = after.split("\n## [", 1)[0].strip()
    if not found or not words:
        raise Refused(f"{CHANGELOG} tells nothing under Unreleased: say there what a user will notice")
    today = datetime.now(UTC).astimezone().date()
    return f"{before}{found}\n## [{version}] - {today}\n{after}"


def _current() -> str:
    found = _KEPT.search(VERSION.read_text())
    if found is None:
        raise Refused(f"{VERSION} has no __version__")
    return found["number"]


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("version")
    given.add_argument("--check", default="make test", help="what has to pass first")
    asked = given.parse_args()
    try:
        release(asked.version, check=asked.check)
    except Refused as refused:
        sys.exit(str(refused))
