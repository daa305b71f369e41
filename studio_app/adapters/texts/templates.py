"""Jinja2 for portal, documents and letters: autoescaped, strict about unknown names, texts from the catalogues."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts import names
from studio_app.adapters.texts.amount_words import amount_in_words
from studio_app.adapters.texts.bank_codes import bank_qr, transfer_purpose
from studio_app.adapters.texts.catalogue import translate_count
from studio_app.adapters.texts.choices import choice_words, fallen_words
from studio_app.adapters.texts.overrides import say
from studio_app.domain.studio.brand import Brand
from studio_app.domain.studio.kinds import DEFAULT_TIMEZONE

ROOT = Path(__file__).parent.parent.parent.parent / "templates"


@cache
def environment() -> Environment:
    """The environment of all templates of ours. See `bindings` for what a template may call."""
    return Environment(
        loader=FileSystemLoader(ROOT),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    template: str,
    *,
    locale: str,
    timezone: str = DEFAULT_TIMEZONE,
    rewritten: Mapping[str, str] = MappingProxyType({}),
    **context: Any,
) -> str:
    """Render `template` (a path below templates/) in `locale`, with the texts that the studio has rewritten."""
    brand = context.get("brand")
    if isinstance(brand, Brand):
        context["brand"] = brand.speaking(locale)
    return environment().get_template(template).render(**bindings(locale, timezone, rewritten), **context)


def bindings(locale: str, timezone: str, rewritten: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """What every template may use: `t`, `tn`, and the formatters bound to its language and clock."""
    return {
        "locale": locale,
        "t": lambda key, **params: say(rewritten, locale, key, **params),
        "tn": lambda key, count, **params: translate_count(locale, key, count, **params),
        "money": lambda value: fmt.money(value, locale),
        "price": lambda value: fmt.free_or_money(value, locale),
        "number": lambda value: fmt.number(value, locale),
        "percent": lambda value: fmt.percent(value, locale),
        "day": lambda value: fmt.day(value, locale),
        "short_day": lambda value: fmt.short_day(value, locale),
        "genitive_name": names.genitive_name,
        "genitive_post": names.genitive_post,
        "short_name": names.short_name,
        "phone": fmt.phone,
        "choice_words": lambda picked: choice_words(picked, locale),
        "fallen_words": lambda fallen: fallen_words(fallen, locale),
        "words": lambda value: amount_in_words(value, locale),
        "transfer_purpose": lambda content: transfer_purpose(content, locale),
        "bank_qr": lambda content: bank_qr(content, locale),
        "moment": lambda value: fmt.zoned_moment(value, locale, timezone),
    }
