"""The root of every anticipated error: a code, a catalogue key and an HTTP status."""

import errno
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar


class StudioError(Exception):
    """An error that a person can be told about.

    `code` is stable and machine-readable; the sentence is the catalogue entry `error.<code>`,
    filled with `params`; `status` is what an HTTP face answers.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 400

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence."""
        return f"error.{self.code}"


class NotFound(StudioError):
    """The thing asked for does not exist, or the actor may not know that it does."""

    code = "not_found"
    status = 404


class Forbidden(StudioError):
    """The actor may not do this."""

    code = "forbidden"
    status = 403


class Invalid(StudioError):
    """A field holds something unusable; `field` names it, `reason` is a catalogue key."""

    code = "invalid"
    status = 422

    def __init__(self, *, field: str, reason: str, **params: Any) -> None:
        super().__init__(field=field, reason=reason, **params)
        self.field = field
        self.reason = reason

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence: one a reason."""
        return f"error.invalid.{self.reason}"


class InvalidFields(Invalid):
    """Everything that is wrong with what was filled in, in the order of its fields; as an Invalid it is the first."""

    def __init__(self, problems: Sequence[Invalid]) -> None:
        super().__init__(**problems[0].params)
        self.problems = tuple(problems)


class Stale(StudioError):
    """The thing was changed by somebody else since the actor read it."""

    code = "stale"
    status = 409


class RetryLater(StudioError):
    """Not now: the same may go well after `retry_after` seconds."""

    def __init__(self, *, retry_after: int, **params: Any) -> None:
        super().__init__(retry_after=retry_after, **params)
        self.retry_after = retry_after


class Throttled(RetryLater):
    """Too many tries; come back after `retry_after` seconds."""

    code = "throttled"
    status = 429


class Trouble(StrEnum):
    """What keeps us from storing anything, whoever asks."""

    DISK = "disk"  # full, or failing
    LOCKED = "locked"  # somebody else holds the database
    READ_ONLY = "read_only"
    SILENT = "silent"  # the database does not answer


class Unavailable(RetryLater):
    """Nothing can be stored, or read, at this moment: nobody's fault who asks, and it passes."""

    code = "unavailable"
    status = 503

    def __init__(self, *, trouble: Trouble, retry_after: int = 10) -> None:
        super().__init__(retry_after=retry_after, trouble=trouble.value)
        self.trouble = trouble


_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def disk_trouble(error: OSError) -> Trouble | None:
    """What keeps a file from being written, as `error` tells it; None for an error that is about this file alone."""
    if error.errno in _DISK_ERRORS:
        return Trouble.DISK
    return Trouble.READ_ONLY if error.errno == errno.EROFS else None
