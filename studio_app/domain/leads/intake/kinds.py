"""How far a lead is."""

from enum import StrEnum


class LeadState(StrEnum):
    """What became of a lead."""

    WAITING = "waiting"  # accepted; somebody is about to look at it
    INCOMING = "incoming"  # uncertain: a person decides
    DEAL = "deal"
    SPAM = "spam"
