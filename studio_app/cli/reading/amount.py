"""`read amount`: the amount with a point before its decimals."""

from argparse import Namespace
from typing import Any

from studio_app.cli.reading.values import read_or_question
from studio_app.core.money import Money, exponent
from studio_app.core.numbers import currency_beside, read_money

_DEFAULT = "RUB"


def read(given: Namespace) -> dict[str, Any]:
    """The amount as JSON, in the currency that it names itself, else `--currency`, else roubles."""

    def amount() -> dict[str, Any]:
        money = money_of(given)
        return {"value": written(money), "currency": money.currency}

    return read_or_question(amount, given.language)


def money_of(given: Namespace) -> Money:
    """The amount that was given. Raises Unclear, Invalid."""
    currency = given.currency or currency_beside(given.what) or _DEFAULT
    return read_money(given.what, currency, field="amount")


def written(money: Money) -> str:
    """`1000.50`: with all decimals that the currency has."""
    return f"{money.major:.{exponent(money.currency)}f}"
