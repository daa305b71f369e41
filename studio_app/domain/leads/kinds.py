"""Kinds of conversations, and how far letters and messages are."""

from enum import StrEnum

from studio_app.core.status import Transitions


class ConversationKind(StrEnum):
    """By what means people write."""

    MAIL = "mail"
    TELEGRAM = "telegram"


class Sending(StrEnum):
    """Where an answer of the studio is on its way; what a client has written has none."""

    RECEIVED = ""  # not ours
    PLANNED = "planned"
    SENT = "sent"
    KEPT = "kept"  # there is no mail server: it is written down and goes nowhere
    FAILED = "failed"


SENDING_TRANSITIONS: Transitions[Sending] = {
    Sending.RECEIVED: frozenset(),
    Sending.PLANNED: {Sending.SENT, Sending.KEPT, Sending.FAILED},
    Sending.SENT: frozenset(),
    Sending.KEPT: frozenset(),
    Sending.FAILED: {Sending.PLANNED},
}


class LetterState(StrEnum):
    """Whether a letter became a message."""

    LEFT = "left"  # a machine's, or it cannot be read: a person may take it anyway
    TAKEN = "taken"


LETTER_TRANSITIONS: Transitions[LetterState] = {
    LetterState.LEFT: {LetterState.TAKEN},
    LetterState.TAKEN: frozenset(),
}
