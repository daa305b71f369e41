"""The encoding of a text that nobody tells: the likeliest one, and whether a person should look at it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, name

import cchardet

from studio_app.adapters.tables.problems import BadTable

ENCODINGS = (
    "utf-8", "cp1251", "cp1252", "cp1250", "cp1253", "cp1254", "cp1257", "cp866", "koi8-r", "iso8859-2", "iso8859-15",
    "cp852", "cp850", "utf-16-le", "utf-16-be", "mac-cyrillic", "cp1255", "cp1256", "gb18030", "shift_jis",
)  # fmt: skip
"""What a person may choose, the frequent ones first."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDER = {
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-7": "cp1253",
    "iso-8859-13": "cp1257",
    "iso-8859-5": "iso8859-5",
    "ibm866": "cp866",
    "ibm852": "cp852",
    "ibm855": "cp855",
    "maccyrillic": "mac-cyrillic",
}
"""The code page of Windows that holds all letters of a standard one, and the names that Python knows."""

_TRIED = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "cp1257", "cp852", "cp850", "cp866", "koi8-r")
_SURE = 0.7  # of the library's own confidence
_SURE_ABROAD = 0.9  # where the country writes otherwise
_LOOKED_AT = 4_000  # words with letters beyond ASCII
_BAD = 0.04  # of them may look odd: people do mix alphabets
_WORD = re.compile(r"[^\s!-&(-,./:-@[-`{-~]+")
_LONGEST = 60  # letters of a word that are looked at: some words are no words at all
_QUOTES = frozenset("\u00a0«»„“”‘’‚‹›–—‑‐−…№€£§°·´•™®©²³½¼¾µº¬×")
_SIGNS_IN_WORDS = frozenset("’‘´·‑‐–—\u00ad")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding in which it was read; `sure` is False where a person should look at it."""

    text: str
    encoding: str
    sure: bool = True


def decode(raw: bytes, *, chosen: str = "", likely: Sequence[str] = ()) -> Decoded:
    """The text: by its mark, as UTF-8 if it is, else in the likeliest code page, or as a person has `chosen`.

    `likely` are the code pages of the country that a file comes from, where that is known. Raises BadTable.
    """
    if chosen:
        return _as_chosen(raw, chosen)
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return Decoded(raw.decode(encoding), encoding)
            except UnicodeDecodeError:
                raise BadTable("encoding") from None
    if wide := _without_mark(raw):
        return wide
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(raw, likely)


def odd(text: str) -> float:
    """How many of the words with letters beyond ASCII look as if they were read in a wrong encoding, 0 to 1."""
    seen = wrong = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii():
            continue
        seen += 1
        wrong += _is_odd(word[:_LONGEST])
        if seen >= _LOOKED_AT:
            break
    return wrong / seen if seen else 0.0


def _as_chosen(raw: bytes, chosen: str) -> Decoded:
    if chosen not in ENCODINGS:
        raise BadTable("encoding")
    for mark, encoding in _MARKS:
        if raw.startswith(mark) and encoding.removesuffix("-sig") in chosen:
            raw = raw.removeprefix(mark)
    return Decoded(raw.decode(chosen, "replace"), chosen)


def _without_mark(raw: bytes) -> Decoded | None:
    """UTF-16 that does not say so: every other byte of its digits and line ends is zero."""
    head = raw[:2_000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if len(raw) % 2 or max(low, high) * 10 < len(head) or min(low, high) * 10 > max(low, high):
        return None
    encoding = "utf-16-le" if high > low else "utf-16-be"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = sum(category(letter) in {"Cc", "Cn", "Co"} for letter in text[:2_000] if letter not in "\t\r\n")
    return None if strange else Decoded(text, encoding)


def _guessed(raw: bytes, likely: Sequence[str]) -> Decoded:
    guess = cchardet.detect(raw)
    named = (guess["encoding"] or "").lower().replace("windows-", "cp")
    page, confidence = _WIDER.get(named, named), guess["confidence"] or 0.0
    text = _plausible(raw, page)
    if text is not None and confidence >= (_SURE_ABROAD if likely and page not in likely else _SURE):
        return Decoded(text, page)
    for other in (*likely, page, *_TRIED):
        text = _plausible(raw, other)
        if text is not None:
            return Decoded(text, other, sure=False)
    best = min(_TRIED, key=lambda one: odd(raw.decode(one, "replace")))
    return Decoded(raw.decode(best, "replace"), best, sure=False)


def _plausible(raw: bytes, page: str) -> str | None:
    text = _strictly(raw, page)
    return text if text is not None and odd(text) <= _BAD else None


def _strictly(raw: bytes, page: str) -> str | None:
    try:
        return raw.decode(page) if page else None
    except (LookupError, UnicodeDecodeError):
        return None


def _is_odd(word: str) -> bool:
    """Whether a word mixes alphabets, has a capital after a small letter, or holds what no word holds."""
    alphabets: set[str] = set()
    was_small = False
    for at, letter in enumerate(word):
        if letter.isascii():
            if letter.isalpha():
                alphabets.add("LATIN")
            was_small = letter.islower()
            continue
        kind = category(letter)
        if kind in {"Cc", "Cn", "Co", "Sk", "So", "Cs"} and letter not in _QUOTES:
            return True
        if kind[0] == "L":
            alphabets.add(name(letter, "?").partition(" ")[0])
            if was_small and letter.isupper():
                return True
            was_small = letter.islower()
        else:
            inside = 0 < at < len(word) - 1 and word[at - 1].isalpha() and word[at + 1].isalpha()
            if inside and kind[0] != "M" and letter not in _SIGNS_IN_WORDS:
                return True
            was_small = False
    return len(alphabets - {"FEMININE", "MASCULINE", "MICRO"}) > 1
