"""`read words`: an amount as documents write it in words."""

from argparse import Namespace
from typing import Any

from studio_app.adapters.texts.amount_words import amount_in_words
from studio_app.cli.reading.amount import money_of, written
from studio_app.cli.reading.values import read_or_question


def read(given: Namespace) -> dict[str, Any]:
    """The words as JSON, in `--language`."""

    def words() -> dict[str, Any]:
        money = money_of(given)
        return {
            "value": amount_in_words(money, given.language),
            "amount": written(money),
            "currency": money.currency,
        }

    return read_or_question(words, given.language)
