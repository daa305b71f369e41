"""From answers to quantities."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.pricing.engine import MAX_QUANTITY
from studio_app.domain.pricing.mapping import Mapped, UnknownRule, evaluate
from studio_app.domain.pricing.starter import _PRICE_LIST

ANSWERS = {
    "site_kind": "shop",
    "pages": 12,
    "design": "custom",
    "content": "client",
    "integrations": ["crm", "payment"],
    "languages": ["ru", "en", "de"],
    "deadline": "quarter",
}


_WORDS = st.sampled_from(["all", "always", "answer", "equals", "among", "contains", "beyond", "per", "optional"])
_ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["pages", "site_kind", "shop", "1e999", "NaN"]),
)
_RULES = st.recursive(_ATOMS, lambda inner: st.one_of(st.lists(inner), st.dictionaries(_WORDS, inner)), max_leaves=12)


class TestEvaluate:
    @pytest.mark.parametrize(
        ("rule", "quantity", "origin"),
        [
            ({}, 0, ""),
            ({"always": 3}, 3, ""),
            ({"answer": "pages", "per": 1}, 12, "pages = 12"),
            ({"answer": "pages", "per": 5}, 3, "pages = 12"),
            ({"answer": "pages", "beyond": 10}, 2, "pages = 12"),
            ({"answer": "pages", "beyond": 20}, 0, ""),
            ({"answer": "languages", "beyond": 1}, 2, "languages = ru, en, de"),
            ({"answer": "site_kind", "equals": "shop"}, 1, "site_kind = shop"),
            ({"answer": "site_kind", "equals": "landing"}, 0, ""),
            ({"answer": "design", "among": ["custom", "exclusive"]}, 1, "design = custom"),
            ({"answer": "integrations", "contains": "crm"}, 1, "integrations = crm, payment"),
            ({"answer": "integrations", "contains": "erp"}, 0, ""),
            (
                {"all": [{"answer": "design", "equals": "custom"}, {"answer": "pages"}]},
                12,
                "design = custom; pages = 12",
            ),
            ({"all": [{"answer": "design", "equals": "template"}, {"answer": "pages"}]}, 0, ""),
        ],
    )
    def test_reads_the_rule(self, rule: dict[str, Any], quantity: int, origin: str) -> None:
        assert evaluate(rule, ANSWERS) == Mapped(quantity=Decimal(quantity), origin=origin, optional=False)

    def test_offers_optional_lines(self) -> None:
        assert evaluate({"always": 1, "optional": True}, {}).optional

    @pytest.mark.parametrize("answer", [None, "", "many", "NaN", "-3", {}, []])
    def test_takes_an_unusable_answer_for_nothing(self, answer: object) -> None:
        assert evaluate({"answer": "pages"}, {"pages": answer}).quantity == 0

    def test_caps_an_absurd_answer(self) -> None:
        assert evaluate({"answer": "pages"}, {"pages": "1e999999"}).quantity == 100_000

    @given(_RULES)
    def test_makes_a_quantity_that_can_be_sold_of_any_rule_or_refuses_it(self, rule: Any) -> None:
        with suppress(UnknownRule):
            found = evaluate(rule if isinstance(rule, dict) else {"all": rule}, {"pages": 12, "site_kind": ["shop"]})
            assert 0 <= found.quantity <= MAX_QUANTITY

    @pytest.mark.parametrize(
        "rule",
        [
            {"always": "many"},
            {"always": -1},
            {"always": 10**9},
            {"answer": "site_kind", "among": 5},
            {"answer": "pages", "per": "x"},
            {"answer": "pages", "beyond": None},
            {"all": [{"always": 99_999}, {"always": 99_999}]},
        ],
    )
    def test_refuses_what_makes_no_quantity(self, rule: dict[str, Any]) -> None:
        with pytest.raises(UnknownRule):
            evaluate(rule, ANSWERS)

    @pytest.mark.parametrize("rule", [{"when": "shop"}, {"all": [{"x": 1}]}, {"answer": "pages", "per": 0}])
    def test_refuses_what_is_no_rule(self, rule: dict[str, Any]) -> None:
        with pytest.raises(UnknownRule):
            evaluate(rule, ANSWERS)


class TestStarterPriceList:
    def test_has_rules_that_can_be_read(self) -> None:
        for row in _PRICE_LIST:
            evaluate(row.rule, ANSWERS)

    def test_names_each_service_once(self) -> None:
        keys = [row.key for row in _PRICE_LIST]
        assert len(keys) == len(set(keys)) >= 25

    def test_earns_more_than_an_hour_costs(self) -> None:
        assert all(row.price >= 2000 * Decimal(row.hours) for row in _PRICE_LIST)
