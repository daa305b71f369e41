"""A letter as a screen shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment
from studio_app.domain.clients.addresses import shown_email
from studio_app.domain.leads.letters import LetterView
from studio_app.workspace import paths


@dataclass(frozen=True)
class LetterItem:
    """A letter in the words of the viewer; `path` of the original, empty where it is not kept (any more)."""

    id: str = ""
    who: str = ""
    subject: str = ""
    when: str = ""
    why: str = ""
    path: str = ""
    left: str = ""  # files that are not kept, and why
    encoding: str = ""  # in which it was read, where it does not tell itself
    doubtful: bool = False
    encodings: list[str] = field(default_factory=list[str])


def letter_item(letter: LetterView, *, locale: str, timezone: str) -> LetterItem:
    """A letter in the list."""
    address = shown_email(letter.address)
    guessed = bool(letter.encoding and letter.stored_as)
    return LetterItem(
        id=letter.id,
        who=f"{letter.name} · {address}" if letter.name and address else letter.name or address,
        subject=letter.subject or translate(locale, "letter.no_subject"),
        when=moment(letter.came_at, locale, timezone),
        why=translate(locale, f"letter.left.{letter.reason}") if letter.reason else "",
        path=paths.letter_file(letter.id) if letter.stored_as else "",
        left=left_files(letter.left, locale),
        encoding=letter.encoding if guessed else "",
        doubtful=guessed and not letter.is_sure,
        encodings=list(dict.fromkeys((letter.encoding, *ENCODINGS))) if guessed else [],
    )


def left_files(left: Sequence[tuple[str, int, str]], locale: str) -> str:
    """Files that are not kept, each with the reason; empty where all are."""
    named = ", ".join(f"{name} ({translate(locale, f'letter.file.{why}')})" for name, _, why in left)
    return translate(locale, "letter.files_left", files=named) if named else ""
