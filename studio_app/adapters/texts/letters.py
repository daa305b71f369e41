"""Words letters from templates/email/ and the catalogue `email`."""

import re
from collections.abc import Callable

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money
from studio_app.adapters.texts.templates import render
from studio_app.core.money import Money
from studio_app.domain.notifications.schemas import LetterFacts, LetterText

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class TemplateWriter:
    """Renders the three parts of a letter; links start with `url`, the address of the site."""

    def __init__(self, url: str) -> None:
        self._url = url

    def write(self, facts: LetterFacts) -> LetterText:
        """Subject, plain text and HTML in the language of the facts."""
        return LetterText(
            subject=self._part(facts, "subject.txt").strip(),
            text=self._part(facts, "text.txt").strip() + "\n",
            html=self._part(facts, "html.html"),
        )

    def _part(self, facts: LetterFacts, name: str) -> str:
        return render(
            f"email/{facts.rule}/{name}",
            locale=facts.locale,
            timezone=facts.timezone,
            rewritten=facts.brand.texts(facts.locale),
            letter=facts,
            brand=facts.brand,
            link=self._url + facts.path,
            sum=_sum_in(facts),
            button_ink=ink_on(facts.brand.accent),
        )


def _sum_in(facts: LetterFacts) -> Callable[[Money], str]:
    """A sum as the pages say it: with VAT, or that there is none."""
    if facts.taxed is None:
        return lambda value: money(value, facts.locale)
    words = "letter.sum.taxed" if facts.taxed else "letter.sum.untaxed"
    return lambda value: translate(facts.locale, words, sum=money(value, facts.locale))


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on `colour` (#rrggbb), by relative luminance (WCAG 2)."""
    if not _COLOUR.match(colour):
        return "#ffffff"
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#1c2024" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3 else "#ffffff"
