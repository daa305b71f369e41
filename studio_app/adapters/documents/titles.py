"""What a client's document is called: in the browser's tab, in the PDF and as a file."""

import re
import unicodedata
from urllib.parse import quote

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.documents.kinds import DocumentKind

_LONGEST = 200
"""Bytes of a file's name: file systems hold 255, and a browser may add a number."""


def document_title(kind: DocumentKind, number: str, *, studio: str, locale: str) -> str:
    """`Invoice No. 2026-0007 — Studio`, in the language of the document; a draft may have no number yet."""
    return full_title(translate(locale, f"kind.{kind}.heading"), number, studio=studio, locale=locale)


def receipt_title(number: str, *, studio: str, locale: str) -> str:
    """The same of a receipt: it has the number of its invoice."""
    return full_title(translate(locale, "receipt.title"), number, studio=studio, locale=locale)


def full_title(name: str, number: str, *, studio: str, locale: str) -> str:
    """`Name No. number — Studio`."""
    numbered = f"{name} {translate(locale, 'document.number', number=number)}" if number else name
    return f"{numbered} — {studio}" if studio else numbered


def disposition(title: str, suffix: str, *, plain: str, way: str = "inline") -> str:
    """The Content-Disposition of a file called by its title, and `plain` where a program knows no RFC 5987."""
    ascii_name = re.sub(r"[^A-Za-z0-9.-]+", "-", plain).strip("-.") or "document"
    name = file_name(title) or ascii_name
    return f"{way}; filename=\"{ascii_name}.{suffix}\"; filename*=UTF-8''{quote(name, safe='')}.{suffix}"


def file_name(title: str) -> str:
    """The title as a name that every system takes: no signs of paths or control, no dot or space at its ends."""
    shown = "".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else sign for sign in title)
    name = " ".join(re.sub(r'[<>:"/\\|?*]+', " ", shown).split())
    return name.encode()[:_LONGEST].decode(errors="ignore").strip(". ")
