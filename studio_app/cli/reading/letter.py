"""`read letter`: who wrote what, and whether it becomes a lead."""

from argparse import Namespace
from typing import Any

from studio_app.adapters.imap.letters import Letter, Unreadable, read_letter
from studio_app.adapters.texts.catalogue import translate
from studio_app.cli.reading.files import content


def read(given: Namespace) -> dict[str, Any]:
    """The letter as JSON; `--address` is the mailbox that it was found in. Raises Refusal for a wrong use."""
    own = [given.address.strip().lower()] if given.address.strip() else []
    raw = content(given.what)
    nothing: dict[str, Any] = {"name": "", "email": "", "phone": "", "subject": "", "text": "", "files": []}
    try:
        letter = read_letter(raw, own=own)
    except Unreadable:
        return _refused("unreadable", nothing, given.language)
    said = {
        "name": letter.name or letter.address.partition("@")[0],
        "email": letter.address,
        "phone": letter.phone,
        "subject": letter.subject,
        "text": letter.text,
        "files": [{"name": file.name, "bytes": len(file.content)} for file in letter.files],
    }
    if not letter.address:
        return _refused("no_address", said, given.language)
    if letter.address in own:
        return _refused("own", said, given.language)
    return {"outcome": _outcome(letter), "reason": letter.automatic or None, **said, "problem": None}


def _outcome(letter: Letter) -> str:
    if letter.is_automatic:
        return "automatic"
    return "reply" if letter.is_reply else "lead"


def _refused(reason: str, said: dict[str, Any], language: str) -> dict[str, Any]:
    return {"outcome": "refused", "reason": reason, **said, "problem": translate(language, f"letter.refused.{reason}")}
