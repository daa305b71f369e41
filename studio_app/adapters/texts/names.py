"""Names and posts in the genitive ("в лице генерального директора Иванова И. И."), and short names.

What comes out is a default: every document lets a person write the form by hand.
"""

from functools import cache
from typing import Any

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

_MALE_SUFFIXES = frozenset({"оглы", "оглу", "улы", "уулу"})  # son of
_FEMALE_SUFFIXES = frozenset({"кызы", "гызы", "қызы"})  # daughter of
_PATRONYMICS = ("вич", "вна", "ична", "ьич", "мич", "кич")
_PARTS = (NamePart.LASTNAME, NamePart.FIRSTNAME, NamePart.MIDDLENAME)


def genitive_name(full_name: str) -> str:
    """`Иванова Ивана Ивановича` from `Иванов Иван Иванович`; a name not in Cyrillic stays as it is.

    The surname comes first in the result. The gender is told by the patronymic, else by the rest.
    """
    words = _surname_first(full_name)
    if not words or not _is_cyrillic(full_name) or _initials(words):
        return full_name
    gender = _gender(words)
    maker = _maker()
    declined = [maker.make(part, gender, Case.GENITIVE, word) for part, word in zip(_PARTS, words[:3], strict=False)]
    if _patronymic_suffix(words):  # «Тимур оглы», «Лейла кызы» stand in every case as they are
        declined[2:] = words[2:3]
    return " ".join([*declined, *words[3:]])


def genitive_post(post: str) -> str:
    """`генерального директора` from `Генеральный директор`, as it stands inside a sentence.

    The words up to the head noun are declined, what follows them stays.
    """
    words = post.split()
    if not words or not _is_cyrillic(post):
        return post
    head = _head(words)
    return " ".join([*(_decline_post(word) for word in words[: head + 1]), *words[head + 1 :]])


def short_name(full_name: str) -> str:
    """`Иванов И. И.` from a full name; the spaces do not break. Other scripts: `J. Smith`."""
    words = _surname_first(full_name)
    if len(words) < 2 or _initials(words):
        return full_name
    if not _is_cyrillic(full_name):
        return "\u00a0".join([*(f"{word[0]}." for word in words[:-1]), words[-1]])
    given = [word for word in words[1:3] if word.lower() not in _MALE_SUFFIXES | _FEMALE_SUFFIXES]
    return "\u00a0".join([words[0], *(_initial(word) for word in given)])


def _surname_first(full_name: str) -> list[str]:
    """The words in the order of documents: «Пётр Черных» and «Пётр Ильич Черных» are turned round."""
    words = full_name.split()
    if not _is_cyrillic(full_name) or _initials(words):
        return words
    if len(words) == 3 and words[1].lower().endswith(_PATRONYMICS) and not words[2].lower().endswith(_PATRONYMICS):
        return [words[2], *words[:2]]
    if len(words) == 2 and _is_given(words[0]) and not _is_given(words[1]):
        return words[::-1]
    return words


def _is_given(word: str) -> bool:
    return any("Name" in parse.tag.grammemes for parse in _morph().parse(word))


def _initial(word: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)


def _initials(words: list[str]) -> bool:
    return any("." in word for word in words)


def _is_cyrillic(text: str) -> bool:
    return all("\u0400" <= letter <= "\u04ff" for letter in text if letter.isalpha())


def _patronymic_suffix(words: list[str]) -> bool:
    return len(words) > 3 and words[3].lower() in _MALE_SUFFIXES | _FEMALE_SUFFIXES


def _gender(words: list[str]) -> Gender:
    if words[-1].lower() in _MALE_SUFFIXES:
        return Gender.MALE
    if words[-1].lower() in _FEMALE_SUFFIXES:
        return Gender.FEMALE
    parts: dict[str, str] = dict(zip(("lastname", "firstname", "middlename"), words, strict=False))
    return _detector().detect(**parts)


def _head(words: list[str]) -> int:
    """The place of the head noun: the first word that reads as a noun in the nominative."""
    for place, word in enumerate(words):
        if any({"NOUN", "nomn"} <= parse.tag.grammemes for parse in _morph().parse(word)):
            return place
    return 0


def _decline_post(word: str) -> str:
    if "-" in word:  # «директор-распорядитель»: each part by itself
        return "-".join(_decline_post(part) for part in word.split("-"))
    readings = [
        parse
        for parse in _morph().parse(word)
        if {"nomn", "sing"} <= parse.tag.grammemes and parse.tag.POS in {"NOUN", "ADJF", "PRTF"}
    ]
    form = readings[0].inflect({"gent", "sing"}) if readings else None
    if form is None:
        return word
    return form.word.upper() if word.isupper() and len(word) > 1 else form.word


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()


@cache
def _morph() -> Any:
    """The dictionary of pymorphy3: 20 MB, loaded when the first post is declined."""
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415  with its dictionary

    return MorphAnalyzer()
