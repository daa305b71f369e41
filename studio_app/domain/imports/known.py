"""Query: which of many rows may be about somebody who is known, so that only those are looked up one by one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import col, or_, select

from studio_app.domain.clients.company_key import EDGE, company_key, likeness
from studio_app.domain.clients.duplicates import near
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.work import Work

_AT_ONCE = 500
_FEW = 50  # names that are asked for one by one; of more, all that there are come sooner


class Known:
    """The addresses, numbers and names of the clients that some rows may mean."""

    def __init__(self, work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
        columns = {"email": Contact.email, "phone": Contact.phone, "inn": Requisites.inn}
        self._stored = {
            name: set(stored_values(work, column, (row.get(name, "") for row in rows)))
            for name, column in columns.items()
        }
        self._names: dict[str, list[str]] = defaultdict(list)
        for key in _names(work, {company_key(row.get("company", "")) for row in rows} - {""}):
            self._add_name(key)

    def may_be(self, row: Mapping[str, Any]) -> bool:
        """Whether anything in the row is a known client's, or like it."""
        return any(row.get(name) and row[name] in values for name, values in self._stored.items()) or self._like(
            company_key(row.get("company", ""))
        )

    def learn(self, row: Mapping[str, Any]) -> None:
        """Whoever the row is about is known from now on."""
        for name in ("email", "phone"):
            self._stored[name].add(row[name])
        self._add_name(company_key(row["company"] or row["name"]))

    def _add_name(self, key: str) -> None:
        for edge in _edges(key):
            self._names[edge].append(key)

    def _like(self, key: str) -> bool:
        return bool(key) and any(likeness(key, theirs) for edge in _edges(key) for theirs in self._names.get(edge, ()))


def stored_values(work: Work, column: Any, values: Iterable[str]) -> Iterator[str]:
    """Those of `values` that stand in the column, empty ones aside."""
    wanted = list(dict.fromkeys(filter(None, values)))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        yield from work.session.exec(select(column).where(col(column).in_(some)))


def _edges(key: str) -> tuple[str, str]:
    return f"<{key[:EDGE]}", f">{key[-EDGE:]}"


def _names(work: Work, keys: Collection[str]) -> Iterable[str]:
    """Keys of the clients whose names are worth comparing with `keys`, and of others."""
    if not keys:
        return ()
    query = select(Client.name_key).where(col(Client.merged_into).is_(None))
    if len(keys) <= _FEW:
        query = query.where(or_(*(edge for key in keys for edge in near(key))))
    return work.session.exec(query)
