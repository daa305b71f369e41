"""A choice of tariff and options in words: on pages, in letters and in the history it reads the same."""

from collections.abc import Sequence

from studio_app.adapters.texts.catalogue import translate, translate_count
from studio_app.adapters.texts.format import money
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.schemas import FallenAway, Picked


def choice_words(picked: Picked, locale: str) -> str:
    """`tariff Standard with options Blog, Chat: 123,000 ₽ incl. VAT`; the sum alone where nothing was to choose."""
    parts = [_tariff(picked.tariff, locale), _options(picked.options, locale)]
    taxed = "letter.sum.taxed" if picked.taxed else "letter.sum.untaxed"
    total = translate(locale, taxed, sum=money(picked.total, locale))
    chosen = " ".join(filter(None, parts))
    return translate(locale, "proposal.told.whole", choice=chosen, sum=total) if chosen else total


def fallen_words(fallen: FallenAway, locale: str) -> str:
    """`tariff Premium, Blog`: what was chosen and is offered no more."""
    return ", ".join(filter(None, [_tariff(fallen.tariff, locale), _names(fallen.options, locale)]))


def _tariff(tariff: Tariff | None, locale: str) -> str:
    if tariff is None:
        return ""
    return translate(locale, "proposal.told.tariff", tariff=translate(locale, f"tariff.{tariff.value}"))


def _options(names: Sequence[str], locale: str) -> str:
    if not names:
        return ""
    return translate_count(locale, "proposal.told.options", len(names), options=_names(names, locale))


def _names(names: Sequence[str], locale: str) -> str:
    return ", ".join(translate(locale, "proposal.told.option", name=name) for name in names)
