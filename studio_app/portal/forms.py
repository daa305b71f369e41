"""Forms as browsers post them, read within limits."""

from contextlib import suppress
from urllib.parse import parse_qs

from fastapi import Request

from studio_app.adapters.bodies import read_limited

Posted = dict[str, list[str]]
_MAX_FIELDS = 300


async def read_form(request: Request, *, kilobytes: int) -> Posted:
    """All values by field name of an urlencoded body; nothing for a body that is none. Raises TooLarge."""
    raw = (await read_limited(request, kilobytes=kilobytes)).decode("utf-8", "replace")
    posted: Posted = {}
    with suppress(ValueError):  # more fields than any page of ours has
        posted = parse_qs(raw, keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    request.state.posted = posted
    return posted


def typed(request: Request) -> Posted:
    """What was posted, as far as it has been read."""
    return getattr(request.state, "posted", {})


def one(posted: Posted, name: str) -> str:
    """The first value of a field; empty when it was not posted."""
    return posted.get(name, [""])[0]
