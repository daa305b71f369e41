"""Passwords: argon2id through pwdlib; slow on purpose, so never called inside a transaction."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASHER = PasswordHash((Argon2Hasher(),))


def hash_password(password: str) -> str:
    """The argon2id hash of `password` with a fresh salt."""
    return _HASHER.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether `password` matches; takes as long for an account that does not exist (`stored` None)."""
    matches = _HASHER.verify(password, stored or _decoy())
    return matches and stored is not None


@cache
def _decoy() -> str:
    return _HASHER.hash("nobody has this password")
