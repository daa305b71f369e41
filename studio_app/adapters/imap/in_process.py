"""A letter read in a process of its own: what it does there is not done to the server."""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from studio_app.adapters.imap.letter import SECONDS, AttachedFile, Letter, Unreadable
from studio_app.adapters.processes.child import WorkFailed
from studio_app.adapters.processes.pool import ProcessPool, Task
from studio_app.core.errors import StudioError
from studio_app.domain.clients.phones import DEFAULT_REGION

_BY_THE_CLOCK = 30  # seconds, however busy the machine is
_PASSING = frozenset({"busy", "closed"})  # nothing that the letter did


class LetterRefused(StudioError):
    """What the process says of an unreadable letter."""

    code = "letter_unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


def read_letter_in_process(
    pool: ProcessPool, raw: bytes, *, own: Collection[str] = (), encoding: str = "", country: str = DEFAULT_REGION
) -> Letter:
    """`read_letter` in a process of the pool. Raises Unreadable; WorkFailed where the pool has no time for anybody."""
    try:
        return pool.run(READ_LETTER, raw, own=sorted(own), encoding=encoding, country=country)
    except LetterRefused as error:
        raise Unreadable(error.reason) from None
    except WorkFailed as error:
        if error.reason in _PASSING:
            raise
        raise Unreadable("too_heavy") from None


def parts_of_letter(raw: bytes, *, own: Collection[str], encoding: str, country: str) -> Iterator[bytes]:
    """The entry of the process: everything but the files, then the bytes of each. Raises LetterRefused."""
    from studio_app.adapters.imap.letters import read_letter  # noqa: PLC0415  the server itself reads no letter

    try:
        letter = read_letter(raw, own=own, encoding=encoding, country=country)
    except Unreadable as error:
        raise LetterRefused(error.reason) from None
    fields = asdict(replace(letter, files=()))
    fields |= {"at": letter.at.isoformat(), "files": [file.name for file in letter.files]}
    yield json.dumps(fields).encode()
    for file in letter.files:
        yield file.content


def whole_letter(parts: Iterator[bytes]) -> Letter:
    """The letter of these parts."""
    fields: dict[str, Any] = json.loads(next(parts))
    files = tuple(AttachedFile(name, next(parts)) for name in fields["files"])
    given = {"at": datetime.fromisoformat(fields["at"]), "answers": tuple(fields["answers"]), "files": files}
    return Letter(**{**fields, **given})


def get_ready() -> None:
    """Load what a letter needs, by reading one."""
    from studio_app.adapters.imap.letters import read_letter  # noqa: PLC0415  as above

    read_letter(b"\n\nwords")


READ_LETTER = Task(
    entry=f"{__name__}:{parts_of_letter.__name__}",
    whole=whole_letter,
    lane="letters",
    seconds=_BY_THE_CLOCK,
    processor=SECONDS,
    errors=(LetterRefused,),
    ready=f"{__name__}:{get_ready.__name__}",
)
