"""Passwords: argon2id through pwdlib; slow on purpose, so never called inside a transaction or on the loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASHER = PasswordHash((Argon2Hasher(),))
_FEW = ThreadPoolExecutor(2, thread_name_prefix="passwords")
R = TypeVar("R")


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


async def off_the_loop(call: Callable[..., R], *args: Any, **named: Any) -> R:
    """Hash, verify or judge: each takes 64 MB or much time on purpose, so a few at a time, however many ask."""
    return await asyncio.get_running_loop().run_in_executor(_FEW, partial(call, *args, **named))
