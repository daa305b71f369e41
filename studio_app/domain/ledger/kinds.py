"""What an entry of the ledger is, and what it came from."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What a ledger entry records."""

    PAYMENT = "payment"
    FEE = "fee"  # what a provider kept for its service
    REFUND = "refund"
    DISPUTE = "dispute"  # withheld while a bank decides, and given back afterwards
    CHARGEBACK = "chargeback"  # lost for good
    WRITE_OFF = "write_off"  # a difference that nobody will pay: no money moved
    EXCHANGE = "exchange"  # money counted in another currency: away in the one, towards us in the other
    EXCHANGE_DIFFERENCE = "exchange_difference"  # what a rate made, to anybody's gain or loss: no money moved
    CONVERSION = "conversion"  # the provider's own, into the currency of the account: away in the one, towards us there
    CONVERSION_DIFFERENCE = "conversion_difference"  # what its rate made between a payment and its return
    CORRECTION = "correction"  # takes back another entry


ASIDE = frozenset({EntryKind.FEE, EntryKind.CONVERSION, EntryKind.CONVERSION_DIFFERENCE})
"""Kinds between the studio and its provider alone: they count for no invoice and take nothing from a payment."""

NOT_MONEY = frozenset({EntryKind.WRITE_OFF, EntryKind.EXCHANGE_DIFFERENCE})
"""Kinds that close an invoice though nothing came."""


class CauseKind(StrEnum):
    """What made an entry."""

    PROVIDER = "provider"  # an object of a payment provider
    STATEMENT = "statement"  # a line of a bank statement
    PERSON = "person"  # somebody of the studio
