"""Addresses of the web that somebody else has written, in headers above all."""

from urllib.parse import SplitResult, urlsplit

_NOWHERE = SplitResult("", "", "", "", "")


def split(address: str) -> SplitResult:
    """The parts of an address; all of them empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:  # an IPv6 address without its end, for one
        return _NOWHERE
