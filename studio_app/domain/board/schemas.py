"""Values of the board: what a person looks at, cards, columns, and what of them changed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.search.words import query_words
from studio_app.domain.studio.kinds import SALES, StageKind


class CardOrder(StrEnum):
    """How the cards of a column follow one another."""

    MANUAL = "manual"
    AMOUNT = "amount"  # the largest first
    AGE = "age"  # the longest in its stage first
    TASK = "task"  # the next task due first, unplanned last


class RowKey(StrEnum):
    """By what the rows of the table follow one another."""

    NUMBER = "number"
    TITLE = "title"
    CLIENT = "client"
    STAGE = "stage"  # as the pipeline has them
    AMOUNT = "amount"
    MANAGER = "manager"
    CHANNEL = "channel"  # as the settings have them
    TASK = "task"  # unplanned ones last, either way
    AGE = "age"  # time in the stage
    CREATED = "created"
    CLOSED = "closed"  # open ones last, either way


@dataclass(frozen=True, slots=True)
class RowOrder:
    """The order of the table: the newest deal first unless a person chooses another one."""

    key: RowKey = RowKey.NUMBER
    down: bool = True


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a person looks at: a pipeline, and conditions that all hold; empty ones hold for every deal.

    Amounts in minor units, whatever the currency; days are whole days of the studio, both included.
    """

    pipeline_id: str = SALES
    manager_id: str | None = None
    team: str = ""
    channel_id: str = ""
    tag_id: int = 0
    amount_from: int | None = None
    amount_to: int | None = None
    created_from: date | None = None
    created_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    stale: bool = False  # longer in its stage than the norm
    no_task: bool = False
    text: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words to find, as the index keeps them."""
        return query_words(self.text)


@dataclass(frozen=True, slots=True)
class Card:
    """A deal as a card; `stage_since` is when it entered the stage, in UTC.

    `document` is the kind and state of its newest document; `next_task` is empty where its kind gives the words;
    `answer_since` and `answer_by` stand while the lead waits for the studio's first word.
    """

    id: str
    title: str
    client: str
    amount: Money
    manager_id: str
    stage_id: str
    rank: str
    stage_since: datetime
    version: int
    tags: str = ""
    next_task: str = ""
    next_task_kind: str = ""
    next_task_at: datetime | None = None
    document: str = ""
    unread: bool = False
    number: int = 0
    channel_id: str = ""
    created_at: datetime | None = None
    closed_at: datetime | None = None
    answer_since: datetime | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many deals a column holds and what they sum up to, one sum a currency."""

    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A stage on the board with its totals and its first window of cards; `probability` in percent."""

    stage_id: str
    name_ru: str
    name_en: str
    kind: StageKind
    colour: str
    norm_days: int
    probability: int
    totals: Totals
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class LostReasonView:
    """Why a deal can be lost."""

    id: str
    name_ru: str
    name_en: str
