"""The terms of a contract as fields, and what is typed into them."""

from decimal import Decimal

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.contracts.schemas import ContractTerms, WorkStage
from studio_app.workspace.contract.form import Split, form_of, split, terms_in

TERMS = ContractTerms(
    subject="Сайт пекарни",
    deposit_percent=Decimal("33.5"),
    deposit_days=5,
    balance_days=7,
    stages=(WorkStage(key="analysis", days=4), WorkStage(title="Съёмка: день и ночь", days=3)),
    acceptance_days=5,
    warranty_months=12,
    penalty_percent=Decimal("0.1"),
    penalty_cap_percent=Decimal(10),
    special_terms="Тишина.",
)


def typed(**changes: str) -> dict[str, str]:
    form = form_of(TERMS, "ru")
    return {name: getattr(form, name) for name in TERMS.__class__.model_fields} | changes


class TestFields:
    def test_come_back_as_they_were(self) -> None:
        assert terms_in(typed(), TERMS, "ru") == TERMS

    def test_write_fractions_as_their_reader_does(self) -> None:
        assert (form_of(TERMS, "ru").penalty_percent, form_of(TERMS, "en").penalty_percent) == ("0,1", "0.1")

    def test_name_known_stages_in_the_language_of_the_contract(self) -> None:
        assert form_of(TERMS, "en").stages.splitlines()[0].endswith(": 4")
        assert terms_in(typed(stages=form_of(TERMS, "en").stages), TERMS, "en").stages == TERMS.stages

    @pytest.mark.parametrize("line", ["Вёрстка: 6", "Вёрстка — 6", "Вёрстка - 6 дней"])
    def test_take_a_stage_however_it_is_written(self, line: str) -> None:
        assert terms_in(typed(stages=line), TERMS, "ru").stages == (WorkStage(title="Вёрстка", days=6),)

    def test_take_a_comma_and_a_sign(self) -> None:
        assert terms_in(typed(deposit_percent="33,5 %"), TERMS, "ru").deposit_percent == Decimal("33.5")

    @pytest.mark.parametrize("wrong", [{"stages": "Вёрстка"}, {"deposit_days": "1.5"}, {"penalty_percent": "много"}])
    def test_refuse_what_is_no_number(self, wrong: dict[str, str]) -> None:
        with pytest.raises(Invalid):
            terms_in(typed(**wrong), TERMS, "ru")


class TestSplit:
    def test_names_both_parts(self) -> None:
        parts = split(Money(10_001, "RUB"), Decimal(50), "en")
        assert parts == Split(total="100.01\u00a0₽", deposit="50.01\u00a0₽", balance="50\u00a0₽")

    def test_leaves_out_a_part_that_is_not_there(self) -> None:
        assert split(Money(10_000, "RUB"), Decimal(100), "en").balance == ""
