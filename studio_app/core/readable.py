"""Texts from outside, made storable: without the characters that a database, a socket or a file cannot hold."""

import re
from collections.abc import Callable
from typing import Any, cast

# control characters but line feed and tab, and halves of a surrogate pair: PostgreSQL takes no NUL, and a half,
# which JSON can write as \ud800, ends whatever has to encode it: a transaction, a page, the socket of an open tab
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without control characters and lone surrogates; lines end in LF."""
    if _UNREADABLE.search(text) is None:
        return text
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cleaned(value: Any, tidy: Callable[[str], str] = clean) -> Any:
    """The same for every text of what JSON has brought, names of fields included.

    Raises RecursionError for what is nested deeper than anything of ours.
    """
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {cleaned(key, tidy): cleaned(item, tidy) for key, item in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list):
        return [cleaned(item, tidy) for item in cast("list[Any]", value)]
    return value


def storable(text: str) -> str:
    """The text without what no database holds: NUL and lone surrogates."""
    return text if _UNSTORABLE.search(text) is None else _UNSTORABLE.sub("", text)
