"""The bytes of the file that is to be read."""

from pathlib import Path

from studio_app.core.refusal import Refusal

_WRONG_USE = 2


def content(path: str) -> bytes:
    """What the file holds. Raises Refusal where there is none."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refusal(f"{path}: {error.strerror or error}", exit_code=_WRONG_USE) from None
