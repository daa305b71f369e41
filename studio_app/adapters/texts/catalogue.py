"""The text catalogues: gettext files by language, one file a room, symbolic keys in both languages."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from studio_app.adapters.texts.compiled import Texts, texts_of

LOCALES = ("ru", "en")
DEFAULT_LOCALE = "ru"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LIMITS = ("minimum", "maximum")
_BETWEEN_THOUSANDS = {"ru": "\u00a0", "en": ","}
_ROOT = Path(__file__).parent.parent.parent / "locales"


class MissingText(KeyError):
    """A key without a text: a mistake of ours that tests must find."""

    def __init__(self, locale: str, key: str) -> None:
        super().__init__(f"{key} has no text in studio_app/locales/{locale}")


@cache
def catalogue(locale: str) -> Texts:
    """All texts of `locale` by key; more than one form where the key is a plural."""
    return texts_of(_ROOT / locale)


def pick(locale: str) -> str:
    """The language to use for `locale`: itself where we speak it, else the default."""
    short = locale.replace("_", "-").split("-")[0].lower()
    return short if short in LOCALES else DEFAULT_LOCALE


def translate(locale: str, key: str, **params: object) -> str:
    """The text of `key` with `{name}` placeholders filled from `params`, the limits grouped."""
    forms = catalogue(pick(locale)).get(key)
    if not forms or not forms[0]:
        raise MissingText(pick(locale), key)
    return forms[0].format(**grouped(locale, params)) if params else forms[0]


def translate_count(locale: str, key: str, count: int, **params: object) -> str:
    """The text of the plural `key` for `count`; `{count}` is filled too."""
    forms = catalogue(pick(locale)).get(key)
    if not forms or not all(forms):
        raise MissingText(pick(locale), key)
    return forms[_plural(pick(locale), count, len(forms))].format(count=count, **grouped(locale, params))


def grouped(locale: str, params: Mapping[str, object]) -> dict[str, object]:
    """The params with their whole limits, `{minimum}` and `{maximum}`, as people write large numbers."""
    between = _BETWEEN_THOUSANDS[pick(locale)]
    limits = {name: params[name] for name in _LIMITS if name in params}
    formatted = {name: f"{value:,}".replace(",", between) for name, value in limits.items() if isinstance(value, int)}
    return {**params, **formatted}


def _plural(locale: str, count: int, forms: int) -> int:
    if locale != "ru":
        return 0 if count == 1 else min(1, forms - 1)
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else 2
