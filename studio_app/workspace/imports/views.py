"""What the screen of imports gets to draw, and the sentences of its reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studio_app.adapters.tables.read import Table
from studio_app.adapters.texts.catalogue import catalogue, pick, translate
from studio_app.adapters.texts.format import moment, money, phone
from studio_app.core.money import Money
from studio_app.domain.imports.kinds import ImportKind, RowState
from studio_app.domain.imports.schemas import FIELDS, ImportPlan, ImportView, PlannedRow, Reason, RowView
from studio_app.workspace.uploads.views import Count, Plan, Row, column_views, count_views, heading_views

SHOWN = 100
"""Rows of a dry run that are shown at once; all of them are counted and stand in its file."""

ALL = "all"
_COLOURS = {
    RowState.PENDING: "gray",
    RowState.CREATED: "green",
    RowState.JOINED: "blue",
    RowState.HELD: "amber",
    RowState.KNOWN: "gray",
    RowState.DUPLICATE: "gray",
    RowState.REFUSED: "red",
    RowState.UNDONE: "gray",
    RowState.STAYS: "amber",
}
_LEFT_OUT = (RowState.DUPLICATE, RowState.KNOWN, RowState.REFUSED)


@dataclass(frozen=True)
class PlanRow(Row):
    """A row of the dry run with its place in the file."""

    line: int


FirstRows = Mapping[str, list[PlanRow]]
"""Of each state and of all."""


@dataclass(frozen=True)
class ListPlan(Plan):
    """The dry run of a list, with the first rows of one state or of all."""

    kind: str = ImportKind.LEADS.value
    total: int = 0
    rows: list[PlanRow] = field(default_factory=list[PlanRow])
    channel: str = ""
    manager: str = ""


@dataclass(frozen=True)
class ImportItem:
    """An import in the list."""

    id: str
    kind: str
    file_name: str
    when: str
    who: str
    working: bool
    undone: bool
    percent: int
    done: int
    rows: int
    counts: list[Count]
    xlsx: str
    csv: str


@dataclass(frozen=True)
class Choice:
    """A channel or a person to choose."""

    id: str = ""
    name: str = ""


def with_plan(shown: ListPlan, plan: ImportPlan, locale: str) -> ListPlan:
    """The same with what would become of how many rows; the rows themselves are chosen by `with_rows`."""
    return replace(
        shown,
        total=len(plan.rows),
        takes=sum(count for state, count in plan.counts.items() if state not in _LEFT_OUT),
        counts=_counts(plan.counts, locale, "will"),
    )


def first_rows(plan: ImportPlan, locale: str) -> FirstRows:
    """The first rows of each state and of all, in the order of the file: filtering needs no second dry run."""
    chosen: dict[str, list[PlannedRow]] = defaultdict(list)
    for row in plan.rows:
        for group in (ALL, row.state.value):
            if len(chosen[group]) < SHOWN:
                chosen[group].append(row)
    return {group: [_row(row, locale) for row in rows] for group, rows in chosen.items()}


def with_rows(shown: ListPlan, rows: FirstRows, only: str) -> ListPlan:
    """The same with the rows of one state, or all."""
    some = rows.get(only, [])
    there = sum(one.count for one in shown.counts if only in (ALL, one.state))
    return replace(shown, rows=some, hidden=there - len(some))


def with_columns(shown: ListPlan, table: Table, places: Mapping[str, int], locale: str) -> ListPlan:
    """The same with the columns of its file: what is looked for, where it was found, what there is to choose from."""
    return replace(
        shown,
        columns=column_views(FIELDS[ImportKind(shown.kind)], places, words="imports.column", locale=locale),
        headings=heading_views(table.headings, table.rows),
    )


def import_item(one: ImportView, *, locale: str, timezone: str, paths: Sequence[str]) -> ImportItem:
    """An import in the viewer's language; `paths` of its report as XLSX and CSV."""
    done = one.rows - one.left
    return ImportItem(
        id=one.id,
        kind=translate(locale, f"imports.kind.{one.kind.value}"),
        file_name=one.file_name,
        when=moment(one.imported_at, locale, timezone),
        who=one.imported_by,
        working=one.left > 0,
        undone=one.undone,
        percent=done * 100 // max(1, one.rows),
        done=done,
        rows=one.rows,
        counts=_counts(one.by_state, locale, "was"),
        xlsx=paths[0],
        csv=paths[1],
    )


def sentence(reason: Reason | None, locale: str) -> str:
    """Why a row became what it became, in a sentence; nothing where there is nothing to say."""
    if reason is None:
        return ""
    values: dict[str, Any] = dict(reason.values)
    if reason.code == "replaces":
        values["value"] = money(Money(int(values["amount"]), str(values["currency"])), locale)
    if reason.code == "same_phone":
        values["value"] = phone(str(values["value"]))
    known = catalogue(pick(locale))
    keys = (f"imports.reason.{reason.code}", f"error.invalid.{reason.code}")
    return translate(locale, next((key for key in keys if key in known), "imports.reason.other"), **values)


def report_rows(kind: ImportKind, rows: Sequence[PlannedRow | RowView], *, locale: str, tense: str) -> list[list[Any]]:
    """The report as a table: its headings, then every row. `tense` is will or was."""
    names = FIELDS[kind]
    heads = [translate(locale, f"imports.head.{name}") for name in ("line", "state", "reason")]
    heads += [translate(locale, f"imports.column.{name}") for name in names]
    return [
        heads,
        *(
            [
                row.line,
                translate(locale, f"imports.{tense}.{row.state.value}"),
                sentence(row.reason, locale),
                *(_said(row.said, name) for name in names),
            ]
            for row in rows
        ),
    ]


def _said(said: Mapping[str, Any], name: str) -> str:
    if name == "amount" and isinstance(said.get("amount"), int):
        return str(Money(said["amount"], said["currency"]).major)
    return str(said.get(name) or (said.get("source") if name == "channel" else "") or "")


def _counts(counts: Mapping[RowState, int], locale: str, tense: str) -> list[Count]:
    return count_views(counts, words=f"imports.{tense}", colours=_COLOURS, locale=locale)


def _row(row: PlannedRow, locale: str) -> PlanRow:
    said = row.said
    if "month" in said or "amount" in said:
        who, detail = str(said.get("channel", "")), f"{str(said.get('month', ''))[:7]} · {_said(said, 'amount')}"
    else:
        named = [str(said.get(name, "")) for name in ("name", "company")]
        who = " · ".join(filter(None, named))
        detail = " · ".join(filter(None, (phone(str(said.get(name, ""))) for name in ("email", "phone", "inn"))))
    return PlanRow(
        line=row.line,
        who=who[:160],
        detail=detail[:160],
        word=translate(locale, f"imports.will.{row.state.value}"),
        colour=_COLOURS[row.state],
        note=sentence(row.reason, locale),
    )
