"""The messages by which the server tells open boards: each has its kind, then its fields by name."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from studio_app.domain.board.schemas import CardOrder
from studio_app.workspace.board.wire.values import Card, Column, Day, Options, Reading, Row, Sort, Stage, Totals


class SnapshotHead(TypedDict):
    """What every snapshot begins with."""

    seq: int  # of the last patch that it knows
    room: str
    query: str  # the address that it answers
    options: Options
    reading: list[Reading]


class BoardSnapshot(SnapshotHead):
    """The whole board as it opens."""

    kind: Literal["board"]
    columns: list[Column]
    order: CardOrder


class TableSnapshot(SnapshotHead):
    """The whole table as it opens."""

    kind: Literal["table"]
    rows: list[Row]
    total: Totals
    sort: Sort
    stages: list[Stage]


class CalendarSnapshot(SnapshotHead):
    """The whole calendar as it opens."""

    kind: Literal["calendar"]
    days: list[Day]
    overdue: Day  # since before the first of them
    span: Literal["week", "month"]
    month: str  # a day of it, ISO
    today: str  # ISO
    now: int


class PatchHead(TypedDict):
    """What every patch begins with."""

    seq: int  # counts on from the patch before it
    room: str
    gone: NotRequired[str]  # a deal that is not shown any more


class CardPatch(PatchHead):
    """A card has changed."""

    kind: Literal["card"]
    card: NotRequired[Card]
    totals: dict[str, Totals]  # by the key of the stage, those that have changed


class RowPatch(PatchHead):
    """A row has changed."""

    kind: Literal["row"]
    row: NotRequired[Row]
    total: Totals


class ClientReads(TypedDict):
    """A client is just looking at something of the deal."""

    kind: Literal["client_reads"]
    deal: str


class MoreCards(TypedDict):
    """The next cards of a column."""

    kind: Literal["more_cards"]
    query: str  # the address that it answers
    stage: str
    after: Card | None  # under it as it was then; null: they are the first
    more: list[Card]


class MoreRows(TypedDict):
    """The next rows of the table."""

    kind: Literal["more_rows"]
    query: str  # the address that it answers
    after: Row  # under it as it was then
    more: list[Row]


class CardBack(TypedDict):
    """A card as it is, for whoever has tried to change it in vain."""

    kind: Literal["card_back"]
    card: Card


class RowBack(TypedDict):
    """The same for a row."""

    kind: Literal["row_back"]
    row: Row


class NewOptions(TypedDict):
    """What the board offers has changed by the reader's own hand."""

    kind: Literal["new_options"]
    options: Options


class TaskMoved(TypedDict):
    """A task that the reader has put off is due then."""

    kind: Literal["task_moved"]
    task: str
    due: int


class DaysChanged(TypedDict):
    """Days of the calendar have changed: they are to be read anew."""

    kind: Literal["days_changed"]


Change: TypeAlias = CardPatch | RowPatch | ClientReads | DaysChanged


class Patches(TypedDict):
    """Many changes at once."""

    kind: Literal["patches"]
    patches: list[Change]


class Resync(TypedDict):
    """Something was lost, or more has changed than can be told: the board is to be opened anew."""

    kind: Literal["resync"]


Snapshot: TypeAlias = BoardSnapshot | TableSnapshot | CalendarSnapshot
Told: TypeAlias = Change | Patches | Resync
Answer: TypeAlias = Snapshot | MoreCards | MoreRows | CardBack | RowBack | NewOptions | TaskMoved | DaysChanged
Message: TypeAlias = Told | Answer
