"""Words as they are kept and looked for: lower case, without endings, numbers in every way people type them."""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, cast

MAX_WORDS = 8
"""Words of a question that count."""

_TOKEN = re.compile(r"[^\W_]+")
_SEPARATED = re.compile(r"[\d\s()+./-]+")
_PHONE_DIGITS = 7
_TAILS = (10, 7, 4)
"""Last digits by which a phone is found: without the country, without the city, the ones people remember."""

_NUMBER_DIGITS = 5
_local = threading.local()


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's name


def index_words(parts: Iterable[str]) -> str:
    """The words by which something called `parts` is found, each once, separated by spaces."""
    words: dict[str, None] = {}
    for part in parts:
        for token in _TOKEN.findall(_plain(part)):
            words[_stem(token)] = None
            words.update(dict.fromkeys(_tails(token)))
        if number := _number(part):
            words[number] = None
            words.update(dict.fromkeys(_tails(number)))
    return " ".join(words)


def query_words(text: str) -> tuple[str, ...]:
    """The beginnings of words that `text` asks for; what is found has all of them.

    A number written with spaces, brackets or dashes is one word, as `index_words` keeps it.
    """
    if number := _number(text):
        return (number,)
    return tuple(dict.fromkeys(_stem(token) for token in _TOKEN.findall(_plain(text))))[:MAX_WORDS]


def has_words(kept: str, words: Iterable[str]) -> bool:
    """Whether every one of `words` begins one of the `kept`: what the index answers, without the index."""
    padded = f" {kept}"
    return all(f" {word}" in padded for word in words)


def _plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def _number(text: str) -> str:
    """The digits of a phone or a document number; empty for anything else, and for short numbers."""
    if not _SEPARATED.fullmatch(text):
        return ""
    digits = "".join(filter(str.isdigit, text))
    if len(digits) == 11 and digits.startswith("8") and "+" not in text:
        digits = f"7{digits[1:]}"  # the way a Russian number is dialled inside the country
    return digits if len(digits) >= _NUMBER_DIGITS else ""


def _tails(token: str) -> list[str]:
    if not token.isdigit() or len(token) < _PHONE_DIGITS:
        return []
    return [token[-length:] for length in _TAILS if length < len(token)]


@lru_cache(maxsize=20_000)
def _stem(token: str) -> str:
    if not token.isalpha():
        return token
    return _stemmer("english" if token.isascii() else "russian").stemWord(token)


def _stemmer(language: str) -> _Stemmer:
    # a stemmer keeps the word it works on, so each thread has its own
    found: _Stemmer | None = getattr(_local, language, None)
    if found is None:
        import snowballstemmer  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  it has none

        found = cast("_Stemmer", snowballstemmer.stemmer(language))  # pyright: ignore[reportUnknownMemberType]  as above
        setattr(_local, language, found)
    return found
