"""`read letter`: who wrote what, and whether it becomes a lead."""

import signal
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from studio_app.adapters.imap.letter import SECONDS, Letter, Unreadable
from studio_app.adapters.imap.letters import read_letter
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.texts.catalogue import translate
from studio_app.cli.reading.files import content
from studio_app.core.refusal import Refusal

_WRONG_USE = 2


def read(given: Namespace) -> dict[str, Any]:
    """The letter as JSON; `--address` is the mailbox that it was found in. Raises Refusal for a wrong use."""
    if given.encoding and given.encoding not in ENCODINGS:
        raise Refusal(f"--encoding: one of {', '.join(ENCODINGS)}", exit_code=_WRONG_USE)
    own = [given.address.strip().lower()] if given.address.strip() else []
    raw = content(given.what)
    nothing: dict[str, Any] = {
        "name": "",
        "email": "",
        "phone": "",
        "subject": "",
        "text": "",
        "encoding": "",
        "files": [],
    }
    try:
        with _limited():
            letter = read_letter(raw, own=own, encoding=given.encoding, country=given.country)
    except Unreadable as error:
        return _refused(error.reason, nothing, given.language)
    said = {
        "name": letter.name or letter.address.partition("@")[0],
        "email": letter.address,
        "phone": letter.phone,
        "subject": letter.subject,
        "text": letter.text,
        "encoding": letter.encoding,
        "files": [{"name": file.name, "bytes": len(file.content)} for file in letter.files],
    }
    if not letter.address:
        return _refused("no_address", said, given.language)
    if letter.address in own:
        return _refused("own", said, given.language)
    return {"outcome": _outcome(letter), "reason": letter.automatic or None, **said, "problem": None}


@contextmanager
def _limited() -> Generator[None]:
    """What takes longer than in the product, where a process is ended, is refused here too."""

    def stop(*_: object) -> None:
        raise Unreadable("too_heavy")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _outcome(letter: Letter) -> str:
    if letter.is_automatic:
        return "automatic"
    return "reply" if letter.is_reply else "lead"


def _refused(reason: str, said: dict[str, Any], language: str) -> dict[str, Any]:
    return {"outcome": "refused", "reason": reason, **said, "problem": translate(language, f"letter.refused.{reason}")}
