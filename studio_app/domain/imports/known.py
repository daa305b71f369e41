"""Query: which of many rows may be about somebody who is known, so that only those are looked up one by one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from studio_app.domain.clients.company_key import company_key, likeness
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.work import Work

_AT_ONCE = 500
_EDGE = 4  # letters in which two names must agree at either end, as in clients/duplicates.py


class Known:
    """The addresses, numbers and names of the clients that some rows may mean."""

    def __init__(self, work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
        self._emails = set(held(work, Contact.email, (row.get("email", "") for row in rows)))
        self._phones = set(held(work, Contact.phone, (row.get("phone", "") for row in rows)))
        self._inns = set(held(work, Requisites.inn, (row.get("inn", "") for row in rows)))
        self._names: dict[str, list[str]] = defaultdict(list)
        if any(row.get("company") for row in rows):
            for key in work.session.exec(select(Client.name_key).where(col(Client.merged_into).is_(None))):
                for edge in _edges(key):
                    self._names[edge].append(key)

    def may_be(self, row: Mapping[str, Any]) -> bool:
        """Whether anything in the row is a known client's, or like it."""
        return (
            row.get("email", "") in self._emails
            or row.get("phone", "") in self._phones
            or row.get("inn", "") in self._inns
            or self._like(company_key(row.get("company", "")))
        )

    def _like(self, key: str) -> bool:
        return bool(key) and any(likeness(key, theirs) for edge in _edges(key) for theirs in self._names.get(edge, ()))


def held(work: Work, column: Any, values: Iterable[str]) -> Iterator[str]:
    """Those of `values` that stand in the column, empty ones aside."""
    wanted = list(dict.fromkeys(filter(None, values)))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        yield from work.session.exec(select(column).where(col(column).in_(some)))


def _edges(key: str) -> tuple[str, str]:
    return f"<{key[:_EDGE]}", f">{key[-_EDGE:]}"
