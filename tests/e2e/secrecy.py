"""What may stand in no log: links, codes, keys, sessions, passwords, card numbers."""

import hashlib
import re
import sqlite3
from contextlib import closing

from studio_app.core.tokens import LinkTokens
from tests.e2e.server import Site

_CARD = re.compile(r"(?<![0-9a-zA-Z.])\d{15,19}(?![0-9a-zA-Z.])")


class Secrets:
    """What nobody but its owner may know, as the data folder of a server tells it."""

    def __init__(self, site: Site) -> None:
        self._key = (site.data / "secret.key").read_text().strip()
        self._tokens = LinkTokens(self._key.encode())
        self._database = site.data / "studio.db"
        self.passwords = [password for _, password in site.sign_ins.values()]
        self.sessions = site.sessions

    def links(self, kind: str = "%", status: str = "%") -> list[str]:
        """The tokens of the documents of that kind and status."""
        query = "SELECT nonce FROM document WHERE kind LIKE ? AND status LIKE ? ORDER BY id"
        return [self._tokens.derive(nonce) for nonce in self._column(query, kind, status)]

    def codes(self) -> list[str]:
        """Every signing code that was ever sent."""
        return [self._tokens.code(row) for row in self._column("SELECT id FROM signing_code")]

    def keys(self) -> list[str]:
        """The secret key, and what the demo provider signs its webhooks with."""
        webhooks = hashlib.sha256(b"studio_app/demo webhooks\0" + self._key.encode())
        return [self._key, webhooks.hexdigest()]

    def within(self, text: str) -> list[str]:
        """Those that stand in `text`, and numbers that may be a card's."""
        found = [secret for secret in (*self.keys(), *self.sessions, *self.links()) if secret in text]
        found += [number for number in _CARD.findall(text) if _is_card(number)]
        return found + [code for code in self.codes() if re.search(rf"(?<!\d){code}(?!\d)", text)]

    def _column(self, query: str, *values: str) -> list[str]:
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as database:
            return [value for (value,) in database.execute(query, values)]


def _is_card(digits: str) -> bool:
    """By the check digit that every card number ends in (ISO/IEC 7812)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
