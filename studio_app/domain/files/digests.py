"""By which a file is known again, whatever it is called."""

import hashlib


def digest_of(raw: bytes) -> str:
    """SHA-256 of the bytes in hexadecimal, 64 characters."""
    return hashlib.sha256(raw).hexdigest()
