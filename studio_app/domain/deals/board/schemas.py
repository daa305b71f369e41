"""Values of the board: what a person looks at, cards, columns, and what of them changed."""

from dataclasses import dataclass
from datetime import datetime

from studio_app.core.money import Money
from studio_app.domain.search.words import has_words, query_words
from studio_app.domain.studio.models import StageKind


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a person looks at: everybody's deals or one manager's, those with every word of `text`."""

    manager_id: str | None = None
    text: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words to find, as the index keeps them."""
        return query_words(self.text)


@dataclass(frozen=True, slots=True)
class Card:
    """A deal as a card; `stage_since` is when it entered the stage, in UTC."""

    id: str
    number: int
    title: str
    client: str
    amount: Money
    manager_id: str
    manager: str
    stage_id: str
    rank: str
    stage_since: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many deals a column holds and what they sum up to, one sum a currency."""

    count: int
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A stage on the board with its totals and its first window of cards."""

    stage_id: str
    name_ru: str
    name_en: str
    kind: StageKind
    colour: str
    norm_days: int
    totals: Totals
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class LostReasonView:
    """Why a deal can be lost."""

    id: str
    name_ru: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Change:
    """A card as it is now, with the words it is found by."""

    card: Card
    words: str

    def shown_to(self, where: BoardFilter) -> bool:
        """Whether the card passes the filter."""
        mine = where.manager_id is None or where.manager_id == self.card.manager_id
        return mine and has_words(self.words, where.words)


@dataclass(frozen=True, slots=True)
class Changes:
    """Cards that changed, and the totals of their columns by filter and stage."""

    cards: tuple[Change, ...]
    totals: dict[BoardFilter, dict[str, Totals]]
