"""The parts of the board's messages: what it tells of deals, stages, days and of what there is to choose from.

Moments are seconds of the epoch where nothing else is said; stages and people have short keys beside their ids. What
a card has stands in thousands of copies: names are short there, and what is empty is left out.
"""

from typing import Literal, NamedTuple, NotRequired, TypedDict

from studio_app.domain.board.schemas import CardOrder, RowKey
from studio_app.domain.studio.kinds import StageKind


class Totals(NamedTuple):
    """How many deals there are, their sums, and the sums weighted by the chance of a deal.

    On the wire it is a list in this order: two of them go along with each card that moves, in 600 bytes.
    """

    deals: int
    sum: str  # in words, one a currency; empty for nothing
    weighted: str  # empty where the chance says nothing


class Wait(TypedDict):
    """An answer that a client waits for."""

    since: int
    by: int


class Deal(TypedDict):
    """What a card and a row have of a deal."""

    id: str
    title: str
    client: str
    by: str  # key of its manager
    stage: str  # key of its stage
    since: int  # in its stage, microseconds
    version: int
    amount: NotRequired[str]  # in words
    sum: NotRequired[int]  # minor units
    task: NotRequired[str]
    due: NotRequired[int]
    doc: NotRequired[str]  # kind and state of the newest document
    tags: NotRequired[list[int]]
    unread: NotRequired[Literal[1]]
    wait: NotRequired[Wait]


class Card(Deal):
    """A deal as a card, its long texts cut."""

    rank: str  # the greater, the higher; none ends in zero


class Row(Deal):
    """A deal as a row of the table, uncut."""

    number: int
    title_key: str  # by which titles are sorted
    client_key: str
    channel: str
    created: int  # microseconds
    plain: NotRequired[str]  # the amount as it is typed
    fixed: NotRequired[Literal[1]]  # the task is not one in the person's own words
    closed: NotRequired[int]


class Task(TypedDict):
    """A task on its day."""

    id: str
    deal: str
    words: str
    title: str  # of the deal
    client: str
    by: str  # key of the deal's manager
    day: str  # ISO, on the studio's clock
    time: str  # empty: by the end of work
    due: int


class Day(TypedDict):
    """A day of the calendar."""

    day: str  # ISO
    count: int  # of all its tasks
    tasks: list[Task]  # the first of them


class Stage(TypedDict):
    """A stage of the pipeline."""

    key: str
    id: str
    name: str
    kind: StageKind
    colour: str
    norm: int  # days


class Column(Stage):
    """A stage as a column, with its first cards."""

    totals: Totals
    cards: list[Card]


class Named(TypedDict):
    """Something to choose by its name."""

    id: str
    name: str


class Channel(Named):
    """Where leads come from."""

    active: bool


class Person(TypedDict):
    """Somebody of the studio."""

    key: str
    id: str
    name: str
    team: str
    active: bool


class Tag(TypedDict):
    """A tag, by the number that cards carry."""

    id: int
    name: str
    colour: str
    active: bool


class View(TypedDict):
    """A saved filter; own ones the reader may change."""

    id: str
    name: str
    query: str
    shared: bool
    own: bool


class Habits(TypedDict):
    """How the reader likes the board."""

    density: NotRequired[Literal["comfortable", "compact"]]
    order: NotRequired[CardOrder]
    columns: NotRequired[str]  # of the table, by name


class Options(TypedDict):
    """What the board offers to choose from."""

    me: str  # key of the reader
    zone: str  # of the studio's clock
    pipelines: list[Named]
    people: list[Person]
    channels: list[Channel]
    tags: list[Tag]
    views: list[View]
    habits: Habits


class Reading(TypedDict):
    """A deal whose client is just looking at something."""

    deal: str
    age: int  # seconds since the last sign of it


class Sort(TypedDict):
    """The order of the table."""

    key: RowKey
    down: bool
