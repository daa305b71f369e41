"""E-mail addresses in the one form in which they are stored and compared, and as people read them."""

import re
from urllib.parse import unquote

import idna

from studio_app.core.errors import Invalid
from studio_app.domain.clients.typed import plain

LONGEST_ADDRESS = 254
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_MAILTO = re.compile(r"^mailto:([^?]*)(?:\?.*)?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"<\s*([^<>]*?)\s*>")
_AROUND = {'"': '"', "'": "'", "(": ")", "[": "]", "«": "»", "“": "”", "‘": "’"}


def normal_email(text: str) -> str:
    """The address in lower case, its domain in ASCII (IDNA); empty stays empty. Raises Invalid(reason email).

    What comes along when an address is copied is left out: `mailto:`, `Name <…>`, a sentence's full stop. A local
    part in quotes is taken where it needs none; with spaces or signs inside it is refused: hardly a server takes it.
    """
    bare = _bare(plain(text.replace("\u2019", "'")))  # the apostrophe that phones type
    if not bare:
        return ""
    local, _, domain = bare.lower().rpartition("@")
    if len(local) > 2 and local[0] == local[-1] == '"':
        local = local[1:-1]
    domain = _ascii(domain)
    if len(local) > 64 or len(local) + len(domain) >= LONGEST_ADDRESS:
        raise Invalid(field="email", reason="email")
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise Invalid(field="email", reason="email")
    return f"{local}@{domain}"


def shown_email(address: str) -> str:
    """The stored address as people write it, its domain in their letters."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(_readable(label) for label in domain.split('.'))}"


def _bare(text: str) -> str:
    """What is left of copied text when everything around the address is gone."""
    if inside := _IN_BRACKETS.search(text):
        text = inside[1]
    while True:
        before = text
        text = text.strip().rstrip(".,;:!").strip()
        if len(text) > 1 and _AROUND.get(text[0]) == text[-1]:
            text = text[1:-1]
        if link := _MAILTO.match(text):
            text = unquote(link[1])
        if text == before:
            return text


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        raise Invalid(field="email", reason="email") from None


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except idna.IDNAError:
        return label
