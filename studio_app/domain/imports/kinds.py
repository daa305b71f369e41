"""What a list can be imported as."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What the rows of a file are."""

    LEADS = "leads"
    CLIENTS = "clients"
    SPEND = "spend"
