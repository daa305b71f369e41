"""What a client is."""

from enum import StrEnum


class ClientKind(StrEnum):
    """Who buys."""

    COMPANY = "company"
    PERSON = "person"
