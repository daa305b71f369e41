"""A bank statement as every format is read into it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studio_app.core.errors import StudioError
from studio_app.core.money import Money


class StatementFormat(StrEnum):
    """How the bank has written the file."""

    ONE_C = "1c"  # 1CClientBankExchange
    CAMT = "camt"  # ISO 20022 camt.053, camt.052
    MT940 = "mt940"  # SWIFT
    CSV = "csv"


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
class Statement:
    """A whole file."""

    format: StatementFormat
    lines: tuple[StatementLine, ...]


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
