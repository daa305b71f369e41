"""What can be found."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What is found."""

    DEAL = "deal"
    CLIENT = "client"
    DOCUMENT = "document"
