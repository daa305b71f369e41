"""The rows of a played deal made into a template: it can be copied with another client, at another time."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table, select

from studio_app.core.tokens import token_hash
from studio_app.demo.sandbox import SeededIds, SeededLinks, deal_tables
from studio_app.domain.documents.kinds import KINDS
from studio_app.domain.work import Work

_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?"
_DAY = r"(?<=\")\d{4}-\d\d-\d\d(?=\")"
_NOTHING = r"(?!)"
Row = dict[str, Any]
Fill = Callable[["Changes"], Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a copy differs in: the texts in place of the template's, and the time it is shifted by."""

    texts: Mapping[str, str]
    shift: timedelta


@dataclass(frozen=True, slots=True)
class DealTemplate:
    """The rows of one deal by table; a value is either the same in every copy or made from the copy's changes."""

    rows: Sequence[tuple[str, Row, Sequence[tuple[str, Fill]]]]
    ids: Sequence[str]
    nonces: Sequence[str]
    prints: Sequence[str]
    stamps: Sequence[str]  # moments in milliseconds, by which letters name a publication
    numbered: Mapping[str, Sequence[tuple[str, datetime]]]  # numbers of contracts and invoices, and when given
    begins: datetime
    ends: datetime

    def changes(self, texts: Mapping[str, str], shift: timedelta, links: SeededLinks, rng: Random) -> Changes:
        """Fresh ids, nonces, link tokens and fingerprints beside the given texts; ids keep their order in time."""
        fresh = dict(texts)
        for old in self.ids:
            millis = int(old[:12], 16) + int(shift.total_seconds() * 1000)
            fresh[old] = f"{millis:012x}{old[12:16]}8{rng.getrandbits(60):015x}"
        for old in self.nonces:
            nonce = links.new_nonce()
            fresh[old] = nonce
            fresh[token_hash(links.derive(old))] = token_hash(links.derive(nonce))
        for old in self.stamps:
            fresh[old] = str(int(old) + int(shift.total_seconds() * 1000))
        for old in self.prints:
            fresh[old] = f"{rng.getrandbits(256):064x}"
        return Changes(fresh, shift)

    def fill(self, changes: Changes, into: Mapping[str, list[Row]]) -> None:
        """Add the rows of a copy with these `changes` to the lists of their tables."""
        for table, fixed, changing in self.rows:
            row = dict(fixed)
            for column, make in changing:
                row[column] = make(changes)
            into[table].append(row)


def make_template(
    work: Work, ids: SeededIds, texts: Sequence[str], *, leave_out: frozenset[str], moves: bool = True
) -> DealTemplate:
    """A template of everything in the work's database that belongs to deals.

    `texts` are the words that a copy may replace. Columns in `leave_out` ("table.column") are emptied.
    What never `moves` is copied once, at its own time and with its own ids: only its numbers are still open.
    """
    connection = work.session.connection()
    taken = {
        table: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
        for table in deal_tables()
    }
    named = {table.name: rows for table, rows in taken.items()}
    nonces = [row["nonce"] for row in named["document"]]
    prints = [row["fingerprint"] for row in named["lead"]]
    hashes = [row["token_hash"] for row in named["document"]]
    published = [row for row in named["document"] if row["published_at"]]
    stamps = [str(int(row["published_at"].timestamp() * 1000)) for row in published]
    numbered = {
        kind.key: [(row["number"], row["published_at"]) for row in published if row["kind"] is kind]
        for kind in KINDS.values()
        if kind.series
    }
    numbers = [number for pairs in numbered.values() for number, _ in pairs]
    words = {*ids.given, *nonces, *hashes, *prints, *stamps, *numbers, *texts} if moves else {*numbers, *texts}
    tokens = [re.escape(token) for token in sorted(words, key=len, reverse=True) if token]
    pattern = re.compile("|".join([*tokens, _MOMENT, _DAY] if moves else tokens or [_NOTHING]))
    rows = [(table.name, *_split(table, row, pattern, leave_out)) for table, found in taken.items() for row in found]
    return DealTemplate(
        rows=rows,
        ids=list(ids.given),
        nonces=nonces,
        prints=prints,
        stamps=stamps,
        numbered=numbered,
        begins=named["deal"][0]["created_at"],
        ends=work.now(),
    )


def _split(
    table: Table, row: Row, pattern: re.Pattern[str], leave_out: frozenset[str]
) -> tuple[Row, list[tuple[str, Fill]]]:
    fixed: Row = {}
    changing: list[tuple[str, Fill]] = []
    for column, value in row.items():
        if f"{table.name}.{column}" in leave_out:
            fixed[column] = "" if isinstance(value, str) else None
            continue
        make = _maker(value, pattern)
        if make is None:
            fixed[column] = value
        else:
            changing.append((column, make))
    return fixed, changing


def _maker(value: Any, pattern: re.Pattern[str]) -> Fill | None:
    if isinstance(value, datetime):
        return lambda changes: value + changes.shift
    if isinstance(value, date):
        return lambda changes: value + timedelta(days=round(changes.shift / timedelta(days=1)))
    if isinstance(value, dict | list):
        return _filled(json.dumps(value, ensure_ascii=False), pattern, always=True)
    if isinstance(value, str) and type(value) is str:
        return _filled(value, pattern)
    return None


def _filled(text: str, pattern: re.Pattern[str], *, always: bool = False) -> Fill | None:
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        parts += [text[end : match.start()], match[0]]
        end = match.end()
    if not parts:
        return (lambda _: text) if always else None
    literals, slots, rest = parts[::2], parts[1::2], text[end:]

    def fill(changes: Changes) -> str:
        filled = [_instead(slot, changes) for slot in slots]
        return "".join(piece for pair in zip(literals, filled, strict=True) for piece in pair) + rest

    return fill


def _instead(slot: str, changes: Changes) -> str:
    text = changes.texts.get(slot)
    if text is not None:
        return text
    if len(slot) == len("2026-11-22"):
        return (date.fromisoformat(slot) + timedelta(days=round(changes.shift / timedelta(days=1)))).isoformat()
    try:
        moment = datetime.fromisoformat(slot)
    except ValueError:
        return slot
    return (moment + changes.shift).isoformat().replace("+00:00", "Z" if slot.endswith("Z") else "+00:00")
