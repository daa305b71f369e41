"""Whose account a movement is on, and whether its currency can be true there."""

import dataclasses
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.statements.accounts import NUMERIC_CODES, held_in
from studio_app.domain.statements.importing import import_statement
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.queries import list_lines
from studio_app.domain.statements.schemas import KEPT, Verdict
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work
from tests.selling import make_studio

OWN = "40702810138250123017"
UNKNOWN = "40702810000000000001"
IBAN = "DE89370400440532013000"


@pytest.fixture
def owner(work: Work) -> Work:
    make_studio(work)
    entity = work.session.get(LegalEntity, "entity")
    assert entity is not None
    work.session.add(LegalEntity(**{**entity.model_dump(), "id": "abroad", "account": IBAN, "is_default": False}))
    work.session.flush()
    return dataclasses.replace(work, actor=Actor(kind=ActorKind.STAFF, id="owner", name="Анна", role="owner"))


def statement(*moves: tuple[str, str]) -> Statement:
    lines = (
        StatementLine(at, date(2026, 11, 20), Money(100_000 + at, currency), account, purpose="Аванс")
        for at, (account, currency) in enumerate(moves, start=2)
    )
    return Statement(StatementFormat.CSV, tuple(lines))


class TestHeldIn:
    @given(st.from_regex(r"\d{20}", fullmatch=True))
    def test_a_russian_account_says_it_in_three_digits(self, account: str) -> None:
        assert held_in(account) == NUMERIC_CODES.get(account[5:8], "")

    @pytest.mark.parametrize("account", ["", IBAN, "LT121000011101001000", OWN[:-1], "Основной"])
    def test_any_other_number_says_nothing(self, account: str) -> None:
        assert held_in(account) == ""


class TestPlan:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(st.sampled_from([OWN, UNKNOWN, IBAN, ""]), st.sampled_from(["RUB", "EUR", "USD"])),
            min_size=1,
            max_size=6,
        )
    )
    def test_takes_a_line_only_on_an_account_of_ours_in_its_currency(
        self, owner: Work, moves: list[tuple[str, str]]
    ) -> None:
        plan = plan_import(owner, statement=statement(*moves))
        for (account, currency), planned in zip(moves, plan.lines, strict=True):
            wrong = Verdict.OTHER_ACCOUNT if account == UNKNOWN else Verdict.OTHER_CURRENCY
            false = account == UNKNOWN or (account in {OWN, ""} and currency != "RUB")
            assert planned.verdict is (wrong if false else Verdict.UNSURE)
            assert planned.account == (account or OWN)

    def test_a_line_that_cannot_be_true_is_not_stored(self, owner: Work) -> None:
        done = import_statement(owner, statement=statement((OWN, "USD"), (UNKNOWN, "RUB"), (OWN, "RUB")), file_name="a")
        assert done.counts == {Verdict.OTHER_CURRENCY: 1, Verdict.OTHER_ACCOUNT: 1, Verdict.UNSURE: 1}
        assert sum(count for verdict, count in done.counts.items() if verdict in KEPT) == 1
        assert [line.amount.currency for line in list_lines(owner).lines] == ["RUB"]
