"""A bank statement as every format is read into it."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from studio_app.core.errors import StudioError
from studio_app.core.money import Money

_NO_PAYMENT = frozenset({"total", "heading", "text"})


class StatementFormat(StrEnum):
    """How the bank has written the file."""

    ONE_C = "1c"  # 1CClientBankExchange
    CAMT = "camt"  # ISO 20022 camt.052, camt.053, camt.054
    MT940 = "mt940"  # SWIFT
    MT942 = "mt942"  # SWIFT, of the day that is not over yet
    CSV = "csv"


class DateOrder(StrEnum):
    """Which of two numbers is the day where 03/10/2026 is written."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class About(StrEnum):
    """What a file does not tell and a person is asked; each is a sentence, `statements.question.<value>`."""

    DATE_ORDER = "date_order"
    ENCODING = "encoding"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement on one account. `amount` is positive when it came in, negative when it went out.

    `payer_*` are the other side's, whoever pays. `settled` is False for what the bank announces but
    has not booked. `position` is the line of the file at which the movement begins, counted from 1.
    """

    position: int
    booked_on: date
    amount: Money
    own_account: str
    payer_name: str = ""
    payer_inn: str = ""
    payer_account: str = ""
    purpose: str = ""
    reference: str = ""  # the number of the bank document
    settled: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A place of the file of which no movement was made, and why."""

    line: int
    reason: str  # total, heading or text, or that of the error which a person has passed over
    said: str = ""

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence."""
        return f"statements.left.{self.reason}" if self.reason in _NO_PAYMENT else f"error.statement.{self.reason}"


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves open: what was `taken` for now, and the other `choices`; `said` shows it."""

    about: About
    taken: str
    choices: tuple[str, ...] = ()
    line: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has told about a file; empty: nothing.

    `anyway` takes what can be read of a file that would be refused, and names what cannot.
    """

    encoding: str = ""
    date_order: str = ""
    account: str = ""
    currency: str = ""
    anyway: bool = False

    def as_json(self) -> dict[str, str]:
        """As a row keeps it."""
        return {name: str(value) for name, value in asdict(self).items() if value}


NOTHING_SAID = Answers()


def answers_of(stored: dict[str, str]) -> Answers:
    """The answers that a row keeps."""
    known = {name: stored.get(name, "") for name in ("encoding", "date_order", "account", "currency")}
    return Answers(**known, anyway=bool(stored.get("anyway")))


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole file. `encoding` is empty where the format tells it."""

    format: StatementFormat
    lines: tuple[StatementLine, ...]
    left_out: tuple[LeftOut, ...] = ()
    questions: tuple[Question, ...] = ()
    encoding: str = ""


class BadStatement(StudioError):
    """The file cannot be read; `reason` is a catalogue key, `line` the place in the file (0: none)."""

    code = "statement"
    status = 422

    def __init__(self, reason: str, *, line: int = 0, value: str = "") -> None:
        super().__init__(reason=reason, line=line, value=value[:60])
        self.reason = reason
        self.line = line

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence: one a reason."""
        return f"error.statement.{self.reason}"
