"""Who somebody is in the studio, and what a ticket is for."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the studio; what each may do stands in `permissions`."""

    OWNER = "owner"
    MANAGER = "manager"
    LAWYER = "lawyer"
    ACCOUNTANT = "accountant"


class TicketPurpose(StrEnum):
    """What a ticket lets its holder do, once."""

    FIRST_OWNER = "first_owner"
    NEW_PASSWORD = "new_password"  # noqa: S105  the name of a purpose
