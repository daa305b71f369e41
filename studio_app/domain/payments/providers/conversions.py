"""What a provider turned into the currency of the studio's account: a part of `apply`."""

from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.ledger.booking import book
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.schemas import Cause
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.gateway import RemoteConversion, RemoteState
from studio_app.domain.work import Work

Known = dict[tuple[str, EntryKind], LedgerEntry]
"""Entries in the books by what caused them."""


def conversion_refs(state: RemoteState) -> set[str]:
    """By what the first sides of the told conversions are known in the books."""
    return {_away(conversion) for conversion in state.conversions}


def book_conversions(work: Work, attempt: PaymentAttempt, state: RemoteState, known: Known) -> None:
    """Book every conversion of a movement that is in the books, once: two sides, one in each currency.

    What goes back leaves at the worth at which its payment came, what comes home at the one at which it
    left; what the provider's rate of the day made of it is a difference, an entry of its own. So each
    currency adds up to what the provider has of it. A conversion of an unknown movement waits.
    """
    for conversion in state.conversions:
        moved = known.get(conversion.of)
        if moved is None or (_away(conversion), EntryKind.CONVERSION) in known:
            continue
        worth = _worth(conversion, known)
        away = _book(
            work, attempt, conversion, EntryKind.CONVERSION, -conversion.given, ref=_away(conversion), about=moved
        )
        there = _book(work, attempt, conversion, EntryKind.CONVERSION, worth, ref=f"{conversion.ref}:to", about=away)
        for side in (away, there):
            known[side.cause_ref, side.kind] = side
        if conversion.got != worth:
            _book(
                work,
                attempt,
                conversion,
                EntryKind.CONVERSION_DIFFERENCE,
                conversion.got - worth,
                ref=conversion.ref,
                about=there,
            )


def _worth(conversion: RemoteConversion, known: Known) -> Money:
    """What of the account's currency the movement takes away or brings, before the difference that the rate made."""
    if conversion.of[1] is EntryKind.PAYMENT:
        return conversion.got
    if conversion.given.amount > 0:
        left = _sides_of(known.get((conversion.of[0].partition(":")[0], conversion.of[1])), known)
        return Money(-left[1], conversion.got.currency) if left else conversion.got
    sides = [row for row in known.values() if row.kind is EntryKind.CONVERSION]
    rest = -sum(row.amount for row in sides if row.currency == conversion.given.currency)
    worth = sum(row.amount for row in sides if row.currency == conversion.got.currency)
    if rest <= 0 or worth <= 0:
        return conversion.got
    return Money(worth, conversion.got.currency).times(Decimal(conversion.given.amount) / rest)


def _sides_of(moved: LedgerEntry | None, known: Known) -> tuple[int, int] | None:
    """The amounts of both sides of the conversion of a movement; None when it was not converted."""
    rows = [row for row in known.values() if row.kind is EntryKind.CONVERSION]
    away = next((row for row in rows if moved is not None and row.about_id == moved.id), None)
    there = next((row for row in rows if away is not None and row.about_id == away.id), None)
    return (away.amount, there.amount) if away and there else None


def _away(conversion: RemoteConversion) -> str:
    return f"{conversion.ref}:from"


def _book(
    work: Work,
    attempt: PaymentAttempt,
    conversion: RemoteConversion,
    kind: EntryKind,
    amount: Money,
    *,
    ref: str,
    about: LedgerEntry,
) -> LedgerEntry:
    turned = NewEntry.after(
        about,
        kind=kind,
        amount=amount,
        received_at=conversion.at,
        cause=Cause(CauseKind.PROVIDER, attempt.provider, ref),
        attempt_id=attempt.id,
    )
    return book(work, turned)
