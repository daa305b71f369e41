"""What is to be booked is right from the moment it is made."""

from datetime import UTC, date, datetime

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.schemas import Allocation, Cause

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CAUSE = Cause(CauseKind.PERSON, "staff", "1")


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def entry(kind: EntryKind) -> LedgerEntry:
    return LedgerEntry(
        id="entry",
        kind=kind,
        amount=500,
        currency="RUB",
        occurred_on=date(2026, 11, 23),
        received_at=AT,
        cause_kind=CauseKind.PROVIDER,
        cause_source="demo",
        cause_ref="pay-1",
        client_id="client",
        legal_entity_id="seller",
        live_mode=False,
        recorded_at=AT,
    )


class TestParts:
    @pytest.mark.parametrize(
        ("amount", "parts"), [(500, (501,)), (500, (300, 201)), (500, (-1,)), (-500, (1,)), (0, (1,))]
    )
    def test_never_exceed_it(self, amount: int, parts: tuple[int, ...]) -> None:
        with pytest.raises(Invalid, match="amount"):
            NewEntry(
                EntryKind.PAYMENT, rub(amount), AT, CAUSE, tuple(Allocation("invoice", rub(part)) for part in parts)
            )

    @pytest.mark.parametrize(("amount", "parts"), [(500, ()), (500, (500,)), (500, (300, 200)), (-500, (-300, -1))])
    def test_may_be_fewer(self, amount: int, parts: tuple[int, ...]) -> None:
        allocations = tuple(Allocation("invoice", rub(part)) for part in parts)
        assert NewEntry(EntryKind.PAYMENT, rub(amount), AT, CAUSE, allocations).allocations == allocations

    def test_are_in_its_currency(self) -> None:
        with pytest.raises(CurrencyMismatch):
            NewEntry(EntryKind.PAYMENT, rub(500), AT, CAUSE, (Allocation("invoice", Money(1, "EUR")),))


class TestAfter:
    def test_has_the_client_the_seller_the_mode_and_the_moment_of_what_it_follows(self) -> None:
        payment = entry(EntryKind.PAYMENT)
        fee = NewEntry.after(payment, kind=EntryKind.FEE, amount=rub(-5), cause=CAUSE)
        assert (fee.client_id, fee.legal_entity_id, fee.live_mode, fee.received_at) == ("client", "seller", False, AT)
        assert fee.about is payment


class TestMoney:
    @pytest.mark.parametrize("kind", [EntryKind.WRITE_OFF, EntryKind.EXCHANGE_DIFFERENCE])
    def test_did_not_move_in_what_only_closes_and_in_what_takes_that_back(self, kind: EntryKind) -> None:
        assert not NewEntry(kind, rub(5), AT, CAUSE).is_money
        assert not NewEntry.after(entry(kind), kind=EntryKind.CORRECTION, amount=rub(-500), cause=CAUSE).is_money

    def test_moved_in_a_payment_and_in_its_correction(self) -> None:
        assert NewEntry(EntryKind.PAYMENT, rub(5), AT, CAUSE).is_money
        payment = entry(EntryKind.PAYMENT)
        assert NewEntry.after(payment, kind=EntryKind.CORRECTION, amount=rub(-500), cause=CAUSE).is_money

    def test_a_correction_takes_back_something(self) -> None:
        with pytest.raises(ValueError, match="another entry"):
            NewEntry(EntryKind.CORRECTION, rub(-5), AT, CAUSE)
