"""A raw letter as text: who wrote what in answer to which, and whether a machine did."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser

from studio_app.domain.deals.intake.content import clean

_ID = re.compile(r"<[^<>\s]{1,390}>")
_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "ul", "ol"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "noscript", "template"})
_ANSWERED = re.compile(r"^(?:>|On .{5,200} wrote:\s*$|.{5,200} (?:пишет|писал|написал|писала|написала)\(?а?\)?:\s*$)")
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+-].*)?@", re.IGNORECASE)
MAX_ATTACHMENTS = 10


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says; `is_automatic`: written by a machine, so that answering or keeping it could loop."""

    message_id: str
    answers: tuple[str, ...]
    address: str
    name: str
    subject: str
    text: str
    at: datetime
    is_automatic: bool
    files: tuple[Enclosed, ...]


class Unreadable(Exception):
    """Nobody can make sense of the letter; the next one may well be somebody's first."""


def read_letter(raw: bytes) -> Letter:
    """The letter in `raw` (RFC 5322). A letter without a Message-ID is named by its content. Raises Unreadable."""
    try:
        return _read(raw)
    except Exception as error:  # whatever a hostile letter breaks in the library
        raise Unreadable from error


def _read(raw: bytes) -> Letter:
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
    name, address = parseaddr(_header(message, "From"))
    ids = _ID.findall(_header(message, "Message-ID"))
    answers = _ID.findall(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}")
    return Letter(
        message_id=ids[0] if ids else f"<{hashlib.sha256(raw).hexdigest()}@content>",
        answers=tuple(dict.fromkeys(answers))[-50:],
        address=address.strip().lower()[:254],
        name=" ".join(name.split())[:160],
        subject=" ".join(_header(message, "Subject").split())[:300],
        text=_text(message),
        at=_moment(message),
        is_automatic=_is_automatic(message, address),
        files=tuple(_files(message)),
    )


def text_of_html(html: str) -> str:
    """The words of an HTML letter: no markup, no scripts, no hidden parts; links lose their addresses."""
    reader = _Words()
    with suppress(AssertionError):  # how the parser gives up; what it has read until there stands
        reader.feed(html)
        reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_quotes(text: str) -> str:
    """What is new in an answer: everything before the words it answers; all of it when nothing stands before them."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if _ANSWERED.match(line.strip())), len(lines))
    return "\n".join(lines[:first]).strip() or text.strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data.replace("\n", " "))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return clean(str(message.get(name) or ""))
    except (ValueError, IndexError, AttributeError):  # headers that no parser makes sense of
        return ""


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, ValueError):  # an encoding nobody knows
        content = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # pyright: ignore[reportAttributeAccessIssue]
    return without_quotes(text_of_html(content) if part.get_content_subtype() == "html" else content)


def _files(message: EmailMessage) -> list[Enclosed]:
    found: list[Enclosed] = []
    for part in message.iter_attachments():
        name = part.get_filename()
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            found.append(Enclosed(" ".join(clean(name).split())[:200], content))
    return found


def _moment(message: EmailMessage) -> datetime:
    try:
        sent = message["Date"].datetime
    except (AttributeError, ValueError, TypeError, IndexError):
        return datetime.now(UTC)
    if sent is None:
        return datetime.now(UTC)
    sent = sent.replace(tzinfo=UTC) if sent.tzinfo is None else sent
    return min(sent, datetime.now(UTC)).astimezone(UTC)  # of the future's end there is no UTC


def _is_automatic(message: EmailMessage, address: str) -> bool:
    """RFC 3834: Auto-Submitted; and what older machines set."""
    submitted = _header(message, "Auto-Submitted").strip().lower()
    return bool(
        (submitted and not submitted.startswith("no"))
        or _header(message, "Precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}
        or _header(message, "List-Id")
        or _header(message, "X-Autoreply")
        or _header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or _MACHINES.match(address.strip())
    )
