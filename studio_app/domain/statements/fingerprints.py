"""Recognises a movement that was imported before, whatever format the file has."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from studio_app.domain.statements.accounts import plain_account
from studio_app.domain.statements.lines import StatementFormat, StatementLine


@dataclass(frozen=True, slots=True)
class Known:
    """A movement that is stored already."""

    content_key: str
    fingerprint: str
    reference: str
    payer_account: str
    format: StatementFormat


def content_key(line: StatementLine, *, account: str) -> str:
    """What the same movement has in common in every format: account, day, amount, the letters of its purpose.

    Blanks and line breaks are left out: each format wraps a purpose at its own width.
    """
    letters = re.sub(r"[\W_]+", "", line.purpose.casefold())
    parts = (plain_account(account), line.booked_on.isoformat(), str(line.amount.amount), line.amount.currency, letters)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def new_ones(
    lines: Sequence[StatementLine], keys: Sequence[str], known: Iterable[Known], *, written: StatementFormat
) -> dict[int, str]:
    """The fingerprints of the lines (by their place in `lines`) that are not stored yet.

    Two payments of one day may be alike in everything but the number of their documents. So the
    same number means the same payment; different numbers of one format mean two; numbers of two
    formats, or missing ones, say nothing, and then each stored payment accounts for one of the file.
    """
    stored: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        stored[one.content_key].append(one)
    groups: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        groups[key].append(at)
    fresh: dict[int, str] = {}
    for key, group in groups.items():
        alike = stored.get(key, [])
        news = _unknown({at: lines[at] for at in group}, list(alike), written)
        used = {one.fingerprint for one in alike}
        names = (hashlib.sha256(f"{key}/{ordinal}".encode()).hexdigest() for ordinal in count())
        free = (name for name in names if name not in used)
        fresh.update(zip(news, free, strict=False))
    return fresh


def _unknown(group: Mapping[int, StatementLine], stored: list[Known], written: StatementFormat) -> list[int]:
    """Which of some lines of one content are none of the `stored`, which it uses up."""
    left: list[int] = []
    seen: set[tuple[str, str]] = set()
    for at, line in group.items():
        mark = (line.reference, plain_account(line.payer_account))
        if line.reference and mark in seen:  # twice in one file
            continue
        seen.add(mark)
        same = next((one for one in stored if _same_number(line, one)), None)
        if same is None:
            left.append(at)
        else:
            stored.remove(same)
    news: list[int] = []
    for at in left:
        like = next((one for one in stored if _may_be(group[at], one, written)), None)
        if like is None:
            news.append(at)
        else:
            stored.remove(like)
    return news


def _same_payer(line: StatementLine, one: Known) -> bool:
    mine, theirs = plain_account(line.payer_account), plain_account(one.payer_account)
    return not mine or not theirs or mine == theirs


def _same_number(line: StatementLine, one: Known) -> bool:
    return bool(line.reference) and line.reference[:60] == one.reference and _same_payer(line, one)


def _may_be(line: StatementLine, one: Known, written: StatementFormat) -> bool:
    return _same_payer(line, one) and (one.format is not written or not line.reference or not one.reference)
