"""What a difference between a provider and our books is."""

from enum import StrEnum


class DifferenceKind(StrEnum):
    """How the provider's books and ours disagree."""

    CONTRADICTION = "contradiction"  # it tells another sum, currency or mode than we asked for: nothing is booked
    FOREIGN = "foreign"  # a paid checkout that no attempt of ours knows
    AMOUNT = "amount"  # what we booked of a checkout is not what it moved there
    REFUND = "refund"  # a refund that the provider was not told of for long
    EVENT = "event"  # a webhook that nobody could handle
