"""Copies of deal templates become rows of the database, in the order of time and a few hundred deals at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import JSON, Table, bindparam, column, insert, update
from sqlalchemy import table as plain_table

from studio_app.adapters.db.runner import Runner
from studio_app.core.alphabet import alphabetical
from studio_app.demo.deal_template import Changes, DealTemplate, Row
from studio_app.demo.sandbox import SeededLinks, deal_tables
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.ranks import spread
from studio_app.domain.work import Work

_AT_ONCE = 250  # deals in memory; with all their rows they take about 130 kB each
_TIMELINE = "timeline_event"
_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DealCopy:
    """A deal to be written: its template, how far it is shifted in time, and the words that change."""

    template: DealTemplate
    shift: timedelta
    texts: Mapping[str, str]

    @property
    def begins(self) -> datetime:
        """When the deal comes in."""
        return self.template.begins + self.shift


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a deal stands on the board."""

    id: str
    stage_id: str
    since: datetime


def write_copies(
    runner: Runner,
    copies: Sequence[DealCopy],
    given: Sequence[tuple[int, Mapping[str, str]]],
    *,
    rng: Random,
    links: SeededLinks,
) -> None:
    """Write all deals; `copies` are in the order in which they begin, `given` are their numbers and words."""
    places: list[_Place] = []
    waiting: list[Row] = []  # the timeline is written in the order of time, across all deals
    for first in range(0, len(copies), _AT_ONCE):
        last = first + _AT_ONCE
        rows = _rows(copies[first:last], given[first:last], rng=rng, links=links)
        places += [_Place(row["id"], row["stage_id"], row["stage_since"]) for row in rows["deal"]]
        waiting = sorted(waiting + rows[_TIMELINE], key=lambda row: row["at"])
        following = copies[last].begins if last < len(copies) else _END
        rows[_TIMELINE] = [row for row in waiting if row["at"] < following]
        waiting = waiting[len(rows[_TIMELINE]) :]
        runner.run_sync(SYSTEM, _insert, rows=rows)
    runner.run_sync(SYSTEM, _rank, places=places)


def _rows(
    copies: Sequence[DealCopy],
    given: Sequence[tuple[int, Mapping[str, str]]],
    *,
    rng: Random,
    links: SeededLinks,
) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {table.name: [] for table in deal_tables()}
    for copy, (deal_number, words) in zip(copies, given, strict=True):
        first = {name: len(found) for name, found in rows.items()}
        texts = {**copy.texts, **words}
        moved = copy.shift != timedelta()
        changes = copy.template.changes(texts, copy.shift, links, rng) if moved else Changes(texts, copy.shift)
        copy.template.fill(changes, rows)
        for row in rows["deal"][first["deal"] :]:
            row["number"], row["title_key"] = deal_number, alphabetical(row["title"])
        for row in rows["client"][first["client"] :]:
            row.update(name_keys(row["name"]), sort_key=alphabetical(row["name"]))
        for row in rows["invoice"][first["invoice"] :]:
            _sequence(row, rows["document"][first["document"] :])
        for row in rows[_TIMELINE][first[_TIMELINE] :]:
            del row["id"]
        if moved:
            del rows["frozen_copy"][first["frozen_copy"] :]  # bytes that were never shown to anybody
    return rows


def _sequence(invoice: Row, documents: Sequence[Row]) -> None:
    number = next(row["number"] for row in documents if row["id"] == invoice["document_id"])
    if number:
        invoice["sequence"] = int(number.rpartition("-")[2])
        invoice["year"] = invoice["issued_at"].year


def _insert(work: Work, *, rows: Mapping[str, Sequence[Row]]) -> None:
    connection = work.session.connection()
    for table in deal_tables():
        if rows[table.name]:
            connection.execute(insert(_without_json(table)), list(rows[table.name]))


def _rank(work: Work, *, places: Sequence[_Place]) -> None:
    table = Deal.metadata.tables["deal"]
    ranked = update(table).where(table.c.id == bindparam("deal")).values(rank=bindparam("to"))
    work.session.connection().execute(ranked, list(_ranks(places)))


def _ranks(places: Sequence[_Place]) -> Iterator[dict[str, str]]:
    by_stage: dict[str, list[_Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: place.since, reverse=True):
        by_stage[place.stage_id].append(place)
    for column_ in by_stage.values():
        for place, rank in zip(column_, spread(len(column_)), strict=True):
            yield {"deal": place.id, "to": rank}


def _without_json(table: Table) -> Any:
    # the filled-in documents are JSON text already
    columns = (column(c.name) if isinstance(c.type, JSON) else column(c.name, c.type) for c in table.columns)
    return plain_table(table.name, *columns)
