"""A raw letter as text: who wrote what in answer to which, and whether a machine did."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice

from studio_app.adapters.imap.encodings import Charsets
from studio_app.adapters.imap.html_text import text_of_html
from studio_app.adapters.imap.letter import AttachedFile, Letter, Unreadable
from studio_app.adapters.imap.limits import END_OF_HEADERS, MAX_HTML, MAX_PHONES, MAX_WORDS, beginning, refuse_hostile
from studio_app.adapters.imap.quotes import without_quotes
from studio_app.adapters.imap.senders import header, sender_of, why_automatic
from studio_app.core.errors import Invalid
from studio_app.core.readable import clean
from studio_app.domain.clients.phones import DEFAULT_REGION, normal_phone

_ID = re.compile(r"<[^<>\s]{1,390}>")  # with its brackets within what a message is stored under
_PHONE = re.compile(
    r"(?<![\w+])(?:\+\s?\d|8[\s(-]|00\d)[\d\s()\u00a0\u2010-\u2015-]{8,20}\d(?:[\s,]*(?:доб|ext)\.?\s*\d{1,6})?"
)
_FORWARDED = re.compile(r"^\W*(?:fwd?|wg|tr|пересл|пер)\s*:", re.IGNORECASE)
_ANSWERING = re.compile(r"^\W*(?:re|aw|sv|отв|на)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_STUB = re.compile(
    r"(?:does(?:n't| not) support html|html[- ]?(?:format|version|compatible|enabled)|in your browser|"
    r"не поддерживает html|в формате html|в браузере)",
    re.IGNORECASE,
)
_LONGEST_STUB = 300
_FIRST_LINES = 64 << 10  # bytes
_LONGEST_HEADER = 2_000
_NAMED = {"text/calendar": "invite.ics", "application/pkcs7-mime": "smime.p7m", "application/ms-tnef": "winmail.dat"}


def read_letter(raw: bytes, *, own: Collection[str] = (), encoding: str = "", country: str = DEFAULT_REGION) -> Letter:
    """The letter in `raw` (RFC 5322); `own` are addresses of ours.

    One without a Message-ID, or with an endless one, is named by its content.

    `encoding` is what a person has chosen where the characters came out wrong; `country` is where a phone number is
    from that names none. Raises Unreadable.
    """
    refuse_hostile(raw)
    try:
        return _read(raw, own, Charsets(encoding), country)
    except (MemoryError, Unreadable):
        raise
    except Exception as error:  # whatever a hostile letter breaks in the library
        raise Unreadable from error


def barely(raw: bytes) -> Letter:
    """What can be told of a letter that is not read: the first lines name somebody, and the letter is its own file."""
    found = END_OF_HEADERS.split(raw[:_FIRST_LINES], maxsplit=1)[0]
    lines = [line for line in found.splitlines() if line[:5].lower() == b"from:" or line[:8].lower() == b"subject:"]
    message = _parsed(b"\n".join(line[:_LONGEST_HEADER] for line in lines[:2]) + b"\n\n", Charsets())
    sender = sender_of(message, "")
    return Letter(
        message_id=_content_id(raw),
        answers=(),
        address=sender.address,
        name=sender.name,
        subject=_subject(message),
        text="",
        at=datetime.now(UTC),
        automatic="",
        files=(AttachedFile("letter.eml", raw),),
    )


def _content_id(raw: bytes) -> str:
    """What a letter is known by that has no Message-ID that could be stored."""
    return f"<{hashlib.sha256(raw).hexdigest()}@content>"


def _parsed(raw: bytes, charsets: Charsets) -> EmailMessage:
    return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(charsets.with_headers(raw))


def _subject(message: EmailMessage) -> str:
    return " ".join(header(message, "Subject").split())[:300]


def _read(raw: bytes, own: Collection[str], charsets: Charsets, country: str) -> Letter:
    message = _parsed(raw, charsets)
    whole, subject = clean(_text(message, charsets))[:MAX_WORDS].strip(), _subject(message)
    sender = sender_of(message, whole, own)
    text = whole if sender.form or _FORWARDED.match(subject) else without_quotes(whole)
    ids = _ID.findall(header(message, "Message-ID"))
    answers = _ID.findall(f"{header(message, 'In-Reply-To')} {header(message, 'References')}")
    return Letter(
        message_id=ids[0] if ids else _content_id(raw),
        answers=tuple(dict.fromkeys(answers))[-50:],
        address=sender.address,
        name=sender.name,
        subject=subject,
        text=text,
        at=_moment(message),
        automatic=why_automatic(message, sender, text),
        files=tuple(_files(message)),
        phone=_phone(text, country),
        is_form=sender.form,
        is_reply=bool(answers or _ANSWERING.match(subject) or text.split() != whole.split()) and not sender.form,
        encoding=charsets.encoding,
        sure=charsets.sure,
    )


def _text(part: EmailMessage, charsets: Charsets) -> str:
    """The words of a part and of what is in it: HTML where the plain text beside it says nothing."""
    if part.get_content_disposition() == "attachment":
        return ""
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        return _best([(one.get_content_type(), _text(one, charsets)) for one in _inside(part)])
    if part.get_content_maintype() == "multipart":
        words = (_text(one, charsets) for one in _inside(part))
        return "\n\n".join(text for text in words if text.strip())
    if kind not in {"text/plain", "text/html"} or (part.get_filename() and part.get_content_disposition()):
        return ""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    content = charsets.text(beginning(raw, MAX_HTML if kind == "text/html" else MAX_WORDS), _charset(part))
    return text_of_html(content) if kind == "text/html" else _unflowed(content, part)


def _best(parts: Sequence[tuple[str, str]]) -> str:
    """Of the forms in which one text is given, the plain one, unless it is empty or only says that there is HTML."""
    plain = next((text for kind, text in parts if kind == "text/plain"), "")
    rich = next((text for kind, text in reversed(parts) if kind != "text/plain" and text.strip()), "")
    stub = len(plain.strip()) < _LONGEST_STUB and (not plain.strip() or _STUB.search(plain))
    return rich if rich and stub else plain


def _unflowed(text: str, part: EmailMessage) -> str:
    """Lines that a program only broke for the way are one again (RFC 3676)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    joined = re.sub(r"(?m)^(?!-- $|>)(.*\S) \n(?![>\n ]|$)", r"\1 ", text)
    return re.sub(r"(?m)^ (?=[> ]|From )", "", joined)


