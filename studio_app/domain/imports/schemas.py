"""Values that go into and come out of imports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from studio_app.domain.imports.kinds import MADE, ImportKind, RowState

FIELDS: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.LEADS: ("name", "company", "email", "phone", "message", "channel", "city", "budget", "inn"),
    ImportKind.CLIENTS: ("company", "name", "email", "phone", "post", "inn", "kpp", "address"),
    ImportKind.SPEND: ("channel", "month", "amount"),
}
"""What can be taken from a file, in the order in which it is shown."""

NEEDED: Mapping[ImportKind, tuple[tuple[str, ...], ...]] = {
    ImportKind.LEADS: (("name", "company"), ("email", "phone")),
    ImportKind.CLIENTS: (("name", "company"), ("email", "phone", "inn")),
    ImportKind.SPEND: (("channel",), ("month",), ("amount",)),
}
"""One of each group must be in the file for its rows to make sense."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it: its line, and the text of each thing."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What the importing person chose: for leads the channel of rows that name none, and whose they become."""

    channel_id: str = ""
    manager_id: str = ""  # empty: by the rules of assignment

    def as_json(self) -> dict[str, str]:
        """As rows keep it."""
        return {"channel_id": self.channel_id, "manager_id": self.manager_id}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `code` is a catalogue key below `imports.reason.`, `values` fill its sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"code": self.code, **self.values}


def reason_of(stored: dict[str, Any]) -> Reason | None:
    """The reason that a row keeps."""
    values = dict(stored)
    code = values.pop("code", "")
    return Reason(code, values) if code else None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What will become of a row: `said` is what it says, tidied; `client_of` the line whose client it is, too."""

    line: int
    said: Mapping[str, Any]
    state: RowState
    reason: Reason | None = None
    client_of: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The dry run of a file."""

    kind: ImportKind
    rows: tuple[PlannedRow, ...]
    counts: Mapping[RowState, int]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of an import as its report tells it; the ids lead to what it has become part of."""

    line: int
    said: Mapping[str, Any]
    state: RowState
    reason: Reason | None
    client_id: str = ""
    deal_id: str = ""


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import in the list."""

    id: str
    kind: ImportKind
    file_name: str
    rows: int
    imported_at: datetime
    imported_by: str
    finished: bool
    undone: bool
    by_state: Mapping[RowState, int]

    @property
    def left(self) -> int:
        """How many rows the job still has before it, taking them in or back."""
        states = (RowState.PENDING, *MADE) if self.undone else (RowState.PENDING,)
        return sum(self.by_state.get(state, 0) for state in states)
