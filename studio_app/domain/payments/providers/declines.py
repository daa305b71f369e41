"""Why a try to pay failed, in the few ways that tell a payer what to do next."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Decline(StrEnum):
    """What a payer is told."""

    FUNDS = "funds"  # not enough money
    LIMIT = "limit"  # more than the card may pay
    CARD = "card"  # expired, wrong digits, blocked
    PROOF = "proof"  # the bank asked for a confirmation and got none
    UNSUITABLE = "unsuitable"  # that card or way cannot pay here
    TIME = "time"  # the page was open for too long
    TROUBLE = "trouble"  # the provider or the bank was out of order
    BANK = "bank"  # the bank gives no reason


def by_code(codes: Mapping[Decline, Sequence[str]]) -> Mapping[str, Decline]:
    """A provider's codes, each with what it comes down to."""
    return {code: decline for decline, those in codes.items() for code in those}


def read_code(codes: Mapping[str, Decline], code: str) -> Decline:
    """What to tell of a failed try by its `code`. Banks hide most reasons, theft and fraud above all: it is the bank.

    Several words are the provider's own about our request: the payer did nothing wrong.
    """
    if " " in code:
        return Decline.TROUBLE
    return codes.get(code, Decline.BANK)
