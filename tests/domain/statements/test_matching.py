"""Which invoices a payment pays, and how sure that is."""

from datetime import date

import pytest

from studio_app.core.money import Money
from studio_app.domain.ledger.schemas import OpenInvoice
from studio_app.domain.statements.lines import StatementLine
from studio_app.domain.statements.matching import OpenInvoices, Reason, Suggestion, plain_name, suggest

INN, OTHER_INN = "7736050003", "7707083893"


def invoice(
    number: int, amount: int = 100_000, *, inn: str = INN, name: str = "ООО «Ромашка»", **more: object
) -> OpenInvoice:
    year = more.get("year", 2026)
    return OpenInvoice(
        id=f"{year}-{number}",
        number=f"{year}-{number:04d}",
        deal_id="deal",
        client_id=f"client-{inn}-{name}",
        client_name=name,
        client_inn=inn,
        entity_id=str(more.get("entity", "entity")),
        due=Money(amount, str(more.get("currency", "RUB"))),
        total=Money(amount, "RUB"),
        issued_on=date(2026, 11, 1),
    )


def line(purpose: str, amount: int = 100_000, *, inn: str = INN, name: str = "РОМАШКА ООО") -> StatementLine:
    return StatementLine(
        1, date(2026, 11, 20), Money(amount, "RUB"), "", payer_name=name, payer_inn=inn, purpose=purpose
    )


def match(paid: StatementLine, *invoices: OpenInvoice) -> tuple[Suggestion, ...]:
    return suggest(paid, OpenInvoices.of(invoices), entity_id="entity")


def pays(one: Suggestion) -> list[tuple[str, int]]:
    return [(part.invoice_id, part.amount.amount) for part in one.allocations]


class TestSuggest:
    def test_number_payer_and_amount_are_certain(self) -> None:
        best = match(line("Счет 2026-0012"), invoice(12), invoice(13))[0]
        assert (pays(best), best.certain, best.score) == ([("2026-12", 100_000)], True, 100)
        assert best.reasons == (Reason.NUMBER, Reason.INN, Reason.AMOUNT)

    def test_a_number_without_its_year_is_the_payers_own(self) -> None:
        best = match(line("сч. 12"), invoice(12, inn=OTHER_INN, year=2025), invoice(12))[0]
        assert (pays(best), best.certain) == ([("2026-12", 100_000)], True)

    def test_of_two_years_the_one_that_is_due_in_full(self) -> None:
        best = match(line("сч. 12"), invoice(12, 90_000, year=2025), invoice(12))[0]
        assert (pays(best), best.certain) == ([("2026-12", 100_000)], True)

    def test_two_that_fit_alike_wait_for_a_person(self) -> None:
        assert not any(one.certain for one in match(line("сч. 12"), invoice(12, year=2025), invoice(12)))

    def test_another_payer_is_never_certain(self) -> None:
        best = match(line("Счет 2026-0012", inn=OTHER_INN), invoice(12))[0]
        assert not best.certain
        assert Reason.OTHER_INN in best.reasons

    def test_a_payer_without_a_tax_number_is_known_by_name(self) -> None:
        best = match(line("Invoice 2026-0012", inn="", name="ACME Ltd."), invoice(12, inn="", name="Acme"))[0]
        assert (best.certain, best.reasons) == (True, (Reason.NUMBER, Reason.NAME, Reason.AMOUNT))

    def test_a_name_and_a_short_number_are_not_enough(self) -> None:
        assert not match(line("сч 12", inn="", name="ACME"), invoice(12, inn="", name="Acme"))[0].certain

    def test_another_amount_is_a_part_or_more(self) -> None:
        part = match(line("Счет 2026-0012", 40_000), invoice(12))[0]
        over = match(line("Счет 2026-0012", 140_000), invoice(12))[0]
        assert (pays(part), part.certain, part.reasons[-1]) == ([("2026-12", 40_000)], False, Reason.PART)
        assert (pays(over), over.certain, over.reasons[-1]) == ([("2026-12", 100_000)], False, Reason.OVER)

    def test_a_payer_and_an_amount_are_suggested(self) -> None:
        found = match(line("Оплата услуг"), invoice(12), invoice(13, 50_000))
        assert [(pays(one)[0][0], one.certain) for one in found] == [("2026-12", False), ("2026-13", False)]

    def test_several_numbers_share_one_payment(self) -> None:
        best = match(line("Счета 2026-0012, 2026-0013", 150_000), invoice(12), invoice(13, 50_000))[0]
        assert (pays(best), best.certain) == ([("2026-12", 100_000), ("2026-13", 50_000)], True)

    def test_one_of_several_numbers_is_not_open(self) -> None:
        found = match(line("Счета 2026-0012, 2026-0013", 100_000), invoice(12))
        assert pays(found[0]) == [("2026-12", 100_000)]

    def test_all_open_invoices_of_a_payer_in_one_sum(self) -> None:
        best = match(line("За сайт", 150_000), invoice(12), invoice(13, 50_000))[0]
        assert (pays(best), best.certain) == ([("2026-12", 100_000), ("2026-13", 50_000)], False)

    def test_an_amount_alone_is_a_weak_suggestion(self) -> None:
        found = match(line("Перевод", inn="", name=""), invoice(12))
        assert [(one.score, one.certain) for one in found] == [(25, False)]

    def test_nothing_fits(self) -> None:
        assert match(line("Перевод", 1, inn="", name=""), invoice(12)) == ()

    @pytest.mark.parametrize("other", [invoice(12, entity="another"), invoice(12, currency="EUR")])
    def test_another_entity_or_currency_is_out_of_question(self, other: OpenInvoice) -> None:
        assert match(line("Счет 2026-0012"), other) == ()

    def test_what_one_line_has_paid_the_next_does_not_find(self) -> None:
        index = OpenInvoices.of([invoice(12)])
        index.take(suggest(line("Счет 2026-0012"), index, entity_id="entity")[0].allocations)
        assert suggest(line("Счет 2026-0012"), index, entity_id="entity") == ()


class TestPlainName:
    def test_one_company_however_it_is_written(self) -> None:
        names = ["ООО «Ромашка»", 'Общество с ограниченной ответственностью "РОМАШКА"', "ромашка ооо"]
        assert {plain_name(name) for name in names} == {plain_name("Ромашка")}
