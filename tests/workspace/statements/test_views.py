"""What a person reads of a line that pays one invoice, or several."""

from datetime import date

import pytest

from studio_app.core.money import Money
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.schemas import LineView, SuggestedInvoice, SuggestionView
from studio_app.workspace.statements.views import LineItem, line_item

SUM = Money(100_000, "RUB")


def shown(*numbers: str) -> LineItem:
    suggested = tuple(SuggestedInvoice(number, number, "Ромашка", SUM, SUM) for number in numbers)
    line = LineView(
        id="line",
        state=LineState.BOOKED,
        booked_on=date(2026, 11, 20),
        amount=SUM,
        payer_name="",
        payer_inn="",
        purpose="",
        reference="",
        by_itself=False,
        paid=tuple((number, "deal") for number in numbers),
        suggestions=(SuggestionView(suggested, 80, ()),),
    )
    return line_item(line, "ru")


class TestLineItem:
    @pytest.mark.parametrize(("numbers", "several"), [(("2026-12",), False), (("2026-12", "2026-13"), True)])
    def test_tells_one_invoice_from_several(self, numbers: tuple[str, ...], several: bool) -> None:
        item = shown(*numbers)
        assert (item.paid_several, item.choices[0].several) == (several, several)
        assert item.paid == ", ".join(numbers)
