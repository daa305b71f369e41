"""The secret key beside the data: written whole or not at all, and never made anew over one that is damaged."""

import binascii
import fcntl
import os
import secrets
from pathlib import Path

KEY_FILE = "secret.key"
SHORTEST = 32  # bytes
FEWEST = 16  # different ones: `aaaa…` and a word repeated are long enough, too
_BYTES = 48
_MOST = 4096  # nobody's key is longer; a file that is has been mistaken for one


class UnusableKey(ValueError):
    """The key protects nothing, or is not there though links were made with it; the words say what to do."""


def judge_key(key: bytes) -> str:
    """What is wrong with a key, in words that follow its name; empty for a good one.

    A key written as hexadecimal digits is judged by the bytes that it stands for.
    """
    try:
        meant = binascii.unhexlify(key)
    except binascii.Error:
        meant = key
    if not key:
        return "is empty"
    if len(meant) < SHORTEST:
        return f"is too short: {len(meant)} bytes, where at least {SHORTEST} are needed"
    if len(set(meant)) < FEWEST:
        return f"is too simple: it has {len(set(meant))} different bytes, where at least {FEWEST} are needed"
    return ""


def kept_key(folder: Path, *, database: Path | None) -> bytes:
    """The key of the data folder; on the very first start it is made.

    `database` is the one whose links depend on the key: where it exists, a missing key is not made
    anew, for every link that clients hold would die without a word. Two starts at once agree on one
    key. Raises UnusableKey.
    """
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if database is not None and database.exists() and database.stat().st_size:
            raise UnusableKey(f"{path} is missing, though {database} is there. {_WHAT_TO_DO.format(path=path)}")
        _make(path)
    with path.open("rb") as file:
        key = file.read(_MOST + 1).strip()
    problem = "is too long to be a key" if len(key) > _MOST else judge_key(key)
    if problem:
        raise UnusableKey(f"{path} {problem}. {_WHAT_TO_DO.format(path=path)}")
    return key


_WHAT_TO_DO = (
    "Put the file back from a back-up: every link that clients hold was made with it. Only if there is none, write a"
    " new one, with which those links stop working:"
    " python3 -c \"import secrets; print(secrets.token_urlsafe(48))\" > '{path}'"
)


def _make(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # whoever starts at the same moment waits, and finds the key
        if path.exists():
            return
        fresh = path.with_name(f"{KEY_FILE}.new")
        fresh.unlink(missing_ok=True)  # of a start that was killed here
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
        os.fsync(folder)
    finally:
        os.close(folder)
