"""What a letter says, and why one is not read at all."""

from dataclasses import dataclass
from datetime import datetime

MAX_ATTACHMENTS = 10
LARGEST = 25 << 20
"""Bytes of a letter that are looked at; of a longer one the beginning."""
SECONDS = 3
"""Of processor time: a letter of people takes a hundredth of it, one of 25 MB the half."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. `automatic` tells by what a machine's is known: answering or keeping it could loop."""

    message_id: str
    answers: tuple[str, ...]
    address: str
    name: str
    subject: str
    text: str
    at: datetime
    automatic: str
    files: tuple[AttachedFile, ...]
    phone: str = ""  # the first that stands in the words, as it is stored
    is_form: bool = False  # a notice about what somebody left in a form: each is of somebody else
    is_reply: bool = False
    encoding: str = ""  # in which it was read where it does not tell itself, or not truly
    sure: bool = True  # False where a person should look at the encoding

    @property
    def is_automatic(self) -> bool:
        """Whether a machine wrote it on its own."""
        return bool(self.automatic)


class Unreadable(Exception):
    """Nobody can make sense of the letter; the next one may well be somebody's first.

    `reason` is unreadable, too_heavy (time or memory), too_large, headers or parts.
    """

    def __init__(self, reason: str = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason
