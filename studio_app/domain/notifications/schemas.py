"""Values of notifications: what a letter says, what became of it, how the outbox lists it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.ledger.schemas import InvoiceBalance
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.payments.day_report import DayBook
from studio_app.domain.proposals.schemas import Picked
from studio_app.domain.studio.brand import Brand


@dataclass(frozen=True, slots=True)
class NightReport:
    """What the owners read in the morning. `over` and `partly` name the first of such invoices."""

    first: date
    last: date
    book: DayBook
    differences: int
    over: tuple[InvoiceBalance, ...]
    partly: tuple[InvoiceBalance, ...]
    lines: int  # of statements, that wait for somebody

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell: a part that is still to be paid alone is no news."""
        return self.book.is_empty and not (self.differences or self.over or self.lines)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter may say, in the words of nobody: the templates find them. `code` is a secret."""

    notification_id: str
    rule: str
    recipient: str
    locale: str
    timezone: str
    brand: Brand
    addressee: str  # how to greet; may be empty
    client: str
    manager: str
    reply_to: str
    path: str  # on our site
    title: str
    number: str
    step: int = 1  # 1 for the first reminder, 2 for the second…
    amount: Money | None = None
    due: Money | None = None
    taxed: bool | None = None  # whether VAT is in these sums; None: they are no price
    until: date | None = None  # valid until, to be paid by
    choice: Picked | None = None  # of a proposal that was accepted
    code: str = ""
    words: str = ""  # of a note or task, for the people of the studio; of a browser, for whose it is; why again
    at: datetime | None = None  # when it happened
    attempts: int = 0
    report: NightReport | None = None
    unasked: bool = False  # to an address that somebody has typed, who may be anybody: nothing of what they typed
    kind: str = ""  # of the document
    play_money: bool = False  # about a payment of a demo or a test account


class Verdict(StrEnum):
    """What to do with a planned letter when its moment has come."""

    SEND = "send"
    CANCEL = "cancel"  # no longer true
    POSTPONE = "postpone"  # a bad hour, or the second reminder of a day
    REFUSE = "refuse"  # nobody to send it to
    DONE = "done"  # it is not planned any more


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with what belongs to it: the facts to send, the moment to wait for, or why it is cancelled."""

    verdict: Verdict
    facts: LetterFacts | None = None
    at: datetime | None = None
    reason: str = "not_needed"  # of truth.REASONS


@dataclass(frozen=True, slots=True)
class LetterText:
    """A rendered letter."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A line of the outbox."""

    id: str
    deal_id: str  # empty: about no deal
    deal_title: str
    rule: str
    recipient: str
    status: NotificationStatus
    subject: str
    at: datetime  # sent, failed, or planned for
    problem: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """A page's worth of the outbox."""

    rows: tuple[LetterRow, ...]
    more: bool
    counts: dict[str, int]
    timezone: str


@dataclass(frozen=True, slots=True)
class LetterDetail:
    """A letter opened in the outbox."""

    row: LetterRow
    text: str
    html: str
    attempts: int
