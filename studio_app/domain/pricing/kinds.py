"""Tariffs, and what makes a line of an estimate doubtful."""

from enum import StrEnum


class Tariff(StrEnum):
    """The three offers made of one estimate; each contains the one before it."""

    START = "start"
    STANDARD = "standard"
    PREMIUM = "premium"


class LineDoubt(StrEnum):
    """Why a person has to look at a line before it may be offered."""

    NONE = ""
    CURRENCY = "currency"  # the price list has it in another currency
    RULE = "rule"  # its rule could not be read, so nobody knows how many
