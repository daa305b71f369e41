"""What an error says to a person, whichever face they look at: its numbers and amounts as people write them."""

from decimal import Decimal

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import number, whole_money
from studio_app.core.errors import StudioError
from studio_app.core.money import Money

_EITHER = ("first", "second")
"""The two readings of what was typed unclearly: with a currency beside them they are amounts."""


def in_words(error: StudioError, locale: str) -> str:
    """The sentence of `error`."""
    values = {name: number(value, locale) if type(value) is int else value for name, value in error.params.items()}
    if currency := error.params.get("read_in"):
        amounts = {name: Money.from_major(Decimal(error.params[name]), currency) for name in _EITHER}
        values |= {name: whole_money(amount, locale) for name, amount in amounts.items()}
    return translate(locale, error.message_key, **values)
