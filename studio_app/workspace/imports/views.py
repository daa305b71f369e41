"""What the screen of imports gets to draw, and the sentences of its reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio_app.adapters.tables.read import Table
from studio_app.adapters.texts.catalogue import catalogue, pick, translate
from studio_app.adapters.texts.format import moment, money
from studio_app.core.money import Money
from studio_app.domain.imports.models import ImportKind, RowState
from studio_app.domain.imports.schemas import FIELDS, ImportPlan, ImportView, PlannedRow, Reason, RowView

SHOWN = 100
"""Rows of a dry run that are shown at once; all of them are counted and stand in its file."""

ALL = "all"
_ORDER = {state: at for at, state in enumerate(RowState)}


@dataclass(frozen=True)
class Row:
    """A row of the dry run."""

    line: int
    who: str
    detail: str
    state: str
    word: str
    reason: str


@dataclass(frozen=True)
class Count:
    """How many rows are in a state."""

    state: str
    word: str
    count: int


@dataclass(frozen=True)
class Column:
    """A thing to be found in the file, and where it is taken from (-1: nowhere)."""

    name: str
    word: str
    at: str


@dataclass(frozen=True)
class Plan:
    """The dry run of the uploaded file; `problem` in its place when it cannot be read."""

    kind: str = ImportKind.LEADS.value
    file_name: str = ""
    problem: str = ""
    total: int = 0
    brings: int = 0  # rows that an import would take in
    counts: list[Count] = field(default_factory=list[Count])
    rows: list[Row] = field(default_factory=list[Row])
    hidden: int = 0
    columns: list[Column] = field(default_factory=list[Column])
    headings: list[list[str]] = field(default_factory=list[list[str]])  # place, words
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


def plan_view(plan: ImportPlan, *, locale: str, only: str) -> Plan:
    """The dry run in the viewer's language: the rows of one state, or all in the order of the file."""
    chosen = [row for row in plan.rows if only in (ALL, row.state.value)]
    settled = (RowState.DUPLICATE, RowState.KNOWN, RowState.REFUSED)
    return Plan(
        kind=plan.kind.value,
        total=len(plan.rows),
        brings=sum(count for state, count in plan.counts.items() if state not in settled),
        counts=_counts(plan.counts, locale, "will"),
        rows=[_row(row, locale) for row in chosen[:SHOWN]],
        hidden=max(0, len(chosen) - SHOWN),
    )


def columns_view(kind: ImportKind, columns: Mapping[str, int], locale: str) -> list[Column]:
    """What is looked for, and where it was found."""
    return [
        Column(name, translate(locale, f"imports.column.{name}"), str(columns.get(name, -1))) for name in FIELDS[kind]
    ]


def headings_view(table: Table) -> list[list[str]]:
    """The columns to choose from; an unnamed one shows what is in it."""
    first = table.rows[0][1] if table.rows else ()
    width = max(len(table.headings), len(first))
    names = [*table.headings, *[""] * (width - len(table.headings))]
    return [
        [str(at), (name or (first[at] if at < len(first) else "") or str(at + 1))[:40]] for at, name in enumerate(names)
    ]


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
    key = f"imports.reason.{reason.code}"
    return translate(locale, key if key in catalogue(pick(locale)) else "imports.reason.other", **values)


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
    ordered = sorted(counts, key=lambda state: _ORDER[state])
    return [Count(state.value, translate(locale, f"imports.{tense}.{state.value}"), counts[state]) for state in ordered]


def _row(row: PlannedRow, locale: str) -> Row:
    said = row.said
    if "month" in said or "amount" in said:
        who, detail = str(said.get("channel", "")), f"{str(said.get('month', ''))[:7]} · {_said(said, 'amount')}"
    else:
        named = [str(said.get(name, "")) for name in ("name", "company")]
        who = " · ".join(filter(None, named))
        detail = " · ".join(filter(None, (str(said.get(name, "")) for name in ("email", "phone", "inn"))))
    return Row(
        line=row.line,
        who=who[:160],
        detail=detail[:160],
        state=row.state.value,
        word=translate(locale, f"imports.will.{row.state.value}"),
        reason=sentence(row.reason, locale),
    )
