"""What the board asks of the server: each question has its fields by name, in the order in which its handler does."""

from collections.abc import Callable
from typing import TypedDict


class Held(TypedDict):
    """A deal as the browser has it."""

    deal_id: str
    version: int


class Deals(TypedDict):
    """Many deals at once."""

    deals: list[Held]


class Place(TypedDict):
    """A stage, and the cards between which it is meant."""

    stage_id: str
    above_id: str  # empty: none
    below_id: str


class Opening(TypedDict):
    """The whole board, table or calendar."""

    query: str  # what stands in the address


class Move(Held, Place):
    """A card is put there; of the way back, `version` is the one to be undone."""


class MoveMany(Deals, Place):
    """Many cards are put there, or are to be lost there."""


class Undo(TypedDict):
    """Cards are put back where they were before the last move."""

    moves: list[Move]


class Assign(Deals):
    """Many deals are handed to a person."""

    manager_id: str


class Mark(Deals):
    """Many deals are marked with a tag, or it is taken off them."""

    tag: str  # its name
    on: bool


class NextCards(TypedDict):
    """The next cards of a column."""

    stage_id: str
    last_id: str  # the last that is loaded; empty: none is


class NextRows(TypedDict):
    """The next rows of the table."""

    query: str  # what stands in the address
    last_id: str  # the last that is loaded


class Rename(TypedDict):
    """A deal gets another title."""

    deal_id: str
    title: str
    seen: str  # the title before


class Price(Held):
    """What a deal may be worth."""

    amount: str  # as it is typed


class HandOver(Held):
    """A deal is given to a colleague."""

    manager_id: str


class Plan(TypedDict):
    """What comes next on a deal."""

    deal_id: str
    title: str
    day: str  # ISO; empty: none
    seen: int  # when the task before was due, 0: there was none


class PutOff(TypedDict):
    """A task is put to another day."""

    task_id: str
    day: str  # ISO
    seen: int  # when it was due


class KeepHabit(TypedDict):
    """How the reader likes the board."""

    name: str
    value: str


class SaveView(TypedDict):
    """A filter is kept under a name."""

    name: str
    query: str
    shared: bool


class DropView(TypedDict):
    """A saved view is forgotten."""

    view_id: str


class Ask(TypedDict):
    """All that can be asked, each by its event of the component."""

    on_open: Callable[[Opening], None]
    on_move: Callable[[Move], None]
    on_move_many: Callable[[MoveMany], None]
    on_lose: Callable[[MoveMany], None]
    on_undo: Callable[[Undo], None]
    on_assign: Callable[[Assign], None]
    on_tag: Callable[[Mark], None]
    on_more: Callable[[NextCards], None]
    on_more_rows: Callable[[NextRows], None]
    on_rename: Callable[[Rename], None]
    on_price: Callable[[Price], None]
    on_hand_over: Callable[[HandOver], None]
    on_plan: Callable[[Plan], None]
    on_put_off: Callable[[PutOff], None]
    on_habit: Callable[[KeepHabit], None]
    on_save_view: Callable[[SaveView], None]
    on_drop_view: Callable[[DropView], None]
