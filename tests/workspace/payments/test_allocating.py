"""How the ledger's dialog lets free money count, and where an entry leads."""

from datetime import date

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.ledger.excess import SET_FREE
from studio_app.domain.ledger.exchange import exchange
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.receipts import allocate
from studio_app.domain.ledger.schemas import Allocation, OpenInvoice, Part
from studio_app.domain.payments.schemas import BookRow
from studio_app.workspace.invoices.transfers import typed_allocation
from studio_app.workspace.payments.views import entry_item, open_item


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


def invoice(due: Money) -> OpenInvoice:
    return OpenInvoice("i", "2026-0007", "d", "c", "Ann", "", "e", due, due, date(2026, 11, 1))


def row(*, kind: EntryKind, ref: str, note: str = "", deal_id: str = "") -> BookRow:
    return BookRow(
        id="1",
        kind=kind,
        occurred_on=date(2026, 11, 23),
        amount=eur(-500),
        free=eur(0),
        refundable=eur(0),
        parts=(),
        client_id="c",
        client="Ann",
        deal_id=deal_id,
        cause=CauseKind.PROVIDER if ref else CauseKind.PERSON,
        source="stripe" if ref else "staff",
        ref=ref,
        person="",
        note=note,
        live_mode=True,
        taken_back=False,
        can_reverse=False,
        about=Part("i", "2026-0007", eur(500)),
        turned=Money(550, "USD"),
    )


class TestTypedAllocation:
    def test_counts_money_of_the_invoices_currency_in_part(self) -> None:
        answers = {"invoice": "i", "amount": "12,50", "closes": "on"}
        use_case, typed = typed_allocation(answers, currency="EUR", exchanges=False)
        assert (use_case, typed) == (allocate, {"allocations": [Allocation("i", eur(1_250))]})

    @pytest.mark.parametrize(("ticked", "closes"), [("on", True), ("", False)])
    def test_exchanges_money_of_another_one(self, ticked: str, closes: bool) -> None:
        answers = {"invoice": "i", "amount": "12,50", "closes": ticked}
        use_case, typed = typed_allocation(answers, currency="EUR", exchanges=True)
        assert (use_case, typed) == (exchange, {"invoice_id": "i", "worth": eur(1_250), "closes": closes})

    def test_refuses_what_is_no_sum(self) -> None:
        with pytest.raises(Invalid):
            typed_allocation({"invoice": "i", "amount": "a lot"}, currency="EUR", exchanges=True)


class TestOpenItem:
    @pytest.mark.parametrize(
        ("free", "typed", "exchanged"),
        [(eur(700), "7.00", False), (eur(1_500), "10.00", False), (Money(9, "RUB"), "10.00", True)],
    )
    def test_proposes_what_fits(self, free: Money, typed: str, exchanged: bool) -> None:
        item = open_item(invoice(eur(1_000)), free, "en")
        assert (item.due_typed, item.exchanged, item.currency) == (typed, exchanged, "EUR")


class TestEntryItem:
    def test_opens_the_providers_object_behind_each_side(self) -> None:
        item = entry_item(row(kind=EntryKind.CONVERSION, ref="txn_8:to"), "en")
        assert (item.cause_short, item.cause_href) == ("txn_8", "https://dashboard.stripe.com/search?query=txn_8")
        assert [(part.number, part.amount) for part in item.parts] == [("2026-0007", "")]
        assert item.turned == "$5.50"

    def test_of_a_person_opens_the_deal_or_else_the_client(self) -> None:
        assert entry_item(row(kind=EntryKind.EXCHANGE, ref="", deal_id="d"), "en").cause_href == "/deal/d#history"
        assert entry_item(row(kind=EntryKind.EXCHANGE, ref=""), "en").cause_href == "/clients/c"

    def test_finds_words_for_what_was_taken_back_with_an_excess(self) -> None:
        assert entry_item(row(kind=EntryKind.CORRECTION, ref="", note=SET_FREE), "en").note == "the excess was set free"
