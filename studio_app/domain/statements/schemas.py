"""Values about statements: what an import would do, what waits, what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.lines import BadStatement, LeftOut, StatementFormat, StatementLine
from studio_app.domain.statements.matching import Suggestion


class Verdict(StrEnum):
    """What an import does with a line; each is a word of the catalogue, `statements.verdict.<value>`."""

    CERTAIN = "certain"  # booked by itself
    UNSURE = "unsure"  # into the inbox
    DUPLICATE = "duplicate"
    OUTGOING = "outgoing"
    OTHER_ACCOUNT = "other_account"
    OTHER_CURRENCY = "other_currency"  # than the account is held in: a wrong column, or a wrong file
    OWN_TRANSFER = "own_transfer"  # from one account of ours to another
    PENDING = "pending"  # not booked by the bank yet, or dated in the future


KEPT = frozenset({Verdict.CERTAIN, Verdict.UNSURE})
"""What is stored; everything else is only counted."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line and what would become of it. `account` is where it moved, the default one where the file tells none."""

    line: StatementLine
    verdict: Verdict
    account: str
    entity_id: str = ""
    content_key: str = ""
    fingerprint: str = ""
    match: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    format: StatementFormat
    lines: tuple[PlannedLine, ...]
    counts: dict[Verdict, int]
    numbers: dict[str, str]  # of the invoices that the certain ones pay


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Something of a file that was not taken in: a line that came in and why it was left out, or what is no payment.

    `why` is the value of a verdict, or the reason of a `LeftOut`; `day` is empty and `amount` None where there is none.
    """

    line: int
    why: str
    said: str
    day: str = ""
    amount: Money | None = None

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence."""
        if self.why in set(Verdict):
            return f"statements.verdict.{self.why}"
        return LeftOut(self.line, self.why).message_key


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A file that could not be read. `problem` is the sentence's key with its values."""

    id: str
    file_name: str
    size: int  # bytes
    refused_at: datetime
    uploaded_by: str
    problem: BadStatement


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    import_id: str
    counts: dict[Verdict, int]


@dataclass(frozen=True, slots=True)
class SuggestedInvoice:
    """An invoice that a line may pay, and with how much."""

    id: str
    number: str
    client_name: str
    due: Money
    part: Money


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion as a person reads it."""

    invoices: tuple[SuggestedInvoice, ...]
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A stored line. `paid` names the invoices of a booked one, `suggestions` those of a waiting one."""

    id: str
    state: LineState
    booked_on: date
    amount: Money
    payer_name: str
    payer_inn: str
    purpose: str
    reference: str
    by_itself: bool
    paid: tuple[tuple[str, str], ...] = ()  # number, deal
    suggestions: tuple[SuggestionView, ...] = ()


@dataclass(frozen=True, slots=True)
class LinePage:
    """A page of lines, and how many there are by state."""

    lines: tuple[LineView, ...]
    counts: dict[LineState, int]


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import in the list."""

    id: str
    file_name: str
    format: StatementFormat
    first_day: date
    last_day: date
    imported_at: datetime
    imported_by: str
    undone: bool
    duplicates: int
    left_out: int
    by_state: dict[LineState, int]
    left_rows: tuple[LeftRow, ...] = ()