def _charset(part: EmailMessage) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, AttributeError):
        return ""


def _inside(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, EmailMessage)] if isinstance(payload, list) else []


def _files(part: EmailMessage, *, related: bool = False) -> Iterator[AttachedFile]:
    """What is enclosed; pictures that an HTML text shows are a part of it."""
    kind, disposition = part.get_content_type(), part.get_content_disposition()
    if kind == "message/rfc822":
        for one in _inside(part):
            subject = " ".join(header(one, "Subject").split())[:80]
            yield AttachedFile(f"{subject or 'letter'}.eml", one.as_bytes())
        return
    if part.get_content_maintype() == "multipart":
        for one in _inside(part):
            yield from _files(one, related=related or kind == "multipart/related")
        return
    name = Charsets().header(str(part.get_filename() or "")) or _NAMED.get(kind, "")
    if not name and disposition == "attachment":
        name = "attachment"
    content = part.get_payload(decode=True)
    if name and isinstance(content, bytes) and (disposition == "attachment" or not related):
        yield AttachedFile(" ".join(clean(name).split())[:200], content)


def _phone(text: str, country: str) -> str:
    for found in islice(_PHONE.finditer(text), MAX_PHONES):
        try:
            return normal_phone(found.group(), region=country)
        except Invalid:
            continue
    return ""


def _moment(message: EmailMessage) -> datetime:
    try:
        sent = message["Date"].datetime
    except (AttributeError, ValueError, TypeError, IndexError):
        return datetime.now(UTC)
    if sent is None:
        return datetime.now(UTC)
    sent = sent.replace(tzinfo=UTC) if sent.tzinfo is None else sent
    # the earlier one first: a date at the end of the year 9999 may have none in UTC
    return min(sent, datetime.now(UTC)).astimezone(UTC)
