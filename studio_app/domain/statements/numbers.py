"""Finds the invoice numbers that a payer has written into the purpose of a payment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_LOOK_ALIKES: dict[int, int | str | None] = {
    **str.maketrans("авекмнорстухё", "abekmhopctyxe"),
    **dict.fromkeys(map(ord, "\u2010\u2011\ufe63\uff0d\u2043"), "-"),
    **dict.fromkeys(map(ord, "\u2007\u2008\u2009\u200a\u202f"), "\u00a0"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),  # seen by nobody
}
_DASH = "\u2012\u2013\u2014\u2212"
_CUT = re.compile(rf"(?<![\w.-])(20\d\d)(?:\s*[{_DASH}]\s*|-\s+|\s+-\s*)(?=(?!20\d\d\b)\d{{3,}}(?![\w.]))")
"""A number of ours with a dash for its hyphen, or broken at its hyphen where a line has ended."""
_YEARS = range(2000, 2100)
_SHORT_YEARS = range(20, 60)
_MARKS = ("n", "no", "nr")  # written close to the number
_MAX_WORDS = 5  # "счёт на оплату услуг по сайту № 12"


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that may be an invoice's. `year` None: the payer left it out. `bare`: no word said "invoice"."""

    prefix: str
    year: int | None
    sequence: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """The number of one of our invoices, taken apart."""

    prefix: str
    year: int
    sequence: int


def fold(text: str) -> str:
    """Lower case with letters that look alike in both alphabets made one, so that С-12 is C-12; so are hyphens."""
    return text.casefold().translate(_LOOK_ALIKES)


def parse_number(number: str) -> ParsedNumber | None:
    """Take `С-2026-0012` apart; None for a number that was made by another rule."""
    found = re.fullmatch(r"(.*?)(\d{4})-(\d+)", fold(number.strip()))
    return ParsedNumber(_plain(found[1]), int(found[2]), int(found[3])) if found else None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _words(*words: str) -> str:
    return "|".join(fold(word) for word in words)


class _About(Enum):
    """What the next number counts."""

    NOTHING = 0
    INVOICE = 1
    OTHER = 2


_TOKEN = re.compile(
    rf"""
    (?P<date>(?<![\w-])(?:\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d-\d\d)(?![\w-]))
  | (?P<sum>(?<![\w-])\d{{1,3}}(?:[ \u00a0]\d{{3}})+(?:[.,=-]\d\d)?(?!\w)|(?<![\w-])\d+[.,=]\d{{1,2}}(?![\w-])|\d+\s*%)
  | (?P<other>(?<!\w)(?:
        (?:{_words("счет", "счета", "счету", "счетом", "счетам", "сч")})\.?\s?[-\u2013]?\s?{fold("ф")}\w*\.?
      | {fold("с")}[/-]{fold("ф")}\w*
      | {fold("р")}[/.]?{fold("с")}[ч]?\b | {fold("к")}/{fold("с")}\b
      | (?:{_words("расчетн", "лицев", "банковск", "транзитн")})\w*\s+{fold("счет")}\w*
      | (?:{_words("договор", "контракт", "заказ", "накладн", "заявк", "приложени", "спецификац", "соглашени")})\w*
      | (?:{_words("платежн", "поручени", "требовани", "contract", "agreement", "order", "quote", "offer")})\w*
      | (?:{_words("дог", "дог-р", "акт", "акта", "акту", "актам", "упд", "кп", "пп", "инн", "кпп", "бик")})\b\.?
      | (?:{_words("огрн", "ндс", "vat", "act", "po", "iban", "bic", "тел", "tel", "доп")})\b\.?
      | {fold("п/п")}
    ))
  | (?P<invoice>(?<!\w)(?:
        {fold("счет")}(?:{_words("а", "у", "е", "ом", "ам", "ами", "ов", "ах")})?
            (?:\s?[-\u2013]\s?(?:{_words("договор", "оферт")})\w*)?(?![^\W\d])
      | {fold("сч")}(?:\.|(?=[\s\d№#]))
      | (?:invoices?|inv|{_words("инвойс", "инвойса", "инвойсу", "инвойсы", "инв")}|rechnung\w*|bill)(?![^\W\d])\.?
    )(?:-(?=\d))?)
  | (?P<mark>№\s*№?|\#|(?<!\w)(?:n|no|nr|num|{_words("номер", "номера", "н")}|number)\b[.:]?(?=\s*\w{{0,8}}[-/]?\d))
  | (?P<number>(?:(?<![\w/])(?<!\d[.-])|(?<={fold("сч")})|(?<={fold("счет")})|(?<=inv))
        [^\W\d_]{{0,8}}[-/]?\d{{1,9}}(?:[-/]\d{{1,9}}){{0,2}}(?![\w-])(?!/\w))
  | (?P<link>(?<!\w)(?:
        {_words("от", "и", "г", "год", "года", "and", "dated", "of", "from", "vom", "und")})\b\.?|[,;&+:().])
  | (?P<word>\w+)
    """,
    re.VERBOSE,
)


def mentions(purpose: str) -> tuple[Mention, ...]:
    """Every number that can be an invoice's, in order, each once.

    What counts is the word before it: a contract's, an act's or an account's number is none, nor
    are dates, sums and percents. Without any word only a number exactly as we print it counts.
    """
    return tuple(dict.fromkeys(_found(_CUT.sub(r"\1-", fold(purpose)))))


def _found(text: str) -> Iterator[Mention]:
    about, near, marked, words = _About.NOTHING, False, False, 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind in {"invoice", "other"}:
            about = _About.INVOICE if kind == "invoice" else _About.OTHER
            near, marked, words = True, False, 0
        elif kind == "mark":
            marked = True
        elif kind == "sum" and marked and about is _About.INVOICE and re.fullmatch(r"\d+,\d+", token["sum"]):
            yield from (Mention("", None, int(part)) for part in token["sum"].split(",") if int(part))  # №№ 12,13
        elif kind == "number":
            if about is _About.INVOICE and (near or marked or token["number"].startswith(_MARKS)):
                yield from _read(token["number"], bare=False)
            elif about is _About.NOTHING:
                yield from _read(token["number"], bare=True)
            near, marked, words = True, False, _MAX_WORDS  # "№ 12, 13 и 14"; a word ends it
        elif kind == "word":
            near, marked, words = False, False, words + 1
            if words > _MAX_WORDS:
                about = _About.NOTHING
        else:
            marked = marked and kind == "link"


def _read(text: str, *, bare: bool) -> Iterator[Mention]:
    found = re.fullmatch(r"([^\W\d_]*)[-/]?(\d+)(?:[-/](\d+))?(?:[-/](\d+))?", text)
    if not found or found[4]:
        return
    prefix, first, second = "" if found[1] in _MARKS else found[1], found[2], found[3]
    if bare:  # only what we print ourselves: the year and at least four digits
        if second and int(first) in _YEARS and len(first) == 4 and len(second) >= 4:
            yield Mention(prefix, int(first), int(second), bare=True)
    elif second is None:
        if int(first) > 0 and len(first) <= 6:
            yield Mention(prefix, None, int(first))
    elif len(first) == 4 and int(first) in _YEARS and int(second) > 0:
        yield Mention(prefix, int(first), int(second))
    elif len(second) == 4 and int(second) in _YEARS and int(first) > 0:
        yield Mention(prefix, int(second), int(first))
    elif len(second) == 2 and int(second) in _SHORT_YEARS and int(first) > 0:
        yield Mention(prefix, 2000 + int(second), int(first))
