"""What is to be booked, as one value that is right from the moment it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from studio_app.core.errors import Invalid
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.ledger.kinds import NOT_MONEY, EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.schemas import Allocation, Cause


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry before it is in the books: `amount` is positive towards the studio, negative away from it.

    `allocations` are the parts that count for invoices at once, all in its currency and together no more than it.
    `about` is the entry that it takes from, gives back to or corrects; a correction always has one. `booking` counts
    how often the same cause was booked before. `live_mode` is False for the money of a demo or a test account.
    Raises CurrencyMismatch, Invalid when the parts exceed the entry, ValueError for a correction of nothing.
    """

    kind: EntryKind
    amount: Money
    received_at: datetime
    cause: Cause
    allocations: tuple[Allocation, ...] = ()
    client_id: str | None = None
    legal_entity_id: str | None = None
    attempt_id: str | None = None
    about: LedgerEntry | None = None
    live_mode: bool = True
    booking: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind is EntryKind.CORRECTION and self.about is None:
            raise ValueError("a correction takes back another entry")
        check_parts(self.amount, self.allocations)

    @classmethod
    def after(
        cls,
        about: LedgerEntry,
        *,
        kind: EntryKind,
        amount: Money,
        cause: Cause,
        received_at: datetime | None = None,
        allocations: Sequence[Allocation] = (),
        attempt_id: str | None = None,
        note: str = "",
    ) -> Self:
        """One that follows another: of the same client, seller and mode, and of its moment unless told otherwise."""
        return cls(
            kind=kind,
            amount=amount,
            received_at=received_at or about.received_at,
            cause=cause,
            allocations=tuple(allocations),
            client_id=about.client_id,
            legal_entity_id=about.legal_entity_id,
            attempt_id=attempt_id,
            about=about,
            live_mode=about.live_mode,
            note=note,
        )

    @property
    def is_money(self) -> bool:
        """Whether money moved: what a person wrote off, and what takes that back, is none."""
        told = self.about.kind if self.about is not None and self.kind is EntryKind.CORRECTION else self.kind
        return told not in NOT_MONEY


def check_parts(amount: Money, parts: Sequence[Allocation], *, allocated: int = 0) -> None:
    """Whether `parts` of an entry may count besides what is allocated of it. Raises CurrencyMismatch, Invalid."""
    for part in parts:
        if part.amount.currency != amount.currency:
            raise CurrencyMismatch(left=part.amount.currency, right=amount.currency)
    total = allocated + sum(part.amount.amount for part in parts)
    if not min(0, amount.amount) <= total <= max(0, amount.amount):
        raise Invalid(field="amount", reason="over_allocated")
