"""What a provider turned into the currency of the studio's account: a part of the reducer."""

from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.ledger.booking import book
from studio_app.domain.ledger.models import CauseKind, EntryKind, LedgerEntry
from studio_app.domain.ledger.schemas import Cause
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.gateway import RemoteConversion, RemoteState
from studio_app.domain.work import Work

Known = dict[tuple[str, EntryKind], LedgerEntry]
"""Entries in the books by what caused them."""


def conversion_refs(state: RemoteState) -> set[str]:
    """By what the first sides of the told conversions are known in the books."""
    return {_away(told) for told in state.conversions}


def book_conversions(work: Work, attempt: PaymentAttempt, state: RemoteState, known: Known) -> None:
    """Book every conversion of a movement that is in the books, once: two sides, one in each currency.

    What goes back leaves at the worth at which its payment came, what comes home at the one at which it
    left; what the provider's rate of the day made of it is a difference, an entry of its own. So each
    currency adds up to what the provider has of it. A conversion of an unknown movement waits.
    """
    for told in state.conversions:
        moved = known.get(told.of)
        if moved is None or (_away(told), EntryKind.CONVERSION) in known:
            continue
        worth = _worth(told, known)
        away = _book(work, attempt, told, EntryKind.CONVERSION, -told.given, ref=_away(told), about=moved)
        there = _book(work, attempt, told, EntryKind.CONVERSION, worth, ref=f"{told.ref}:to", about=away)
        for side in (away, there):
            known[side.cause_ref, side.kind] = side
        if told.got != worth:
            _book(work, attempt, told, EntryKind.CONVERSION_DIFFERENCE, told.got - worth, ref=told.ref, about=there)


def _worth(told: RemoteConversion, known: Known) -> Money:
    """What of the account's currency the movement takes away or brings, before the difference that the rate made."""
    if told.of[1] is EntryKind.PAYMENT:
        return told.got
    if told.given.amount > 0:
        left = _sides_of(known.get((told.of[0].partition(":")[0], told.of[1])), known)
        return Money(-left[1], told.got.currency) if left else told.got
    sides = [row for row in known.values() if row.kind is EntryKind.CONVERSION]
    rest = -sum(row.amount for row in sides if row.currency == told.given.currency)
    worth = sum(row.amount for row in sides if row.currency == told.got.currency)
    if rest <= 0 or worth <= 0:
        return told.got
    return Money(worth, told.got.currency).times(Decimal(told.given.amount) / rest)


def _sides_of(moved: LedgerEntry | None, known: Known) -> tuple[int, int] | None:
    """The amounts of both sides of the conversion of a movement; None when it was not converted."""
    rows = [row for row in known.values() if row.kind is EntryKind.CONVERSION]
    away = next((row for row in rows if moved is not None and row.about_id == moved.id), None)
    there = next((row for row in rows if away is not None and row.about_id == away.id), None)
    return (away.amount, there.amount) if away and there else None


def _away(told: RemoteConversion) -> str:
    return f"{told.ref}:from"


def _book(
    work: Work,
    attempt: PaymentAttempt,
    told: RemoteConversion,
    kind: EntryKind,
    amount: Money,
    *,
    ref: str,
    about: LedgerEntry,
) -> LedgerEntry:
    return book(
        work,
        kind=kind,
        amount=amount,
        received_at=told.at,
        cause=Cause(CauseKind.PROVIDER, attempt.provider, ref),
        client_id=about.client_id,
        legal_entity_id=about.legal_entity_id,
        attempt_id=attempt.id,
        about=about,
        live_mode=about.live_mode,
    )
